"""What became of sites and runs, as rows."""

from typing import Any

import orjson
from sqlalchemy import Connection, text

from archive.errors import NotFound

_LAST_RUNS = "SELECT * FROM v_run WHERE site = coalesce(:site, site) ORDER BY id DESC LIMIT :most"
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


def runs(db: Connection, site: str | None, most: int) -> list[dict[str, Any]]:
    """The last runs, newest first."""
    return [_with_stats(row) for row in _rows(db, _LAST_RUNS, site=site, most=most)]


def run(db: Connection, number: int) -> dict[str, Any]:
    """One run with its sections and every address that gave no article. Raises NotFound."""
    found = _rows(db, "SELECT * FROM v_run WHERE id = :run", run=number)
    if not found:
        raise NotFound(f"there is no run {number}")
    parts = {"sections": _rows(db, _RUN_SECTIONS, run=number), "misses": _rows(db, _RUN_MISSES, run=number)}
    return _with_stats(found[0]) | parts


def _with_stats(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"stats": orjson.loads(row["stats"])}


def _rows(db: Connection, query: str, **values: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(text(query), values).mappings()]
