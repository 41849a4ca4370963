"""How runs are shown: a line for each, and the story of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from zonenews.progress.lines import duration
from zonenews.screens.alerts import incidents_of_run
from zonenews.screens.tables import Column, FittedTable, harmless

STATE_STYLES = {"complete": "green", "partial": "yellow", "failed": "red", "crashed": "red", "interrupted": "yellow"}
_RUNS = (
    Column("id", "run"),
    Column("site", "site", least=12),
    Column("started", "started (UTC)"),
    Column("took", "took", spare=True),
    Column("state", "state"),
    Column("exit_code", "exit", spare=True),
    Column("fetches", "fetches", spare=True),
    Column("size", "size", spare=True),
    Column("reason", "reason", least=24),
)
_SECTIONS = (
    Column("name", "section", least=12),
    Column("pages", "pages"),
    Column("rows", "rows"),
    Column("new", "new rows"),
    Column("stop_reason", "stopped"),
    Column("detail", "why", least=16),
)
_MISSES = (Column("outcome", "no article"), Column("address", "address", least=20))
_ALWAYS = ("new", "changed", "unchanged")  # the others are told where there are any
_COUNT_STYLES = {
    **dict.fromkeys(("gone", "missing", "back"), "cyan"),
    **dict.fromkeys(("unread", "robots", "external", "postponed", "forgotten"), "yellow"),
    **dict.fromkeys(("blocked", "failed", "bug"), "red"),
}


def runs_table(runs: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Runs, newest first."""
    rows = [
        {
            **run,
            "started": minute(run["started"]),
            "took": duration(run["seconds"]),
            "state": state(run["state"]),
            "size": size(run["wire_bytes"]),
        }
        for run in runs
    ]
    return FittedTable(rows, _RUNS)


def run_view(run: Mapping[str, Any]) -> RenderableType:
    """The story of one run."""
    code = Text() if run["exit_code"] is None else Text(f", exit code {run['exit_code']}")
    job = f" (job {run['job']})" if run["job"] else ""
    parts: list[RenderableType] = [
        Text.assemble(f"run {run['id']} of {run['site']}{job}: ", state(run["state"]), code),
        *([Text(harmless(run["reason"]))] if run["reason"] else []),
        Text(_times(run), style="dim"),
        "",
        _counts(run["counts"]),
        *incidents_of_run(run.get("incidents", ()), run["id"]),
    ]
    if run["sections"]:
        rows = [{**row, "name": row["name"] or row["url"]} for row in run["sections"]]
        parts += ["", FittedTable(rows, _SECTIONS)]
    if run["misses"]:
        parts += ["", FittedTable([_miss(miss) for miss in run["misses"]], _MISSES)]
    return Group(*parts)


def _times(run: Mapping[str, Any]) -> str:
    """When, how long, and how much: `2026-11-23 08:00:12 to 08:03:18 UTC, 3 min, 123 fetches, 1.2 MB`."""
    start, end = second(run["started"]), second(run["ended"] or run["heartbeat"])
    end = end.removeprefix(start[:11])
    until = f" to {end} UTC" if run["ended"] else f" UTC, last heard of at {end}"
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in run["outcomes"].items() if outcome != "ok")
    fetches = f"{run['fetches']} {'fetch' if run['fetches'] == 1 else 'fetches'}"
    fetches += f" ({outcomes})" if outcomes else ""
    return f"{start}{until}, {duration(run['seconds'])}, {fetches}, {size(run['wire_bytes'])}"


def _counts(counts: Mapping[str, int]) -> Text:
    told = [name for name in counts if name != "read" and (counts[name] or name in _ALWAYS)]
    words = (Text(f"{counts[name]} {name}", style=_COUNT_STYLES.get(name, "bold")) for name in told)
    return Text("   ").join(words)


def _miss(miss: Mapping[str, Any]) -> Mapping[str, Any]:
    """An address that gave no article: what came instead, and below the address why."""
    status = f" {miss['status']}" if miss["status"] else ""
    address = Text(harmless(miss["url"]) + ("  (a list page)" if miss["kind"] == "list" else ""))
    if miss["error"] and miss["error"] != f"status{status}":
        address.append(f"\n{harmless(miss['error'].replace(miss['url'], 'it'))}", style="dim")
    return {"outcome": miss["outcome"] + status, "address": address}


def state(word: str | None) -> Text:
    """The state of a run in its colour."""
    return Text(word or "", style=STATE_STYLES.get(word or "", ""))


def size(count: int) -> str:
    """Bytes as people write them."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"


def second(value: str) -> str:
    """`2026-11-23T08:03:18.169Z` as people write it."""
    return value.replace("T", " ")[:19]


def minute(value: str) -> str:
    """The same without seconds."""
    return second(value)[:16]
