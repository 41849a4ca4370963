"""Takes fetches out of the archive with the bytes they brought."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Connection, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from archive.dictionaries import KEPT, body_of
from archive.models import Article, Capture, Fetch, Run, Url
from archive.shares import within

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetch whose bytes are kept: when, from where, and the body without content coding."""

    url: str
    at: datetime
    status: int | None
    digest: str
    body: bytes = field(repr=False)


def of_site(*sites: str) -> ColumnElement[bool]:
    """Fetches of the runs of a site, or of several."""
    return Fetch.run.in_(select(Run.id).where(Run.site.in_(sites)))


def numbered(numbers: range) -> ColumnElement[bool]:
    """Fetches of these numbers."""
    return within(Fetch.id, numbers)


def of_articles(db: Connection, numbers: Sequence[int]) -> ColumnElement[bool]:
    """Fetches of these articles' addresses, and of those that lead to them."""
    if db.dialect.name == "sqlite":  # which takes no lists, and only so many values
        listed = func.json_each(orjson.dumps(list(numbers)).decode()).table_valued("value")
        wanted = select(listed.c.value)
    else:
        wanted = select(func.unnest(cast(list(numbers), ARRAY(BigInteger))))
    own = select(Article.url_id).where(Article.id.in_(wanted))
    return Fetch.url_id.in_(select(Url.id).where(Url.id.in_(own) | Url.alias_of.in_(own)))


def of_article(number: int) -> ColumnElement[bool]:
    """Fetches of an article's address, and of those that lead to it."""
    own = select(Article.url_id).where(Article.id == number).scalar_subquery()
    return Fetch.url_id.in_(select(Url.id).where((Url.id == own) | (Url.alias_of == own)))


def fetched(db: Connection, *of: ColumnElement[bool]) -> Iterator[Fetched]:
    """Fetches with their bytes, in their order. Raises Unusable where bytes are damaged."""
    for row in rows_with_bytes(db, (Fetch.at, Fetch.final_url, Fetch.status), *of):
        yield Fetched(row.final_url, row.at, row.status, row.digest, body_of(db, row))


def rows_with_bytes(db: Connection, columns: Iterable[Any], *of: ColumnElement[bool]) -> Iterator[Any]:
    """These columns of fetches whose bytes are kept, with what `body_of` needs; in their order, a batch at a time."""
    query = select(Fetch.id, *columns, *KEPT).join(Capture, Capture.digest == Fetch.body_digest).where(*of)
    query, after = query.order_by(Fetch.id).limit(_BATCH), 0
    while rows := db.execute(query.where(Fetch.id > after)).all():
        after = rows[-1].id
        yield from rows
