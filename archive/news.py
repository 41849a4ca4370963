"""What is going on in the archive: sites at a glance, what is new, what changed, what fails."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, text

from archive.columns import utc_text
from archive.models import FRONTIER_STATES

FAILING = ("unread", "blocked", "failed", "missing", "robots")
CHANGES = ("edited", "missing", "gone", "back")
assert set(FAILING) < set(FRONTIER_STATES)
_SITES = text("""
SELECT s.key AS site, s.zone,
       (SELECT count(*) FROM section c WHERE c.site = s.key) AS sections,
       (SELECT count(*) FROM article a WHERE a.site = s.key) AS articles,
       (SELECT c.day FROM charted c WHERE c.site = s.key AND c.day IS NOT NULL
        ORDER BY c.month DESC, c.day DESC LIMIT 1) AS newest,
       n.id AS run, n.started, n.ended, n.state, n.reason
FROM site s LEFT JOIN run n ON n.id = (SELECT max(m.id) FROM run m WHERE m.site = s.key)
ORDER BY s.key
""")
_DAYS = text("""
SELECT s.key AS site, c.day, count(*) AS articles
FROM site s JOIN charted c ON c.site = s.key AND c.month >= :month
WHERE c.day IS NOT NULL GROUP BY s.key, c.day
""")
# numbers of articles grow with time: from the last one to the first that is new
_NEW_COUNT = text("""
SELECT site, count(*) AS articles FROM article
WHERE id > coalesce((SELECT id FROM article WHERE first_seen < :since ORDER BY id DESC LIMIT 1), 0) GROUP BY site
""")
_NEW = text("""
SELECT a.id, u.url, a.site, r.title, r.source, r.published, a.first_seen, a.state
FROM article a
JOIN url u ON u.id = a.url_id
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
WHERE a.site = coalesce(:site, a.site) AND a.first_seen >= :since ORDER BY a.id DESC LIMIT :most
""")
_CHANGES = text("""
SELECT e.id, e.at, e.kind, e.detail, u.url, a.site, r.title, r.source, r.published, a.state
FROM article_event e
JOIN article a ON a.id = e.article
JOIN url u ON u.id = a.url_id
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
WHERE e.kind IN :kinds AND e.id < :before AND a.site = coalesce(:site, a.site) ORDER BY e.id DESC LIMIT :most
""").bindparams(bindparam("kinds", expanding=True))
_FAILING = text("""
SELECT u.url, w.site, w.kind, w.state, w.reason, w.attempts, w.updated, w.due, w.listed_title AS title
FROM frontier w JOIN url u ON u.id = w.url_id
WHERE w.state IN :states AND w.site = coalesce(:site, w.site) ORDER BY w.updated DESC, w.url_id LIMIT :most
""").bindparams(bindparam("states", expanding=True))
_READ_BY = text("""
SELECT r.extractor, r.read_at, r.charset, r.charset_reason, r.confidence, r.flags, f.at AS fetched, f.final_url,
       f.status, f.wire_bytes, f.ip, f.tls_verified, v.capture, c.size, f.run
FROM article a
JOIN revision v ON v.article = a.id
JOIN reading r ON r.id = v.current_reading
JOIN "fetch" f ON f.id = v."fetch"
JOIN capture c ON c.digest = v.capture
WHERE a.id = :article AND v.number = coalesce(:revision, (SELECT max(number) FROM revision WHERE article = a.id))
""")
_LAST = 1 << 62
_MET_LAST = 500
_A_YEAR = timedelta(weeks=54)


def overview(db: Connection, since: datetime) -> list[dict[str, Any]]:
    """Every site with its counts, its newest day, its last run, its articles by week of the year before `since`, and
    how many came since.
    """
    weeks: dict[str, Counter[int]] = {}
    for row in db.execute(_DAYS, {"month": (since - _A_YEAR).isoformat()[:7]}):
        weeks.setdefault(row.site, Counter())[_week_of(row.day)] += row.articles
    came = {row.site: row.articles for row in db.execute(_NEW_COUNT, {"since": utc_text(since)})}
    return [
        dict(row) | {"weeks": dict(weeks.get(row["site"], ())), "new": came.get(row["site"], 0)}
        for row in db.execute(_SITES).mappings()
    ]


def _week_of(day: str) -> int:
    """The week of a printed day; 0 where it is no day of the calendar."""
    try:
        return week_of(date.fromisoformat(day))
    except ValueError:
        return 0


def site_keys(db: Connection) -> list[str]:
    """The keys of all sites."""
    return [str(row.key) for row in db.execute(text("SELECT key FROM site ORDER BY key"))]


def week_of(day: date) -> int:
    """The number of the week, from Monday on, in which a day is."""
    return (day.toordinal() - 1) // 7


def newest(db: Connection, since: datetime | None, site: str | None, most: int) -> list[dict[str, Any]]:
    """Of the articles that were met last, since a moment, those published last."""
    asked = {"site": site, "since": utc_text(since) if since else "", "most": max(_MET_LAST, most)}
    met = [dict(row) for row in db.execute(_NEW, asked).mappings()]
    return sorted(met, key=lambda row: row["published"] or "", reverse=True)[:most]


def changes(
    db: Connection, kinds: tuple[str, ...], site: str | None, before: int | None, most: int
) -> list[dict[str, Any]]:
    """What happened to articles, the last event first, before an event of that number."""
    asked = {"kinds": kinds, "site": site, "before": _LAST if before is None else before, "most": most}
    return [dict(row) | {"detail": orjson.loads(row["detail"])} for row in db.execute(_CHANGES, asked).mappings()]


def failing(db: Connection, site: str | None, most: int) -> list[dict[str, Any]]:
    """Addresses that give no article, the last one tried first."""
    return [dict(row) for row in db.execute(_FAILING, {"states": FAILING, "site": site, "most": most}).mappings()]


def read_by(db: Connection, article: int, revision: int | None) -> dict[str, Any]:
    """How an article's revision was fetched and read: extractor, charset, confidence, size, server."""
    row = db.execute(_READ_BY, {"article": article, "revision": revision}).mappings().one()
    return dict(row) | {"confidence": orjson.loads(row["confidence"]), "flags": orjson.loads(row["flags"])}
