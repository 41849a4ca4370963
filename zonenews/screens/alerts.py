"""How the command line shows incidents."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from zonenews.drift.findings import KINDS
from zonenews.screens.tables import Column, FittedTable, harmless

_INCIDENTS = (
    Column("id", "incident", spare=True),
    Column("site", "site", least=12),
    Column("what", "what is wrong", least=32),
    Column("opened", "since (UTC)", least=10),
    Column("run", "run"),
    Column("notified", "told", spare=True),
)
_MOST_PARTS = 5
_TOLD = {None: "no", "opened": "yes", "closed": "yes, and that it is over"}


def incidents_view(incidents: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Incidents, newest first; a single line where there is none."""
    if not incidents:
        return Text("nothing is wrong that is known", style="green")
    return FittedTable([_row(incident) for incident in incidents], _INCIDENTS)


def incidents_of_run(incidents: Sequence[Mapping[str, Any]], run: int) -> Iterator[RenderableType]:
    """What a run found wrong, and what it found well again."""
    for incident in incidents:
        found = incident["opened_run"] == run
        text = Text("found wrong: " if found else "found well again: ", style="red" if found else "green")
        yield text.append(_what(incident), style="default")


def _row(incident: Mapping[str, Any]) -> Mapping[str, Any]:
    what = Text(KINDS[incident["kind"]])
    if said := _parts(incident):
        what.append(f"\n{said}", style="dim")
    if incident["closed"]:
        what.append(f"\nover since {_minute(incident['closed'])}: {incident['detail']['end']}", style="green")
    values = {"what": what, "opened": _minute(incident["opened"]), "run": incident["opened_run"]}
    return {**incident, **values, "notified": _TOLD[incident["notified"]]}


def _what(incident: Mapping[str, Any]) -> str:
    return f"{KINDS[incident['kind']]}\n{_parts(incident)}".strip()


def _parts(incident: Mapping[str, Any]) -> str:
    """What is said of the first sections."""
    parts = [part["said"] for part in incident["detail"].get("parts", ())]
    more = len(parts) - _MOST_PARTS
    return harmless("\n".join(parts[:_MOST_PARTS] + ([f"and {more} more, which --json shows"] if more > 0 else [])))


def _minute(moment: str) -> str:
    return moment.replace("T", " ")[:16]
