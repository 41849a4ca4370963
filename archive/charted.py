"""What charts count of each article, in a row so narrow that counting hundreds of thousands takes a moment."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from archive.models import Article, Attachment, Model, Reading, Revision
from archive.search.checks import Problem
from archive.shares import EVERY, within

CHARTED = Model.metadata.tables["charted"]
FIELDS = ("title", "source", "published", "author", "editor", "document_number", "text", "images", "attachments")
_BATCH = 500


class ChartRows:
    """The rows of articles, on the connection of an open transaction."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def put(self, article: int, reading: Any) -> None:
        """Makes a reading what is counted of an article."""
        row = charted_row({field: getattr(reading, field) for field in FIELDS})
        self._db.execute(_PUT[self._db.dialect.name], row | {"article": article})

    def erase(self, article: int) -> None:
        """Takes an article out."""
        self._db.execute(delete(CHARTED).where(CHARTED.c.article == article))


def charted_row(reading: Mapping[str, Any]) -> dict[str, Any]:
    """What is counted of a reading; `month` is None where it has no day."""
    day = (reading["published"] or "")[:10] or None
    fields = sum(1 << place for place, field in enumerate(FIELDS) if reading[field])
    return {"month": day and day[:7], "day": day, "source": reading["source"] or None, "fields": fields}


def rebuild(db: Connection) -> None:
    """Counts all articles again, in the transaction that is open."""
    db.execute(delete(CHARTED))
    for rows in _batches(db):
        db.execute(insert(CHARTED), rows)


def check_charted(db: Connection, numbers: range = EVERY) -> Iterator[Problem]:
    """Articles of these numbers that charts count wrongly, or not at all."""
    for rows in _batches(db, numbers):
        known = db.execute(select(CHARTED).where(CHARTED.c.article.in_([row["article"] for row in rows]))).mappings()
        found = {row["article"]: dict(row) for row in known}
        wrong = (row["article"] for row in rows if found.get(row["article"]) != row)
        yield from (Problem(article, "charts count it wrongly") for article in wrong)


def charted_strays(db: Connection) -> Iterator[Problem]:
    """Articles that charts count and that say nothing."""
    for article in db.scalars(_STRAYS):
        yield Problem(article, "charts count an article that says nothing")


def _batches(db: Connection, numbers: range = EVERY) -> Iterator[list[dict[str, Any]]]:
    """The rows as they should be."""
    while found := db.execute(_CURRENT.where(within(Article.id, numbers)).limit(_BATCH)).mappings().all():
        yield [_row(dict(reading)) for reading in found]
        numbers = range(found[-1]["article"] + 1, numbers.stop)


def _row(reading: Mapping[str, Any]) -> dict[str, Any]:
    row = {"article": reading["article"], "site": reading["site"]} | charted_row(reading)
    return row | {"month": row["month"] or reading["month"]}


def _putting(dialect: Any) -> Any:
    """INSERT of an article's row, or UPDATE of the one that is there; site and first month are the article's own."""
    given = ("month", "day", "source", "fields")
    month, *others = (bindparam(name, type_=CHARTED.c[name].type) for name in given)
    values = (func.coalesce(month, _MONTH_SEEN), *others)
    rows = select(Article.id, Article.site, *values).where(Article.id == bindparam("article"))
    put = dialect.insert(CHARTED).from_select(["article", "site", *given], rows)
    return put.on_conflict_do_update(
        index_elements=["article"], set_={name: put.excluded[name] for name in ("site", *given)}
    )


_MONTH_SEEN = func.substr(Article.first_seen, 1, 7, type_=CHARTED.c.month.type)
_PUT = {"sqlite": _putting(sqlite), "postgresql": _putting(postgresql)}
_HAS_FILES = exists().where(Attachment.reading == Reading.id)
_CURRENT = (
    select(Article.id.label("article"), Article.site, _MONTH_SEEN.label("month"), _HAS_FILES.label("attachments"))
    .add_columns(*(Reading.__table__.c[field] for field in FIELDS if field != "attachments"))
    .join_from(Article, Revision, Revision.id == Article.current_revision)
    .join(Reading, Reading.id == Revision.current_reading)
    .where(Article.state != "forgotten")
    .order_by(Article.id)
)
_STRAYS = (
    select(CHARTED.c.article)
    .join(Article, Article.id == CHARTED.c.article)
    .where(or_(Article.current_revision.is_(None), Article.state == "forgotten"))
)
