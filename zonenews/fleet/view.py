"""The fleet on a terminal, once or as it changes."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.live import Live
from rich.text import Text

from zonenews.exits import Exit, Refused
from zonenews.fleet.works import line_of
from zonenews.progress.lines import duration
from zonenews.screens.tables import Column, FittedTable, harmless
from zonenews.screens.terminal import Terminal

_EVERY = 2.0
_MOST = 10  # rows of a table; JSON has all
_WORKERS = (
    *(Column("name", "worker"), Column("host", "host", spare=True), Column("pid", "process", spare=True)),
    *(Column("room", "crawls"), Column("silent", "last heard"), Column("running", "running", least=16)),
)
_FAILED = (
    *(Column("site", "not complete"), Column("code", "exit"), Column("ago", "ago"), Column("again", "again in")),
    Column("reason", "why", least=20),
)
_WAITING = (
    *(Column("site", "waiting"), Column("job", "job"), Column("priority", "priority"), Column("attempts", "tries")),
    Column("due", "in"),
)
_SITES = (Column("site", "stalest sites"), Column("complete", "complete ago"), Column("newest", "newest article"))


def watch(look: Callable[[], Mapping[str, Any]]) -> None:
    """Shows the fleet as it changes, until Ctrl-C; a server that goes away meanwhile is waited for.

    Raises Refused where there is no terminal.
    """
    terminal = Terminal(soft_wrap=False)
    if not terminal.is_terminal:
        raise Refused(Exit.USAGE, "--watch needs a terminal; without it the fleet is shown once")
    with suppress(KeyboardInterrupt), Live(fleet_view(look()), console=terminal, auto_refresh=False) as live:
        while True:
            time.sleep(_EVERY)
            try:
                live.update(fleet_view(look()), refresh=True)
            except Refused as refused:
                live.update(Text(str(refused), style="yellow"), refresh=True)


def fleet_view(found: Mapping[str, Any]) -> RenderableType:
    """The fleet at one moment."""
    at = datetime.fromisoformat(found["at"])
    parts: list[RenderableType] = [_head(found)]
    parts += _table([_worker(worker) for worker in found["workers"]], _WORKERS)
    parts += _table([_failed(job, at) for job in found["failed"]], _FAILED)
    parts += _table([{**job, "due": _until(job["due"], at) or "now"} for job in found["waiting"]], _WAITING)
    parts += _table([{**site, "complete": _ago(site["complete"], at)} for site in found["sites"]], _SITES)
    parts += [Text(""), *(Text(harmless(line_of(work))) for work in found["works"])] if found["works"] else []
    parts += [Text(harmless(found["archive"]), style="yellow")] if found["archive"] else []
    return Group(*parts)


def _head(found: Mapping[str, Any]) -> Text:
    counts = {name: len(found[name]) for name in ("waiting", "running", "stalled", "workers")}
    words = [f"{count} {name}" for name, count in counts.items() if count or name != "stalled"]
    words[-1] = words[-1].removesuffix("s") if counts["workers"] == 1 else words[-1]
    complete = found["ended"].get("0", 0)
    others = sum(found["ended"].values()) - complete
    return Text(f"{', '.join(words)}; of the last day {complete} complete, {others} not", style="bold")


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> list[RenderableType]:
    if not rows:
        return []
    more = len(rows) - _MOST
    rest = [Text(f"and {more} more", style="dim")] if more > 0 else []
    return [Text(""), FittedTable(rows[:_MOST], columns), *rest]


def _worker(worker: Mapping[str, Any]) -> dict[str, Any]:
    running = worker["running"]
    room, silent = f"{len(running)} of {worker['jobs']}", f"{duration(worker['silent'])} ago"
    return {**worker, "room": room, "silent": silent, "running": ", ".join(running)}


def _failed(job: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {**job, "ago": _ago(job["at"], at), "again": _until(job["again"], at)}


def _ago(moment: str | None, at: datetime) -> str | None:
    return duration(max(0.0, (at - datetime.fromisoformat(moment)).total_seconds())) if moment else None


def _until(moment: str | None, at: datetime) -> str | None:
    left = (datetime.fromisoformat(moment) - at).total_seconds() if moment else 0
    return duration(left) if left > 0 else None
