"""What became of sites and runs, as rows."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, text

from archive.errors import NotFound
from archive.incidents import incidents_of_run

COUNTS = (
    *("read", "new", "changed", "unchanged", "gone", "back", "missing", "unread", "blocked", "robots", "external"),
    *("failed", "postponed", "forgotten", "files", "bug"),
)
_COUNTED = "zonenews/"  # how the counters of a crawl begin that are not Scrapy's
_RUNS = "SELECT v.*, n.heartbeat, n.job FROM v_run v JOIN run n ON n.id = v.id"
_LAST_RUNS = f"{_RUNS} WHERE v.site = coalesce(:site, v.site) ORDER BY v.id DESC LIMIT :most"
_LAST_FAILED = _LAST_RUNS.replace("ORDER BY", "AND v.state NOT IN ('complete', 'running') ORDER BY")
_ONE_RUN = f"{_RUNS} WHERE v.id = :run"
_GONE_AND_BACK = """
SELECT run, kind, count(*) AS count FROM article_event
WHERE kind IN ('gone', 'back') AND run >= :first AND run <= :last GROUP BY run, kind
"""
_OUTCOMES = 'SELECT outcome, count(*) AS count FROM "fetch" WHERE run = :run GROUP BY outcome ORDER BY outcome'
_SITES = """
SELECT s.key AS site, s.zone, (SELECT count(*) FROM section c WHERE c.site = s.key) AS sections,
       count(a.id) AS articles, max(r.published) AS newest,
       (SELECT max(n.started) FROM run n WHERE n.site = s.key) AS last_run,
       (SELECT n.state FROM run n WHERE n.site = s.key ORDER BY n.id DESC LIMIT 1) AS last_state
FROM site s
LEFT JOIN article a ON a.site = s.key
LEFT JOIN revision v ON v.id = a.current_revision
LEFT JOIN reading r ON r.id = v.current_reading
GROUP BY s.key, s.zone ORDER BY s.key
"""
_RUN_SECTIONS = """
SELECT c.name, c.url, p.pages, p.rows,
       (SELECT count(*) FROM link l WHERE l.section = c.id AND l.first_run = p.run) AS new, p.stop_reason, p.detail
FROM run_section p JOIN section c ON c.id = p.section WHERE p.run = :run ORDER BY c.id
"""
_RUN_MISSES = """
SELECT f.final_url AS url, f.outcome, f.status, f.error,
       coalesce((SELECT w.kind FROM frontier w WHERE w.url_id = f.url_id), 'list') AS kind
FROM "fetch" f WHERE f.run = :run AND f.outcome NOT IN ('ok', 'not_modified') ORDER BY f.id
"""


def sites(db: Connection) -> list[dict[str, Any]]:
    """Every site with its number of sections and articles, its newest article and its last run."""
    return _rows(db, _SITES)


def runs(db: Connection, site: str | None, most: int, *, failed: bool = False) -> list[dict[str, Any]]:
    """The last runs, or those of them that have ended and were not complete, newest first."""
    return _told(db, _rows(db, _LAST_FAILED if failed else _LAST_RUNS, site=site, most=most))


def run(db: Connection, number: int) -> dict[str, Any]:
    """One run with its sections, its answers by outcome, and every address that gave no article. Raises NotFound."""
    found = _told(db, _rows(db, _ONE_RUN, run=number))
    if not found:
        raise NotFound(f"there is no run {number}")
    outcomes = {row["outcome"]: row["count"] for row in _rows(db, _OUTCOMES, run=number)}
    parts = {"sections": _rows(db, _RUN_SECTIONS, run=number), "misses": _rows(db, _RUN_MISSES, run=number)}
    return found[0] | {"outcomes": outcomes} | parts | {"incidents": incidents_of_run(db, number)}


def _told(db: Connection, runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Runs with how long they took and what they counted; those that were killed counted until their last heartbeat."""
    numbers = [run["id"] for run in runs] or [0]
    events = {
        (row["run"], row["kind"]): row["count"]
        for row in _rows(db, _GONE_AND_BACK, first=min(numbers), last=max(numbers))
    }
    for run in runs:
        run["stats"] = orjson.loads(run["stats"])
        counted = {name: run["stats"].get(_COUNTED + name, 0) for name in COUNTS}
        run["counts"] = counted | {kind: events.get((run["id"], kind), 0) for kind in ("gone", "back")}
        run["seconds"] = _seconds(run["started"], run["ended"] or run["heartbeat"])
    return runs


def _seconds(start: str, end: str) -> float:
    """From one moment to another; nothing where the clock was set back meanwhile."""
    return max(0.0, round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds(), 3))


def _rows(db: Connection, query: str, **values: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(text(query), values).mappings()]
