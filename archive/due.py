"""What a crawl asks the archive: which addresses of a site are due, and how it stands with all of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select

from archive.models import Article, Frontier, Url
from archive.records import Due

_FETCHABLE = (
    select(
        Frontier.url_id,
        Url.url,
        Frontier.listed_title,
        Frontier.listed_date,
        Frontier.etag,
        Frontier.last_modified,
        Article.id,
        Frontier.state,
    )
    .join(Url, Url.id == Frontier.url_id)
    .outerjoin(Article, Article.url_id == Frontier.url_id)
)
_FETCHABLE_NOW = _FETCHABLE.where(
    Frontier.site == bindparam("site"), Frontier.kind == "article", Frontier.due <= bindparam("now")
).limit(bindparam("most"))
_DUE = _FETCHABLE_NOW.where(Frontier.url_id > bindparam("after"), Frontier.state != "done").order_by(Frontier.url_id)
_AWAITED = _FETCHABLE_NOW.where(Frontier.url_id > bindparam("after"), Frontier.state == "pending").order_by(
    Frontier.url_id
)
_REVISITS = _FETCHABLE_NOW.where(Frontier.state == "done").order_by(Frontier.due, Frontier.url_id)
_WITNESS = (
    _FETCHABLE.where(Frontier.site == bindparam("site"), Frontier.state == "done", Url.host == bindparam("host"))
    .where(Article.state == "live", Frontier.due.is_(None) | (Frontier.due > bindparam("now")))
    .order_by(Article.last_seen.desc())
    .limit(1)
)
_COUNTS = select(
    func.count(case((Frontier.state != "done", 1))), func.count(case((Frontier.state == "done", 1)))
).where(Frontier.site == bindparam("site"), Frontier.kind == "article", Frontier.due <= bindparam("now"))
_DUE_FIELDS = ("url_id", "url", "listed_title", "listed_date", "etag", "last_modified")


def due(db: Connection, site: str, now: datetime, after: int, most: int) -> list[Due]:
    """Addresses without an answer that are due, in the order they were met, after that number."""
    return _found(db, _DUE, site=site, now=now, after=after, most=most)


def awaited(db: Connection, site: str, now: datetime, after: int, most: int) -> list[Due]:
    """Those of them that were never asked for."""
    return _found(db, _AWAITED, site=site, now=now, after=after, most=most)


def revisits(db: Connection, site: str, now: datetime, most: int) -> list[Due]:
    """Addresses that were answered and are to be looked at again, the longest overdue first."""
    return _found(db, _REVISITS, site=site, now=now, most=most)


def due_counts(db: Connection, site: str, now: datetime) -> tuple[int, int]:
    """How many addresses `due` and `revisits` have in all."""
    new, again = db.execute(_COUNTS, {"site": site, "now": now}).one()
    return new, again


def witness(db: Connection, site: str, host: str, now: datetime) -> Due | None:
    """An article that should be there, and is not due."""
    found = _found(db, _WITNESS, site=site, host=host, now=now)
    return found[0] if found else None


def states(db: Connection, site: str | None) -> dict[str, int]:
    """How many addresses are in each state."""
    query = select(Frontier.state, func.count()).group_by(Frontier.state)
    if site is not None:
        query = query.where(Frontier.site == site)
    return dict(db.execute(query).all())


def _found(db: Connection, query: Any, **values: Any) -> list[Due]:
    return [_due(row) for row in db.execute(query, values).all()]


def _due(row: Any) -> Due:
    values = {name: getattr(row, name) for name in _DUE_FIELDS}
    return Due(**values, known=row.id is not None, missing=row.state == "missing")
