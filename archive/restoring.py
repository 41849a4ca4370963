"""Takes the pages of a revision out of the archive, to be read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, Select, bindparam, func, literal, select, text, union_all

from archive.dictionaries import KEPT, body_of
from archive.errors import Unusable
from archive.models import Article, Model, Reading, Revision
from archive.records import Stored

CONTENT = ("title", "source", "published", "author", "editor", "document_number", "breadcrumb", "text", "images")
_JSON = ("breadcrumb", "images", "attachments")
_FETCH, _CAPTURE, _REVISION, _PAGE = (
    Model.metadata.tables[name] for name in ("fetch", "capture", "revision", "revision_page")
)
_NUMBERS: BindParameter[Sequence[int]] = bindparam("numbers", expanding=True)
_CONTENT = text(
    "SELECT id, site, url, extractor, attachments, " + ", ".join(CONTENT) + " FROM v_revision WHERE id IN :numbers"  # noqa: S608 - of the constants above
).bindparams(_NUMBERS)
_FIRST = select(_REVISION.c.id.label("revision"), literal(1).label("position"), _REVISION.c.fetch, _REVISION.c.capture)
_FURTHER = select(_PAGE.c.revision, _PAGE.c.position, _PAGE.c.fetch, _PAGE.c.capture)
_ALL_PAGES = union_all(
    _FIRST.where(_REVISION.c.id.in_(_NUMBERS)), _FURTHER.where(_PAGE.c.revision.in_(_NUMBERS))
).subquery()
_PAGES = (
    select(
        _ALL_PAGES.c.revision, _FETCH.c.final_url, _FETCH.c.response_headers, _FETCH.c.at,
        *(_CAPTURE.c[column.key] for column in KEPT),
    )
    .join_from(_ALL_PAGES, _FETCH, _FETCH.c.id == _ALL_PAGES.c.fetch)
    .join(_CAPTURE, _CAPTURE.c.digest == _ALL_PAGES.c.capture)
    .order_by(_ALL_PAGES.c.revision, _ALL_PAGES.c.position)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restored:
    """A revision with its pages, None where one is damaged, and the content that was last read from them, by field."""

    revision: int
    site: str
    url: str
    extractor: str
    pages: Sequence[Stored] | None
    content: dict[str, Any]


def restored(db: Connection, revisions: Sequence[int]) -> list[Restored]:
    """Those revisions of these numbers that were not erased in the meantime, ready to be read again."""
    content = {row["id"]: dict(row) for row in db.execute(_CONTENT, {"numbers": revisions}).mappings()}
    pages = _pages_by_revision(db, revisions)
    return [_restored(content[number], _stored(db, pages[number])) for number in revisions if number in content]


def stored_pages(db: Connection, revision: int) -> list[Stored]:
    """The pages of a revision in their order. Raises Unusable where one is damaged."""
    return [_page(db, row) for row in _pages_by_revision(db, [revision])[revision]]


def _restored(row: dict[str, Any], pages: Sequence[Stored] | None) -> Restored:
    content = {name: orjson.loads(row[name]) if name in _JSON else row[name] for name in (*CONTENT, "attachments")}
    return Restored(row["id"], row["site"], row["url"], row["extractor"], pages, content)


def _stored(db: Connection, rows: Sequence[Any]) -> list[Stored] | None:
    try:
        return [_page(db, row) for row in rows]
    except Unusable:
        return None


def _pages_by_revision(db: Connection, revisions: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {number: [] for number in revisions}
    for row in db.execute(_PAGES, {"numbers": revisions}):
        found[row.revision].append(row)
    return found


def _page(db: Connection, row: Any) -> Stored:
    return Stored(row.final_url, body_of(db, row), tuple(map(tuple, row.response_headers)), row.at)


def revisions_from(
    db: Connection, after: int, most: int, *, site: str | None, since: datetime | None, unless_read_by: str | None
) -> list[int]:
    """Numbers of revisions in their order, after one; with `unless_read_by` those this extractor has not read."""
    query = _numbers(site, since, unless_read_by).where(Revision.id > after)
    return list(db.scalars(query.order_by(Revision.id).limit(most)).all())


def revision_count(db: Connection, *, site: str | None, since: datetime | None, unless_read_by: str | None) -> int:
    """How many revisions `revisions_from` gives in all."""
    numbers = _numbers(site, since, unless_read_by).subquery()
    return int(db.execute(select(func.count()).select_from(numbers)).scalar_one())


def _numbers(site: str | None, since: datetime | None, unless_read_by: str | None) -> Select[int]:
    query = select(Revision.id).join(Article, Article.id == Revision.article)
    if site:
        query = query.where(Article.site == site)
    if since:
        query = query.where(Revision.last_confirmed >= since)
    if unless_read_by:
        read = select(Reading.id).where(Reading.revision == Revision.id, Reading.extractor == unless_read_by)
        query = query.where(~read.exists())
    return query
