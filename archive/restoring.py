"""Takes the pages of a revision out of the archive, to be read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, func, literal, select, text, union_all

from archive.dictionaries import KEPT, body_of
from archive.models import Article, Capture, Fetch, Reading, Revision, RevisionPage
from archive.records import Stored

CONTENT = ("title", "source", "published", "author", "editor", "document_number", "breadcrumb", "text", "images")
_JSON = ("breadcrumb", "images", "attachments")
_REVISION = text(
    "SELECT site, url, extractor, attachments, " + ", ".join(CONTENT) + " FROM v_revision WHERE id = :revision"  # noqa: S608
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A revision with its pages, and the content that was last read from them, by field."""

    revision: int
    site: str
    url: str
    extractor: str
    pages: Sequence[Stored]
    content: dict[str, Any]


def restored(db: Connection, revision: int) -> Restored:
    """A revision, ready to be read again. Raises Unusable where one of its pages is damaged."""
    row = dict(db.execute(_REVISION, {"revision": revision}).mappings().one())
    content = {name: orjson.loads(row[name]) if name in _JSON else row[name] for name in (*CONTENT, "attachments")}
    return Restored(revision, row["site"], row["url"], row["extractor"], stored_pages(db, revision), content)


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


def stored_pages(db: Connection, revision: int) -> list[Stored]:
    """The pages of a revision in their order. Raises Unusable where one is damaged."""
    first = select(literal(1).label("position"), Revision.fetch, Revision.capture).where(Revision.id == revision)
    further = select(RevisionPage.position, RevisionPage.fetch, RevisionPage.capture).where(
        RevisionPage.revision == revision
    )
    pages = union_all(first, further).subquery()
    found = db.execute(
        select(Fetch.final_url, Fetch.response_headers, Fetch.at, *KEPT)
        .join_from(pages, Fetch, Fetch.id == pages.c.fetch)
        .join(Capture, Capture.digest == pages.c.capture)
        .order_by(pages.c.position)
    )
    return [
        Stored(row.final_url, body_of(db, row), tuple(map(tuple, row.response_headers)), row.at) for row in found.all()
    ]
