"""What became known since some reading and some event: new readings, and articles whose state changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, text
from sqlalchemy.orm import aliased

from archive.export.selecting import Row, Selection, in_order
from archive.models import Article, ArticleEvent, Reading, Revision
from archive.past import REVISION_COLUMNS
from archive.search.folding import fold_line
from archive.search.narrowing import SEARCH, conditions, holds
from archive.search.query import parse_query

_STATES = ("missing", "gone", "back")
# A later reading of the same page counts where one of these is another.
_SAID = (
    *("content_digest", "title", "source", "published", "published_precision", "author", "editor"),
    *("document_number", "breadcrumb", "text", "images"),
)
_REVISIONS = text(
    f"SELECT {REVISION_COLUMNS}, v.id FROM v_revision v JOIN v_article a ON a.id = v.article WHERE v.id IN :numbers"  # noqa: S608 - of constants
).bindparams(bindparam("numbers", expanding=True))
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Position:
    """Numbers of the last reading and of the last event that are known already."""

    reading: int = 0
    event: int = 0


def last_position(db: Connection) -> Position:
    """Where the archive stands now."""
    return Position(
        int(db.execute(select(func.coalesce(func.max(Reading.id), 0))).scalar_one()),
        int(db.execute(select(func.coalesce(func.max(ArticleEvent.id), 0))).scalar_one()),
    )


def changed_rows(db: Connection, after: Position, selection: Selection) -> Iterator[Row]:
    """Rows of ROW_COLUMNS: the new readings in their order, then the articles of which only the state changed."""
    found = db.execute(_new_readings(db, after, selection)).all()
    yield from _revisions(db, [row.revision for row in found])
    told = {row.article for row in found if row.is_current}
    changed = db.scalars(_new_states(db, after, selection)).all()
    yield from in_order(db, [article for article in changed if article not in told])


def _new_readings(db: Connection, after: Position, selection: Selection) -> Any:
    """The revisions that were read since, by their last reading; one known already only where it says otherwise now."""
    known, earlier = aliased(Reading), aliased(Reading)
    last_known = select(func.max(known.id)).where(known.revision == Revision.id, known.id <= after.reading)
    number = last_known.correlate(Revision).scalar_subquery()
    otherwise = or_(*(getattr(earlier, name).is_distinct_from(getattr(Reading, name)) for name in _SAID))
    is_current = Article.current_revision == Revision.id
    corrected = and_(is_current, select(earlier.id).where(earlier.id == number, otherwise).exists())
    query = (
        select(Revision.id.label("revision"), Revision.article, is_current.label("is_current"))
        .join_from(Reading, Revision, Revision.current_reading == Reading.id)
        .join(Article, Article.id == Revision.article)
        .where(Reading.id > after.reading, Reading.revision == Revision.id, or_(number.is_(None), corrected))
    )
    return _narrowed(db, query, selection).order_by(Reading.id)


def _new_states(db: Connection, after: Position, selection: Selection) -> Any:
    """The articles that went missing, were gone or came back since, by what happened last."""
    query = (
        select(ArticleEvent.article)
        .join(Article, Article.id == ArticleEvent.article)
        .where(ArticleEvent.id > after.event, ArticleEvent.kind.in_(_STATES))
    )
    grouped = _narrowed(db, query, selection).group_by(ArticleEvent.article)
    return grouped.order_by(func.max(ArticleEvent.id))


def _narrowed(db: Connection, query: Any, selection: Selection) -> Any:
    """The query for the articles selected: few are new, so each text is looked at, and no index is asked."""
    if selection.is_all:
        return query
    place = "instr" if db.dialect.name == "sqlite" else "strpos"
    narrowing = selection.narrowing
    found: list[ColumnElement[bool]] = conditions(db, narrowing, fold_line(narrowing.source or ""), place)
    found.append(holds(parse_query(selection.query), narrowing, place))
    return query.join(SEARCH, SEARCH.c.article == Article.id).where(*found)


def _revisions(db: Connection, numbers: Sequence[int]) -> Iterator[Row]:
    """The revisions of these numbers as rows, in this order."""
    for start in range(0, len(numbers), _BATCH):
        some = numbers[start : start + _BATCH]
        found = {row[-1]: row[:-1] for row in db.execute(_REVISIONS, {"numbers": some})}
        yield from (found[number] for number in some if number in found)
