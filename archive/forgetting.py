"""Erases an article at somebody's request, and leaves a mark that keeps it from being archived again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from archive.errors import NotFound
from archive.models import (
    Article,
    ArticleEvent,
    Attachment,
    Capture,
    Fetch,
    Forgotten,
    Frontier,
    Link,
    Reading,
    Revision,
    RevisionPage,
    Url,
)
from archive.records import sha256
from archive.reprints.index import Reprints
from archive.search.index import SearchIndex
from archive.urls import url_key


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, in numbers; `lists` are kept captures of list pages that were fetched while it stood there."""

    addresses: int
    revisions: int
    readings: int
    captures: int
    fetches: int
    lists: int


def mark_of(key: str) -> str:
    """What is kept of a forgotten address: it tells whether an address is the one, and not which it was."""
    return sha256(key.encode())


def forget(db: Connection, url: str, at: datetime, reason: str, by: str) -> Erased:
    """Erases all that is known of an address and of those that lead to it. Raises NotFound."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA secure_delete = ON")
    final = select(func.coalesce(Url.alias_of, Url.id)).where(Url.key == url_key(url)).scalar_subquery()
    known = db.execute(select(Url.id, Url.key).where(or_(Url.id == final, Url.alias_of == final))).all()
    if not known:
        raise NotFound(f"{url} was never met")
    urls = [row.id for row in known]
    lists = _list_captures(db, urls)
    articles = db.scalars(select(Article.id).where(Article.url_id.in_(urls))).all()
    digests = set(db.scalars(select(Fetch.body_digest).where(Fetch.url_id.in_(urls), Fetch.body_digest.is_not(None))))
    revisions, readings = _erase_articles(db, articles)
    _delete(db, Link, Link.url_id.in_(urls))
    _delete(db, Frontier, Frontier.url_id.in_(urls))
    fetches = _delete(db, Fetch, Fetch.url_id.in_(urls))
    captures = _erase_captures(db, [digest for digest in digests if digest])
    db.execute(update(Url).where(Url.id.in_(urls)).values(alias_of=None))
    _delete(db, Url, Url.id.in_(urls))
    marks = [{"url_key_digest": mark_of(row.key), "at": at, "reason": reason, "by": by} for row in known]
    db.execute(insert(Forgotten), marks)
    return Erased(len(urls), revisions, readings, captures, fetches, lists)


def forgotten_among(db: Connection, keys: Sequence[str]) -> set[str]:
    """Which of these keys were forgotten."""
    marks = {mark_of(key): key for key in keys}
    found = db.scalars(select(Forgotten.url_key_digest).where(Forgotten.url_key_digest.in_(list(marks))))
    return {marks[digest] for digest in found}


def _erase_articles(db: Connection, articles: Sequence[int]) -> tuple[int, int]:
    """Erases the articles of these numbers with their past; gives how many revisions and readings there were."""
    revisions = select(Revision.id).where(Revision.article.in_(articles))
    readings = select(Reading.id).where(Reading.revision.in_(revisions))
    for article in articles:
        SearchIndex(db).erase(article)
        Reprints(db).erase(article)
    db.execute(update(Article).where(Article.id.in_(articles)).values(current_revision=None))
    db.execute(update(Revision).where(Revision.article.in_(articles)).values(current_reading=None))
    _delete(db, Attachment, Attachment.reading.in_(readings))
    number = _delete(db, Reading, Reading.revision.in_(revisions))
    _delete(db, RevisionPage, RevisionPage.revision.in_(revisions))
    count = _delete(db, Revision, Revision.article.in_(articles))
    _delete(db, ArticleEvent, ArticleEvent.article.in_(articles))
    _delete(db, Article, Article.id.in_(articles))
    return count, number


def _erase_captures(db: Connection, digests: Sequence[str]) -> int:
    """Erases the captures that nothing else was fetched as."""
    still = select(Fetch.id).where(Fetch.body_digest == Capture.digest)
    return _delete(db, Capture, Capture.digest.in_(digests) & ~still.exists())


def _list_captures(db: Connection, urls: Sequence[int]) -> int:
    """How many list pages are kept of the runs in which these addresses stood in a list: they hold the headline."""
    stood = Link.url_id.in_(urls) & Fetch.run.between(Link.first_run, Link.last_run)
    query = (
        select(func.count(func.distinct(Fetch.body_digest)))
        .join_from(Link, Fetch, stood)
        .join(Capture, Capture.digest == Fetch.body_digest)
        .join(Url, Url.id == Fetch.url_id)
        .where(Url.id.not_in(select(Frontier.url_id)), Url.alias_of.is_(None))  # no article, and no page of one
    )
    return int(db.execute(query).scalar_one())


def _delete(db: Connection, model: type, where: object) -> int:
    return int(db.execute(delete(model).where(where)).rowcount)  # type: ignore[arg-type]
