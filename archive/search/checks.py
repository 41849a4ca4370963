"""Checks what search knows against the articles, and builds it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from archive.models import Article, Reading, Revision
from archive.search import fts5, gin
from archive.search.index import SearchIndex, folded_row
from archive.search.narrowing import SEARCH, day_number
from archive.shares import EVERY, within

_BATCH = 200
_CURRENT = (
    select(
        *(Article.id.label("article"), Article.site, Article.state),
        *(Reading.title, Reading.document_number, Reading.source, Reading.published, Reading.text),
    )
    .join_from(Article, Revision, Revision.id == Article.current_revision)
    .join(Reading, Reading.id == Revision.current_reading)
    .where(Article.state != "forgotten")
    .order_by(Article.id)
)
_STRAY_ROWS = """
SELECT s.article FROM search s JOIN article a ON a.id = s.article
WHERE a.current_revision IS NULL OR a.state = 'forgotten' ORDER BY s.article
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, with which article; None where it is none's."""

    article: int | None
    said: str


def check_search(db: Connection) -> Iterator[Problem]:
    """What search would miss, or find though it is not there."""
    yield from check_rows(db)
    yield from search_strays(db)


def check_rows(db: Connection, numbers: range = EVERY) -> Iterator[Problem]:
    """What search would miss of the articles of these numbers, or looks for in another text."""
    for batch in _batches(db, numbers):
        yield from _checked(db, batch)


def search_strays(db: Connection) -> Iterator[Problem]:
    """What search would find though it is not there; SQLite's integrity_check looks at the index's form."""
    for article in db.scalars(text(_STRAY_ROWS)):
        yield Problem(article, "search finds an article that says nothing")
    engine = fts5 if db.dialect.name == "sqlite" else gin
    for number in engine.strays(db):
        yield Problem(None, f"the search index has tokens under {number}, where no article is")


def rebuild(db: Connection) -> int:
    """Builds all search rows again, in the transaction that is open; gives the number of articles."""
    index, articles = SearchIndex(db), 0
    index.clear()
    for batch in _batches(db):
        for reading in batch:
            index.put(reading.article, reading)
        articles += len(batch)
        index.index_due(len(batch))
    return articles


def _batches(db: Connection, numbers: range = EVERY) -> Iterator[Sequence[Any]]:
    while batch := db.execute(_CURRENT.where(within(Article.id, numbers)).limit(_BATCH)).all():
        yield batch
        numbers = range(batch[-1].article + 1, numbers.stop)


def _checked(db: Connection, batch: Sequence[Any]) -> Iterator[Problem]:
    articles = [reading.article for reading in batch]
    rows = {row.article: row for row in db.execute(select(SEARCH).where(SEARCH.c.article.in_(articles)))}
    engine = fts5 if db.dialect.name == "sqlite" else gin
    for reading in batch:
        row = rows.get(reading.article)
        if row is None:
            yield Problem(reading.article, "search does not find it: it has no search row")
        elif not _is_right(row, reading):
            yield Problem(reading.article, "search looks through another text than the article's")
        elif not engine.knows(db, row, reading.site):
            yield Problem(reading.article, "search does not find it: the index lacks its tokens")


def _is_right(row: Any, reading: Any) -> bool:
    of_its_day = row.id >= day_number(reading.published)  # or of a day after it, where its day is full
    return of_its_day and all(getattr(row, name) == value for name, value in folded_row(reading).items())
