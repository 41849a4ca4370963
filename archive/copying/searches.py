"""Searches for words of the archive's own: they must find the same articles, in the same order, in a copy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from archive.copying.digests import Digest, rows_digest
from archive.copying.reading import moment
from archive.search.finding import newest_hits
from archive.search.narrowing import Narrowing
from archive.search.query import quoted

_MOST = 1_000  # hits that are compared, the newest
_ARTICLES = 12
_PHRASE = 12
_NUMBERS = {
    "sqlite": text("SELECT id FROM search_index_docsize UNION SELECT id FROM search_due"),
    "postgresql": text("SELECT id FROM search_index"),
}
_SAID = text("""
SELECT a.site, s.title, s.text FROM search s JOIN article a ON a.id = s.article
WHERE s.article >= :number ORDER BY s.article LIMIT 1
""")
_RANGE = text("SELECT min(article), max(article) FROM search")
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class Search:
    """A query, and what narrows it."""

    query: str
    site: str | None = None
    title: bool = False

    def hits(self, db: Connection) -> list[int]:
        """The articles it finds, the newest first."""
        narrowing = Narrowing(site=self.site, title=self.title)
        return [row.article for row in newest_hits(db, self.query, narrowing, _MOST)]


def searches(db: Connection) -> list[Search]:
    """Some tens of searches, for what stands in articles from the first to the last."""
    with moment(db):
        first, last = db.execute(_RANGE).one()
        if first is None:
            return []
        step = max(1, (last - first) // (_ARTICLES - 1))
        rows = [db.execute(_SAID, {"number": number}).one() for number in range(first, last + 1, step)]
    return list(dict.fromkeys(found for row in rows for found in _of(row)))


def different(source: Connection, target: Connection, drawn: Sequence[Search]) -> list[str]:
    """The queries of the searches that do not find the same."""
    return [each.query for each in drawn if _found(source, each) != _found(target, each)]


def indexed(db: Connection) -> Digest:
    """The rows that the search index knows, or that wait for it."""
    with moment(db):
        return rows_digest(db.execute(_NUMBERS[db.dialect.name]))


def _found(db: Connection, search: Search) -> list[int]:
    with moment(db):
        return search.hits(db)


def _of(row: Any) -> Iterator[Search]:
    """Searches that find an article: by a word of its title and two of its text, and by a passage."""
    words = _WORD.findall(row.text)
    if not words:
        return
    middle = words[len(words) // 2]
    yield Search(quoted(words[0][:2]), title=True)
    yield Search(quoted(middle[:2]), site=row.site)
    yield Search(quoted(max(words, key=len)[:_PHRASE]))
    yield Search(f"{quoted(words[-1][:3])} NOT {quoted(middle[-2:])}")
