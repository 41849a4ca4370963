"""The search index on PostgreSQL: a GIN index over the same tokens and every single character, as small numbers.

Numbers take half the room of texts. The index gives candidates, the text always settles.
"""

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Integer, MetaData, Table, and_, or_, select
from sqlalchemy import delete as delete_from
from sqlalchemy import insert as insert_into
from sqlalchemy.dialects.postgresql import ARRAY

from archive.columns import Id
from archive.models import Article
from archive.search.folding import fold_line
from archive.search.narrowing import SEARCH, Narrowing, conditions, holds
from archive.search.query import All, Either, Node, Term
from archive.search.tokens import IN_SOURCE, IN_TITLE, numbers_of, term_tokens, token_numbers

_PLACE = "strpos"
_AT_ONCE = 32
INDEX = Table("search_index", MetaData(), Column("id", Id, primary_key=True), Column("tokens", ARRAY(Integer)))


def add(db: Connection, number: int, row: Mapping[str, Any]) -> None:
    """Adds the tokens of a search row."""
    db.execute(insert_into(INDEX), {"id": number, "tokens": tokens_of(row)})


def tokens_of(row: Mapping[str, Any]) -> list[int]:
    """Every token of a search row once."""
    return numbers_of(row["text"], row["title"], row["source"])


def remove(db: Connection, number: int) -> None:
    """Takes out the tokens of a search row."""
    db.execute(delete_from(INDEX).where(INDEX.c.id == number))


def clear(db: Connection) -> None:
    """Empties the index."""
    db.execute(delete_from(INDEX))


def knows(db: Connection, row: Any, site: str) -> bool:
    """Whether the index has a row's tokens."""
    found = db.execute(select(INDEX.c.tokens).where(INDEX.c.id == row.id)).scalar_one_or_none()
    return found == tokens_of(row._mapping)


def strays(db: Connection) -> Sequence[int]:
    """The numbers that the index has tokens under, and no row is."""
    rows = select(SEARCH.c.id)
    return db.scalars(select(INDEX.c.id).where(INDEX.c.id.not_in(rows)).order_by(INDEX.c.id)).all()


def candidates(db: Connection, node: Node, narrowing: Narrowing) -> Generator[Any]:
    """The rows that a query finds, day by day from the newest."""
    source = fold_line(narrowing.source or "")
    known = [_known(node, IN_TITLE if narrowing.title else ""), _has(term_tokens(source, IN_SOURCE))]
    parts = [part for part in known if part is not None]
    rows = select(SEARCH.c.id, SEARCH.c.article, SEARCH.c.published)
    if parts:  # by itself the planner walks through all articles from the newest, rather than ask the index
        hits = select(INDEX.c.id).where(*parts).cte("hits").prefix_with("MATERIALIZED")
        rows = rows.join(hits, hits.c.id == SEARCH.c.id)
    if narrowing.by_article:
        rows = rows.join(Article, Article.id == SEARCH.c.article)
    rows = rows.where(holds(node, narrowing, _PLACE), *conditions(db, narrowing, source, _PLACE))
    rows = rows.order_by(SEARCH.c.id.desc())
    with db.execute(rows.execution_options(yield_per=_AT_ONCE)) as found:
        yield from found


def _known(node: Node, mark: str) -> ColumnElement[bool] | None:
    """What the index knows of a query; None where that is nothing."""
    match node:
        case Term(text) if len(text) > 1:
            return _has(term_tokens(text, mark))
        case Term(text):
            return None if mark else _has([text])
        case All(parts):
            known = [_known(part, mark) for part in parts]
            found = [part for part in known if part is not None]
            return and_(*found) if found else None
        case Either(parts):
            return _either([_known(part, mark) for part in parts])
    return None


def _either(parts: Sequence[ColumnElement[bool] | None]) -> ColumnElement[bool] | None:
    known = [part for part in parts if part is not None]
    return or_(*known) if len(known) == len(parts) else None


def _has(tokens: Sequence[str]) -> ColumnElement[bool] | None:
    return INDEX.c.tokens.contains(token_numbers(tokens)) if tokens else None
