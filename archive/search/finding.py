"""Answers a search: the newest hits, or the most relevant of a bounded number of them."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, literal_column, select, table

from archive.search import fts5, gin
from archive.search.narrowing import DAY, SEARCH, Narrowing
from archive.search.query import Node, parse_query, wanted_terms
from archive.search.scores import Scored, scores
from archive.search.snippets import Snippet, marked, snippet

Order = Literal["newest", "relevance"]
MOST_SCORED = 2_000
_MOST_BY_TITLE = 1_000
_BATCH = 500
_ID: ColumnElement[int] = literal_column("id")
_SHOWN = ("url", "site", "title", "source", "published", "state", "text")
_ARTICLES: Select[*tuple[Any, ...]] = select(_ID, *map(literal_column, _SHOWN)).select_from(table("v_article"))
_FOLDED = select(SEARCH.c.id, SEARCH.c.title, SEARCH.c.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with the piece of its text that shows why; `score` is None by date."""

    url: str
    site: str
    title: str | None
    source: str | None
    published: str | None
    state: str
    score: float | None
    title_marks: tuple[tuple[int, int], ...]
    snippet: str
    snippet_marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search.

    `more` says that there are hits beyond these. By relevance `scored` is how many hits were compared: all of them, or,
    where `all_scored` is false, those in titles (a thousand at most) and the newest others.
    """

    hits: tuple[Hit, ...]
    more: bool
    scored: int | None = None
    all_scored: bool = True

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


def find(db: Connection, query: str, narrowing: Narrowing, order: Order, limit: int | None, offset: int = 0) -> Found:
    """What a query finds, in one of the orders, after so many."""
    node = parse_query(query)
    terms = wanted_terms(node)
    end = None if limit is None else offset + limit
    if order == "newest":
        newest = _first(None if end is None else end + 1, db, node, narrowing)
        return Found(_hits(db, newest[offset:end], terms, {}), more=end is not None and len(newest) > end)
    scored, everything = _scored(db, node, narrowing)
    points = scores(_folded(db, scored), terms)
    best = sorted(scored, key=lambda row: -points.get(row.id, 0.0))
    return Found(_hits(db, best[offset:end], terms, points), len(best) > len(best[:end]), len(best), everything)


def newest_hits(db: Connection, query: str, narrowing: Narrowing, most: int) -> list[Any]:
    """The newest rows that a query finds: `article` is the number, `published` the time."""
    return _first(most, db, parse_query(query), narrowing)


def count(db: Connection, query: str, narrowing: Narrowing) -> int:
    """How many articles a query finds."""
    return sum(1 for _ in candidates(db, parse_query(query), narrowing))


def candidates(db: Connection, node: Node, narrowing: Narrowing) -> Generator[Any]:
    """Number of the row, article and time of publication of all that a query finds, day by day from the newest."""
    if db.dialect.name == "sqlite":
        return fts5.candidates(db, node, narrowing)
    return gin.candidates(db, node, narrowing)


def _first(count: int | None, db: Connection, node: Node, narrowing: Narrowing) -> list[Any]:
    """So many of the rows found, newest first; all of them where there is no number."""
    with closing(_newest(db, node, narrowing)) as newest:
        return list(islice(newest, count))


def _newest(db: Connection, node: Node, narrowing: Narrowing) -> Generator[Any]:
    """The rows found, newest first; they come by day, in the order in which the day's articles were met."""
    with closing(candidates(db, node, narrowing)) as found:
        for _, rows in groupby(found, key=lambda row: row.id // DAY):
            yield from sorted(rows, key=lambda row: (row.published or "", row.article), reverse=True)


def _scored(db: Connection, node: Node, narrowing: Narrowing) -> tuple[list[Any], bool]:
    """The rows to compare, and whether they are all there are."""
    newest = _first(MOST_SCORED + 1, db, node, narrowing)
    if len(newest) <= MOST_SCORED:
        return newest, True
    in_titles = _first(_MOST_BY_TITLE, db, node, narrowing.in_titles())
    both = {row.id: row for row in (*in_titles, *newest)}
    return list(both.values())[:MOST_SCORED], False


def _folded(db: Connection, rows: Sequence[Any]) -> dict[int, Scored]:
    numbers = [row.id for row in rows]
    found = (row for some in _batches(numbers) for row in db.execute(_FOLDED.where(SEARCH.c.id.in_(some))))
    return {row.id: Scored(row.title, row.text) for row in found}


def _hits(db: Connection, rows: Sequence[Any], terms: Sequence[str], points: dict[int, float]) -> tuple[Hit, ...]:
    folded = _folded(db, rows)
    articles = _batches([row.article for row in rows])
    shown = {row.id: row for some in articles for row in db.execute(_ARTICLES.where(_ID.in_(some)))}
    kept = (row for row in rows if row.id in folded and row.article in shown)  # PostgreSQL may see an edit in between
    return tuple(_hit(shown[row.article], folded[row.id].text, terms, points.get(row.id)) for row in kept)


def _hit(article: Any, folded: str, terms: Sequence[str], score: float | None) -> Hit:
    title = marked(article.title or "", terms)
    piece = _piece(article.text, folded, terms)
    return Hit(
        *(article.url, article.site, article.title, article.source, article.published, article.state),
        *(score, title.marks, piece.text, piece.marks),
    )


def _piece(text: str, folded: str, terms: Sequence[str]) -> Snippet:
    return snippet(text.split("\n"), folded.split("\n")[2:], terms)


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH))
