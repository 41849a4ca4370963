"""What a run saw of a site, and what earlier runs saw, in rows that can be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, text

from archive.incidents import incidents
from archive.statements import batches

FIELDS = ("title", "source", "published", "author", "editor", "document_number", "breadcrumb", "body")
ARTICLE = "article"  # beside the fields: that the page could be read as an article at all
_HEAD = 200

_HAS = """
CASE WHEN {r}.title IS NULL THEN 0 ELSE 1 END + CASE WHEN {r}.source IS NULL THEN 0 ELSE 2 END
+ CASE WHEN {r}.published IS NULL THEN 0 ELSE 4 END + CASE WHEN {r}.author IS NULL THEN 0 ELSE 8 END
+ CASE WHEN {r}.editor IS NULL THEN 0 ELSE 16 END + CASE WHEN {r}.document_number IS NULL THEN 0 ELSE 32 END
+ CASE WHEN {r}.breadcrumb = '[]' THEN 0 ELSE 64 END
+ CASE WHEN {r}.text = '' AND {r}.images = '[]' AND NOT EXISTS (SELECT 1 FROM attachment t WHERE t.reading = {r}.id)
  THEN 0 ELSE 128 END
"""
_SEEN = f"""
SELECT f.url_id, f.outcome, CASE WHEN a.id IS NULL THEN 0 ELSE 1 END AS known, v.number, v.fetch AS made_by, f.id,
       {_HAS.format(r="r")} AS has, length(r.text) AS length, substr(r.text, 1, {_HEAD}) AS head,
       coalesce(r.published, w.listed_date) AS published,
       CASE WHEN b.id IS NULL THEN NULL ELSE {_HAS.format(r="b")} END AS had, length(b.text) AS length_before
FROM "fetch" f
LEFT JOIN frontier w ON w.url_id = f.url_id
LEFT JOIN article a ON a.url_id = f.url_id
LEFT JOIN revision v ON v.id = a.current_revision
LEFT JOIN reading r ON r.id = v.current_reading
LEFT JOIN revision p ON p.article = a.id AND p.number = v.number - 1
LEFT JOIN reading b ON b.id = p.current_reading
WHERE f.run = :run AND ((a.id IS NOT NULL AND f.outcome IN ('ok', 'not_modified', 'unread'))
                        OR (f.outcome = 'unread' AND w.kind = 'article')) ORDER BY f.id
"""  # noqa: S608 - of our own words
_SECTIONS_OF = """
SELECT coalesce(u.alias_of, u.id) AS url_id, l.section FROM link l JOIN url u ON u.id = l.url_id
WHERE u.id IN :ids OR u.alias_of IN :ids
"""
# A section's addresses are numbered newest first by its first walk, and in the order of news by later ones: the newest
# articles are at the two ends.
_PAST = f"""
SELECT w.state, v.fetch, f.run, {_HAS.format(r="r")} AS has, length(r.text) AS length,
       substr(r.text, 1, {_HEAD}) AS head, r.published
FROM (SELECT url_id FROM (SELECT url_id FROM link WHERE section = :section AND first_run < :before
                          ORDER BY url_id LIMIT :most) AS first_ones
      UNION SELECT url_id FROM (SELECT url_id FROM link WHERE section = :section AND first_run < :before
                                ORDER BY url_id DESC LIMIT :most) AS last_ones) AS ends
JOIN url u ON u.id = ends.url_id
JOIN frontier w ON w.url_id = u.id
LEFT JOIN article a ON a.url_id = coalesce(u.alias_of, u.id)
LEFT JOIN revision v ON v.article = a.id AND v.number = 1
LEFT JOIN "fetch" f ON f.id = v.fetch
LEFT JOIN reading r ON r.id = v.current_reading
WHERE w.kind = 'article' AND ((a.id IS NOT NULL AND (f.run IS NULL OR f.run < :before))
                              OR (a.id IS NULL AND w.state = 'unread'))
ORDER BY coalesce(r.published, w.listed_date, '') DESC, u.id LIMIT :most
"""  # noqa: S608 - of our own words
_LISTS = """
SELECT p.run, p.pages, p.rows, p.stop_reason, p.measures FROM run_section p JOIN run n ON n.id = p.run
WHERE p.section = :section AND p.run < :before AND n.state <> 'running'
  AND (p.pages > 0 OR p.run = (SELECT max(q.run) FROM run_section q WHERE q.section = :section AND q.run < :before))
ORDER BY p.run DESC LIMIT :most
"""
_ROWS = """
SELECT count(*) AS rows, coalesce(sum(CASE WHEN first_run < :before THEN 1 ELSE 0 END), 0) AS known,
       (SELECT count(*) FROM link o WHERE o.section = :section AND o.first_run < :before) AS before
FROM link WHERE section = :section AND last_run = :run AND pinned = 0
"""
_NEWEST_ROWS = """
SELECT CASE WHEN l.last_run = :run THEN 1 ELSE 0 END AS here
FROM link l
JOIN url u ON u.id = l.url_id
JOIN article a ON a.url_id = coalesce(u.alias_of, u.id) AND a.state = 'live'
JOIN revision v ON v.article = a.id AND v.number = 1
JOIN reading r ON r.id = v.current_reading
WHERE l.section = :section AND l.pinned = 0 AND l.first_run < :before
  AND l.last_run >= (SELECT max(p.run) FROM run_section p
                     WHERE p.section = :section AND p.run < :before AND p.pages > 0)
ORDER BY coalesce(r.published, '') DESC, l.first_run DESC, l.url_id LIMIT 5
"""
_DAYS = """
SELECT DISTINCT day FROM charted
WHERE site = :site AND month >= substr(:since, 1, 7) AND day >= :since ORDER BY day
"""
_NAMES = "SELECT id, coalesce(name, url) AS name FROM section WHERE site = :site"
_CODES = """
SELECT n.exit_code FROM run n
WHERE n.site = :site AND n.id < :before
  AND (n.state <> 'partial' OR EXISTS (SELECT 1 FROM "fetch" f WHERE f.run = n.id))
ORDER BY n.id DESC LIMIT :most
"""
_WITNESSES = """
SELECT u.url FROM link l
JOIN url x ON x.id = l.url_id
JOIN url u ON u.id = coalesce(x.alias_of, x.id)
JOIN article a ON a.url_id = u.id AND a.state = 'live'
JOIN revision v ON {revision}
JOIN reading r ON r.id = v.current_reading
WHERE l.section = :section AND l.first_run < :run AND {had}
  AND NOT EXISTS (SELECT 1 FROM "fetch" f WHERE f.run = :run AND f.url_id = u.id)
ORDER BY r.published DESC LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page of an article as a run saw it, and what the look before had found; `had` is None where there was none.

    `published` is as the list says it where the page does not.
    """

    sections: frozenset[int]
    has: frozenset[str]
    length: int = 0
    head: str = ""
    published: str | None = None
    had: frozenset[str] | None = None
    length_before: int = 0
    run: int | None = None


@dataclass(frozen=True, slots=True)
class ListSeen:
    """What an earlier run saw of a section's list."""

    run: int
    pages: int
    rows: int
    stop_reason: str | None
    measures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowsSeen:
    """How many rows that are not pinned a run saw in a section; how many of them, and of all, were known before.

    `vanished` are the newest articles that the list showed before and shows no longer, although it shows older ones.
    """

    rows: int
    known: int
    before: int
    vanished: int = 0


class Past:
    """Answers what a run saw and what the runs before it saw, over one connection."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def pages_of_run(self, run: int) -> list[PageSeen]:
        """Every page that a run asked for as an article: new ones, and those that were known."""
        rows = list(_once_each(self.db.execute(text(_SEEN), {"run": run})))
        sections = _sections_of(self.db, sorted(row.url_id for row in rows))
        return [_seen(row, sections.get(row.url_id, frozenset())) for row in rows]

    def pages(self, section: int, before: int, most: int) -> list[PageSeen]:
        """The newest articles of a section as they were first read, of runs before that one, newest first."""
        rows = self._rows(_PAST, section=section, before=before, most=most)
        here = frozenset([section])
        return [
            PageSeen(here, _fields(row.has), row.length, row.head, row.published, run=row.run)
            if row.fetch is not None
            else PageSeen(here, frozenset())
            for row in rows
        ]

    def lists(self, section: int, before: int, most: int) -> list[ListSeen]:
        """What the runs before that one saw of a list, newest first; of those that read none of it only the last."""
        rows = self._rows(_LISTS, section=section, before=before, most=most)
        return [ListSeen(r.run, r.pages, r.rows, r.stop_reason, orjson.loads(r.measures)) for r in rows]

    def rows_of(self, section: int, run: int, before: int) -> RowsSeen:
        """The rows that a run saw in a section, and how many of them runs before another one had seen."""
        (row,) = self._rows(_ROWS, section=section, run=run, before=before)
        newest = self._rows(_NEWEST_ROWS, section=section, run=run, before=before)
        vanished = next((place for place, one in enumerate(newest) if one.here), len(newest))
        return RowsSeen(row.rows, row.known, row.before, vanished if row.known else 0)

    def days_of_news(self, site: str, since: date) -> list[date]:
        """The days on which a site published, from that day on."""
        return [date.fromisoformat(row.day) for row in self._rows(_DAYS, site=site, since=since.isoformat())]

    def names(self, site: str) -> dict[int, str]:
        """What each section of a site is called: its name, or its list page."""
        return {row.id: row.name for row in self._rows(_NAMES, site=site)}

    def exit_codes(self, site: str, before: int, most: int) -> list[int | None]:
        """How the runs before that one ended, newest first, but for those that only let their hosts rest."""
        return [row.exit_code for row in self._rows(_CODES, site=site, before=before, most=most)]

    def witnesses(self, section: int, field: str, run: int, most: int) -> list[str]:
        """The newest articles of a section that had a field when last read, and were not asked for in a run."""
        return self._witnesses("v.id = a.current_revision", section, field, run, most)

    def first_witnesses(self, section: int, field: str, run: int, most: int) -> list[str]:
        """The same of those that had it when they were first read."""
        return self._witnesses("v.article = a.id AND v.number = 1", section, field, run, most)

    def _witnesses(self, revision: str, section: int, field: str, run: int, most: int) -> list[str]:
        had = "1 = 1" if field in {"body", ARTICLE} else f"r.{_column(field)} IS NOT NULL"
        query = _WITNESSES.format(revision=revision, had=had)
        return [row.url for row in self._rows(query, section=section, run=run, most=most)]

    def incidents(self, site: str) -> list[dict[str, Any]]:
        """What is and what was wrong with a site."""
        return incidents(self.db, site, open_only=False)

    def _rows(self, query: str, **values: Any) -> Sequence[Any]:
        return self.db.execute(text(query), values).all()


def _column(field: str) -> str:
    """The column of a field, which must be one of ours: it goes into a statement."""
    if field not in FIELDS:
        raise ValueError(f"{field!r} is no field")
    return field


def _once_each(rows: Iterable[Any]) -> Iterable[Any]:
    """The rows of different articles; where one was asked for twice, the fetch that changed something."""
    found: dict[int, Any] = {}
    for row in rows:
        if row.url_id not in found or row.made_by == row.id:
            found[row.url_id] = row
    return found.values()


def _seen(row: Any, sections: frozenset[int]) -> PageSeen:
    if row.outcome == "unread":
        had = _fields(row.has) if row.known else None
        return PageSeen(sections, frozenset(), published=row.published, had=had, length_before=row.length or 0)
    now, head = _fields(row.has), row.head
    if row.made_by != row.id:  # confirmed: as it was
        return PageSeen(sections, now, row.length, head, row.published, had=now, length_before=row.length)
    had = None if row.had is None else _fields(row.had)
    return PageSeen(sections, now, row.length, head, row.published, had=had, length_before=row.length_before or 0)


def _fields(bits: int) -> frozenset[str]:
    return frozenset(name for place, name in enumerate(FIELDS) if bits >> place & 1) | {ARTICLE}


def _sections_of(db: Connection, ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """The sections that list each address, or one that leads to it."""
    query = text(_SECTIONS_OF).bindparams(bindparam("ids", expanding=True))
    found: dict[int, set[int]] = {}
    for some in batches(ids):
        for row in db.execute(query, {"ids": list(some)}):
            found.setdefault(row.url_id, set()).add(row.section)
    return {url_id: frozenset(sections) for url_id, sections in found.items()}
