"""Which articles an export is of, and in which order: the filters of a search, with or without words."""

import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal_column, select, table

from archive.columns import utc_text
from archive.export.lines import ROW_COLUMNS
from archive.models import Article
from archive.search.finding import candidates, newest_hits
from archive.search.narrowing import Narrowing, conditions
from archive.search.query import parse_query

Row = Sequence[Any]
_ID: ColumnElement[int] = literal_column("id")
_V_ARTICLE = table("v_article")
ARTICLES: Select[*tuple[Any, ...]] = select(*map(literal_column, ROW_COLUMNS)).select_from(_V_ARTICLE)
_NEWEST: Select[*tuple[Any, ...]] = (
    select(_ID).select_from(_V_ARTICLE).order_by(literal_column("published").desc().nulls_last(), _ID.desc())
)
_OLDEST: Select[*tuple[Any, ...]] = select(_ID).select_from(_V_ARTICLE).order_by(_ID)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that hold some words, narrowed; in the order they were met, or the newest first."""

    query: str = ""
    narrowing: Narrowing = field(default_factory=Narrowing)
    newest_first: bool = False
    limit: int | None = None

    @property
    def is_all(self) -> bool:
        """Whether it leaves no article out."""
        return not self.query.strip() and self.narrowing == Narrowing()

    @property
    def asks_search(self) -> bool:
        """Whether what search knows of articles tells which they are: their words, days and sources."""
        return bool(self.query.strip() or self.narrowing.since or self.narrowing.until or self.narrowing.source)

    def filters(self) -> dict[str, Any]:
        """What it leaves out, in words that can be kept and compared."""
        narrowed = {each.name: getattr(self.narrowing, each.name) for each in fields(Narrowing)}
        narrowed |= {"site": sorted(self.narrowing.sites), "query": self.query.strip()}
        return {name: _plain(value) for name, value in sorted(narrowed.items()) if value}


def selected_rows(db: Connection, selection: Selection) -> Iterator[Row]:
    """The articles as rows of ROW_COLUMNS, one at a time."""
    if selection.is_all and not selection.newest_first:
        found = db.execution_options(yield_per=_BATCH)
        yield from found.execute(ARTICLES.order_by(_ID).limit(selection.limit))
    else:
        yield from in_order(db, selected(db, selection))


def selected(db: Connection, selection: Selection) -> Sequence[int]:
    """The numbers of the articles, in their order."""
    limit, query, narrowing = selection.limit, selection.query, selection.narrowing
    if not selection.asks_search:
        order = _NEWEST if selection.newest_first else _OLDEST
        asked = select(Article.id).where(*conditions(db, narrowing, "", ""))
        return array("q", db.scalars((order if selection.is_all else order.where(_ID.in_(asked))).limit(limit)))
    if selection.newest_first:
        return array("q", (row.article for row in newest_hits(db, query, narrowing, limit or sys.maxsize)))
    with closing(candidates(db, parse_query(query), narrowing)) as found:
        return array("q", sorted(row.article for row in found))[:limit]


def in_order(db: Connection, numbers: Sequence[int]) -> Iterator[Row]:
    """The articles of these numbers, in this order: sorting whole rows would hold all their text in memory."""
    with_id = ARTICLES.add_columns(_ID)
    for start in range(0, len(numbers), _BATCH):
        some = list(numbers[start : start + _BATCH])
        found = {row[-1]: row[:-1] for row in db.execute(with_id.where(_ID.in_(some)))}
        yield from (found[number] for number in some if number in found)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc_text(value)
    return value.isoformat() if isinstance(value, date) else value
