"""Keeps the search index right while articles are written.

An article's folded text commits with the article and is found from then on. On SQLite its tokens follow in batches:
putting many articles' tokens into FTS5 at once is what it does well, and until then a search looks through the few
texts that wait. On PostgreSQL the tokens commit with the article.
"""

from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from archive.models import Article, Model
from archive.search import fts5, gin
from archive.search.folding import fold, fold_line
from archive.search.narrowing import DAY, SEARCH, day_number
from archive.search.tokens import document_tokens

BATCH = 64
MOST_DUE = 2_048
DUE = Model.metadata.tables["search_due"]


class Readable(Protocol):
    """What search needs of a reading."""

    @property
    def title(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def document_number(self) -> str | None: ...
    @property
    def text(self) -> str: ...


class SearchIndex:
    """The search rows of articles, on the connection of an open transaction."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._is_sqlite = db.dialect.name == "sqlite"
        self._insert = _INSERTS[db.dialect.name]

    def put(self, article: int, reading: Readable) -> None:
        """Makes a reading what is found of an article."""
        row = folded_row(reading) | {"article": article}
        number = self._added(row, day_number(reading.published))
        if self._is_sqlite:
            self._db.execute(_ADD_DUE, {"id": number})
            if article % BATCH == 0 and self._due() >= MOST_DUE:
                self.index_due(2 * BATCH)
        else:
            gin.add(self._db, number, row)

    def remove(self, article: int) -> None:
        """Takes an article out of what is found."""
        row = self._db.execute(_ROW, {"article": article}).one_or_none()
        if row is None:
            return
        if not self._is_sqlite:
            gin.remove(self._db, row.id)
        elif self._db.execute(_DROP_DUE, {"id": row.id}).rowcount == 0:
            fts5.remove(self._db, row.id, _tokens(row))
        self._db.execute(_DROP, {"id": row.id})

    def erase(self, article: int) -> None:
        """Takes an article out, and its words out of the pages of the index too, which rewrites all of it."""
        self.remove(article)
        if self._is_sqlite:
            fts5.merge_all(self._db)

    def clear(self) -> None:
        """Takes all articles out."""
        (fts5 if self._is_sqlite else gin).clear(self._db)
        self._db.execute(delete(DUE))
        self._db.execute(delete(SEARCH))

    def index_due(self, most: int = BATCH) -> int:
        """Puts the tokens of articles that wait into the index; gives their number, 0 where none waits."""
        rows = self._db.execute(_DUE_ROWS, {"most": most}).all()
        if rows:
            fts5.add(self._db, [(row.id, _tokens(row)) for row in rows])
            self._db.execute(_DROP_DUE, [{"id": row.id} for row in rows])
        return len(rows)

    def _due(self) -> int:
        return int(self._db.execute(_COUNT_DUE).scalar_one())

    def _added(self, row: dict[str, Any], low: int) -> int:
        """Adds a row under the next number of its day; what was there of the article goes."""
        number = self._db.execute(self._insert, row | _numbers(low)).scalar_one_or_none()
        if number is None:
            self.remove(row["article"])
        while number is None:
            if self._db.execute(_IS_TAKEN, {"id": low + DAY - 1}).one_or_none():
                low += DAY
            number = self._db.execute(self._insert, row | _numbers(low)).scalar_one_or_none()
        return int(number)


def folded_row(reading: Readable) -> dict[str, Any]:
    """What a search row says of a reading; the lines of its text are title, document number, paragraphs."""
    title = fold_line(reading.title or "")
    text = "\n".join((title, fold_line(reading.document_number or ""), fold(reading.text)))
    source = fold_line(reading.source or "")
    return {"published": reading.published, "title": title, "source": source, "text": text}


def _tokens(row: Any) -> str:
    return document_tokens(row.text, row.title, row.source, row.site)


def _numbers(low: int) -> dict[str, int]:
    return {"low": low, "high": low + DAY}


def _adding(dialect: Any) -> Any:
    """INSERT under the next number of a day; adds nothing where the article has a row, or the number is taken."""
    columns = ("article", "published", "title", "source", "text")
    number = func.coalesce(func.max(SEARCH.c.id) + 1, bindparam("low", type_=SEARCH.c.id.type))
    values = (bindparam(name, type_=SEARCH.c[name].type) for name in columns)
    of_day = SEARCH.c.id.between(bindparam("low"), bindparam("high") - 1)
    rows = select(number, *values).where(of_day)
    return dialect.insert(SEARCH).from_select(["id", *columns], rows).on_conflict_do_nothing().returning(SEARCH.c.id)


_INSERTS = {"sqlite": _adding(sqlite), "postgresql": _adding(postgresql)}
_ADD_DUE = insert(DUE)
_DROP_DUE = delete(DUE).where(DUE.c.id == bindparam("id"))
_COUNT_DUE = select(func.count()).select_from(DUE)
_DROP = delete(SEARCH).where(SEARCH.c.id == bindparam("id"))
_IS_TAKEN = select(SEARCH.c.id).where(SEARCH.c.id == bindparam("id"))
_WITH_SITE = select(SEARCH, Article.site).join_from(SEARCH, Article, Article.id == SEARCH.c.article)
_ROW = _WITH_SITE.where(SEARCH.c.article == bindparam("article"))
# the small table leads: ordered by the column of the large one, SQLite would walk through that
_DUE_ROWS = _WITH_SITE.join(DUE, DUE.c.id == SEARCH.c.id).order_by(DUE.c.id).limit(bindparam("most"))
