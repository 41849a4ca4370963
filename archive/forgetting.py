"""Erases an article at somebody's request, and leaves a mark that keeps it from being archived again."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, not_, or_, select, update

from archive.batches import forget_results
from archive.charted import ChartRows
from archive.dictionaries import drop_compiled
from archive.errors import NotFound
from archive.export.rows import Cursor
from archive.files.finding import files_of_no_other
from archive.files.rows import ArticleFile, File
from archive.models import (
    Article,
    ArticleEvent,
    Attachment,
    Capture,
    Dictionary,
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
from archive.retiring import made_of, pack_anew
from archive.search.index import SearchIndex
from archive.traces import ended_at, events_naming, resting_on
from archive.urls import url_key


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, in numbers; `lists` are kept captures of list pages that were fetched while it stood there.

    `dictionaries` were made of its bytes, too; `repacked` captures of other pages were read by them, and now are not.
    `files` are kept pictures and attachments that nobody else shows. `swept` is whether no piece of it is left in
    unused parts of the database either.
    """

    addresses: int
    revisions: int
    readings: int
    captures: int
    fetches: int
    lists: int
    dictionaries: int = 0
    repacked: int = 0
    files: int = 0
    swept: bool = field(default=True, compare=False)


def mark_of(key: str) -> str:
    """What is kept of a forgotten address: it tells whether an address is the one, and not which it was."""
    return sha256(key.encode())


def forget(
    transaction: Callable[[], AbstractContextManager[Connection]],
    remove_files: Callable[[Sequence[str]], int],
    url: str,
    at: datetime,
    reason: str,
    by: str,
) -> Erased:
    """Erases all that is known of an address and of those that lead to it, in one transaction. Raises NotFound.

    `remove_files` then takes away the files of these digests that nobody has any more; it is asked before, with none,
    whether it can.

    Of one that was forgotten before there is nothing left to erase.

    Where the captures of other pages are read by dictionaries that were made of its bytes, they are packed anew before,
    some at a time, so that crawls can go on.
    """
    repacked, more = 0, 1
    while more:
        with transaction() as db:
            digests = _digests_of_no_other(db, Fetch.url_id.in_([row.id for row in _addresses(db, url)]))
            more = pack_anew(db, made_of(db, digests), without=digests)
        repacked += more
    with transaction() as db:
        erased, files = _forget(db, url, at, reason, by)
        if files:
            remove_files(())
    drop_compiled()
    return replace(erased, repacked=erased.repacked + repacked, files=remove_files(files) if files else 0)


def forgotten_among(db: Connection, keys: Sequence[str]) -> set[str]:
    """Which of these keys were forgotten."""
    marks = {mark_of(key): key for key in keys}
    found = db.scalars(select(Forgotten.url_key_digest).where(Forgotten.url_key_digest.in_(list(marks))))
    return {marks[digest] for digest in found}


def _forget(db: Connection, url: str, at: datetime, reason: str, by: str) -> tuple[Erased, list[str]]:
    known = _addresses(db, url)
    urls = [row.id for row in known]
    lists = _list_captures(db, urls)
    keys = {row.key for row in known}
    theirs = Fetch.url_id.in_(urls) | Fetch.id.in_(ended_at(db, urls, keys))
    articles = [*db.scalars(select(Article.id).where(Article.url_id.in_(urls))), *_others(db, theirs, urls, at)]
    digests = _digests_of_no_other(db, theirs)
    files = _erase_files(db, urls, articles)
    revisions, readings = _erase_articles(db, articles)
    db.execute(update(ArticleEvent).where(ArticleEvent.id.in_(events_naming(db, keys))).values(detail={}))
    _delete(db, Link, Link.url_id.in_(urls))
    _delete(db, Frontier, Frontier.url_id.in_(urls))
    fetches = _delete(db, Fetch, theirs)
    captures = _delete(db, Capture, Capture.digest.in_(digests))
    dictionaries, repacked = _erase_dictionaries(db, digests)
    forget_results(db, db.scalars(select(Url.url).where(Url.id.in_(urls))).all())
    db.execute(update(Url).where(Url.id.in_(urls)).values(alias_of=None))
    _delete(db, Url, Url.id.in_(urls))
    marks = [{"url_key_digest": mark_of(row.key), "at": at, "reason": reason, "by": by} for row in known]
    if marks:
        db.execute(insert(Forgotten), marks)
    return Erased(len(urls), revisions, readings, captures, fetches, lists, dictionaries, repacked), files


def _addresses(db: Connection, url: str) -> Sequence[Any]:
    """An address, those that lead to it, and its own files'; what is deleted from here on leaves no bytes behind.

    Raises NotFound.
    """
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA secure_delete = ON")
    final = select(func.coalesce(Url.alias_of, Url.id)).where(Url.key == url_key(url)).scalar_subquery()
    known = db.execute(select(Url.id, Url.key).where(or_(Url.id == final, Url.alias_of == final))).all()
    if not known and not forgotten_among(db, [url_key(url)]):
        raise NotFound(f"{url} was never met")
    return [*known, *files_of_no_other(db, [row.id for row in known])]


def _others(db: Connection, theirs: ColumnElement[bool], urls: Sequence[int], at: datetime) -> list[int]:
    """The articles of other addresses that rest on these fetches. They cannot stay; what is there now is due."""
    found = resting_on(db, theirs, urls)
    again = Frontier.url_id.in_(found.values()) & (Frontier.state == "done")
    db.execute(update(Frontier).where(again).values(due=at, etag=None, last_modified=None))
    return list(found)


def _digests_of_no_other(db: Connection, theirs: ColumnElement[bool]) -> list[str]:
    """The captures that came by these fetches alone."""
    found = db.scalars(select(Fetch.body_digest).where(theirs))
    digests = {digest for digest in found if digest}
    shared = select(Fetch.body_digest).where(Fetch.body_digest.in_(digests), not_(theirs))
    return sorted(digests.difference(db.scalars(shared)))


def _erase_articles(db: Connection, articles: Sequence[int]) -> tuple[int, int]:
    """Erases the articles of these numbers with their past; gives how many revisions and readings there were."""
    revisions = select(Revision.id).where(Revision.article.in_(articles))
    readings = select(Reading.id).where(Reading.revision.in_(revisions))
    for article in articles:
        SearchIndex(db).erase(article)
        Reprints(db).erase(article)
        ChartRows(db).erase(article)
    db.execute(update(Article).where(Article.id.in_(articles)).values(current_revision=None))
    db.execute(update(Revision).where(Revision.article.in_(articles)).values(current_reading=None))
    _delete(db, Attachment, Attachment.reading.in_(readings))
    number = _delete(db, Reading, Reading.revision.in_(revisions))
    _delete(db, RevisionPage, RevisionPage.revision.in_(revisions))
    count = _delete(db, Revision, Revision.article.in_(articles))
    _delete(db, ArticleEvent, ArticleEvent.article.in_(articles))
    _delete(db, Article, Article.id.in_(articles))
    _draw_back_cursors(db)
    return count, number


def _draw_back_cursors(db: Connection) -> None:
    """Has no cursor stand behind the last row: SQLite gives the numbers of what was erased there again."""
    last = {
        "reading": db.execute(select(func.coalesce(func.max(Reading.id), 0))).scalar_one(),
        "event": db.execute(select(func.coalesce(func.max(ArticleEvent.id), 0))).scalar_one(),
    }
    for row in db.execute(select(Cursor.__table__)).all():
        values = {f"last_{kind}": min(number, getattr(row, f"last_{kind}")) for kind, number in last.items()}
        if row.pending:
            values["pending"] = row.pending | {kind: min(number, row.pending[kind]) for kind, number in last.items()}
        db.execute(update(Cursor).where(Cursor.name == row.name).values(values))


def _erase_files(db: Connection, urls: Sequence[int], articles: Sequence[int]) -> list[str]:
    """Erases what is known of the files at these addresses and of these articles; gives their digests."""
    digests = db.scalars(select(File.digest).where(File.url_id.in_(urls)).distinct()).all()
    _delete(db, ArticleFile, ArticleFile.article.in_(articles) | ArticleFile.url_id.in_(urls))
    _delete(db, File, File.url_id.in_(urls))
    return list(digests)


def _erase_dictionaries(db: Connection, digests: Sequence[str]) -> tuple[int, int]:
    """Erases what was made of these captures; gives how many there were, and how many captures were packed anew."""
    numbers = made_of(db, digests)
    # on PostgreSQL, those who pack under one of them right now are waited for
    db.execute(select(Dictionary.id).where(Dictionary.id.in_(numbers)).with_for_update()).all()
    repacked = sum(iter(lambda: pack_anew(db, numbers), 0))
    return _delete(db, Dictionary, Dictionary.id.in_(numbers)), repacked


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
    return int(db.execute(delete(model).where(where)).rowcount)  # type: ignore[arg-type]  # any model will do
