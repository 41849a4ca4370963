"""What happened in some span of time: articles that came, changed and vanished, runs, and what was reprinted most."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from archive.columns import utc_text

_CAME = text("""
SELECT site, 'new' AS kind, count(*) AS articles FROM article
WHERE first_seen >= :start AND first_seen < :end AND site = coalesce(:site, site) GROUP BY site
UNION ALL
SELECT a.site, e.kind, count(DISTINCT a.id) FROM article_event e JOIN article a ON a.id = e.article
WHERE e.at >= :start AND e.at < :end AND e.kind <> 'forgotten' AND a.site = coalesce(:site, a.site)
GROUP BY a.site, e.kind
""")
_CHANGED = text("""
SELECT e.at, e.kind, u.url, a.site, r.title, r.source, r.published
FROM article_event e
JOIN article a ON a.id = e.article
JOIN url u ON u.id = a.url_id
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
WHERE e.at >= :start AND e.at < :end AND e.kind = :kind AND a.site = coalesce(:site, a.site)
ORDER BY e.id DESC LIMIT :most
""")
_RUNS = text("""
SELECT n.site, n.state, count(*) AS runs FROM run n
WHERE n.started >= :start AND n.started < :end AND n.site = coalesce(:site, n.site) GROUP BY n.site, n.state
""")
_TROUBLED = text("""
SELECT n.id, n.site, n.started, n.state, n.exit_code, n.reason FROM run n
WHERE n.started >= :start AND n.started < :end AND n.site = coalesce(:site, n.site)
AND n.state NOT IN ('complete', 'running') ORDER BY n.id DESC LIMIT :most
""")
_REPRINTED = text("""
SELECT g.copies, g.sites, u.url, a.site, r.title, r.source, r.published
FROM (
    SELECT reprint_group, count(*) AS copies, count(DISTINCT site) AS sites FROM article
    WHERE reprint_group IN (
        SELECT m.reprint_group FROM charted c JOIN article m ON m.id = c.article
        WHERE c.month = :month AND c.site = coalesce(:site, c.site) AND m.reprint_group IS NOT NULL)
    GROUP BY reprint_group ORDER BY copies DESC, reprint_group DESC LIMIT :most) AS g
JOIN reprint_group k ON k.id = g.reprint_group
JOIN article a ON a.id = k.first_article
JOIN url u ON u.id = a.url_id
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
ORDER BY g.copies DESC, g.reprint_group DESC
""")


@dataclass(frozen=True, slots=True)
class Between:
    """From a moment to another, which is not included; of one site or all."""

    start: datetime
    end: datetime
    site: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """As a query takes them."""
        return {"start": utc_text(self.start), "end": utc_text(self.end), "site": self.site}


def happened(db: Connection, between: Between) -> dict[str, dict[str, int]]:
    """By site and kind: how many articles were new, edited, missing, gone or back."""
    found: dict[str, dict[str, int]] = {}
    for row in db.execute(_CAME, between.values):
        found.setdefault(row.site, {})[row.kind] = row.articles
    return found


def changed(db: Connection, between: Between, kind: str, most: int) -> list[dict[str, Any]]:
    """Articles to which something happened, the last first."""
    return _rows(db, _CHANGED, between.values | {"kind": kind, "most": most})


def run_states(db: Connection, between: Between) -> dict[str, dict[str, int]]:
    """By site and state: how many runs began."""
    found: dict[str, dict[str, int]] = {}
    for row in db.execute(_RUNS, between.values):
        found.setdefault(row.site, {})[row.state] = row.runs
    return found


def troubled_runs(db: Connection, between: Between, most: int) -> list[dict[str, Any]]:
    """Runs that were not complete, the last first."""
    return _rows(db, _TROUBLED, between.values | {"most": most})


def most_reprinted(db: Connection, month: str, site: str | None, most: int) -> list[dict[str, Any]]:
    """Articles of which there are most copies, one at least in that month; `copies` counts them with the first."""
    return _rows(db, _REPRINTED, {"month": month, "site": site, "most": most})


def _rows(db: Connection, query: Any, values: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(query, values).mappings()]
