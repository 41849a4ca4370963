"""What went wrong with sites: opened by the run that found it, closed by the run that found it well again."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, insert, text, update

from archive.models import Incident, RunSection

Notice = Literal["opened", "closed"]

_INCIDENTS = """
SELECT i.id, i.site, s.zone, i.kind, i.opened_run, o.started AS opened, i.closed_run, c.started AS closed, i.notified,
       i.detail
FROM incident i
JOIN site s ON s.key = i.site
JOIN run o ON o.id = i.opened_run
LEFT JOIN run c ON c.id = i.closed_run
WHERE i.site = coalesce(:site, i.site) AND ({which}) ORDER BY i.id DESC
"""
_ALL, _OPEN, _OF_RUN = "1 = 1", "i.closed_run IS NULL", "i.opened_run = :run OR i.closed_run = :run"
_UNTOLD = f"({_OPEN} AND i.notified IS NULL) OR (i.closed_run IS NOT NULL AND i.notified = 'opened')"


def incidents(db: Connection, site: str | None, *, open_only: bool) -> list[dict[str, Any]]:
    """Incidents, newest first."""
    return _found(db, _OPEN if open_only else _ALL, site=site)


def incidents_of_run(db: Connection, run: int) -> list[dict[str, Any]]:
    """What a run opened and what it closed."""
    return _found(db, _OF_RUN, site=None, run=run)


def untold(db: Connection, site: str) -> list[dict[str, Any]]:
    """Open incidents nobody was told of, and closed ones whose beginning alone was told."""
    return _found(db, _UNTOLD, site=site)


def open_incident(db: Connection, site: str, run: int, kind: str, detail: Mapping[str, Any]) -> None:
    """Opens an incident; where one of its kind is open, what is new of it is added to that."""
    known = select_open(db, site, kind)
    if known is None:
        row = {"site": site, "kind": kind, "opened_run": run, "detail": dict(detail)}
        db.execute(insert(Incident), row)
        return
    number, before = known
    sections = {part["section"] for part in before.get("parts", ())}
    added = [part for part in detail.get("parts", ()) if part["section"] not in sections]
    if added:
        detail = before | {"parts": [*before.get("parts", ()), *added]}
        db.execute(update(Incident).where(Incident.id == number).values(detail=detail))


def close_incident(db: Connection, site: str, run: int, kind: str, end: str) -> None:
    """Closes the open incident of a kind, if there is one."""
    known = select_open(db, site, kind)
    if known is not None:
        number, detail = known
        values = {"closed_run": run, "detail": detail | {"end": end}}
        db.execute(update(Incident).where(Incident.id == number).values(**values))


def select_open(db: Connection, site: str, kind: str) -> tuple[int, dict[str, Any]] | None:
    """The number and the detail of the open incident of a kind."""
    query = text("SELECT id, detail FROM incident WHERE site = :site AND kind = :kind AND closed_run IS NULL")
    row = db.execute(query, {"site": site, "kind": kind}).one_or_none()
    return (row.id, orjson.loads(row.detail)) if row else None


def note_told(db: Connection, numbers: Sequence[int], notice: Notice) -> None:
    """Says that a notice of these incidents was sent."""
    db.execute(update(Incident).where(Incident.id.in_(numbers)).values(notified=notice))


def keep_measures(db: Connection, run: int, measures: Mapping[int, Mapping[str, Any]]) -> None:
    """Keeps what a run measured in each of its sections."""
    for section, found in measures.items():
        mine = (RunSection.run == run) & (RunSection.section == section)
        db.execute(update(RunSection).where(mine).values(measures=dict(found)))


def _found(db: Connection, which: str, **values: Any) -> list[dict[str, Any]]:
    rows = db.execute(text(_INCIDENTS.format(which=which)), values).mappings()
    return [dict(row) | {"detail": orjson.loads(row["detail"])} for row in rows]
