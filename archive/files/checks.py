"""Checks kept files: each is there with the bytes of its digest, and nothing else is in their folder."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from archive.files.rows import ArticleFile, File
from archive.files.store import FileStore
from archive.models import Article, Url


@dataclass(frozen=True, slots=True)
class WrongFile:
    """What is wrong with a file: of an address with this digest, or, without one, a stray in the folder."""

    where: str
    said: str
    digest: str | None = None


def check_files(db: Connection, store: FileStore | None) -> Iterator[WrongFile]:
    """Everything that is wrong with the files.

    The folder is listed before the database is asked, so that a file which a crawl keeps meanwhile is no stray. Begin
    the transaction with this.
    """
    if store is None:
        if count := db.scalar(select(func.count()).select_from(File)):
            yield WrongFile("files", f"{count} files are kept in a folder that is not known; set ZONENEWS_FILES to it")
        return
    there, others = store.digests(), list(store.others())
    known = set(db.scalars(select(File.digest).distinct()))
    yield from (WrongFile(str(path), "it is none of the files that are kept here") for path in others)
    for digest in sorted(there - known):
        yield WrongFile(str(store.path(digest)), "no address has this file")
    for digest in sorted(known):
        if said := _trouble(store, digest):
            yield WrongFile(_shown_by(db, digest), said, digest)


def _trouble(store: FileStore, digest: str) -> str | None:
    try:
        if store.is_whole(digest):
            return None
    except FileNotFoundError:
        return f"its file {digest[:12]} is not there"
    except OSError as error:
        return f"its file {digest[:12]} cannot be read: {error.strerror}"
    return f"the bytes of its file {digest[:12]} are not those that were kept"


def _shown_by(db: Connection, digest: str) -> str:
    """The article that shows a file; the file's own address where none does."""
    query = (
        select(Url.url)
        .join(Article, Article.url_id == Url.id)
        .join(ArticleFile, ArticleFile.article == Article.id)
        .join(File, File.url_id == ArticleFile.url_id)
    )
    found = db.scalars(query.where(File.digest == digest).order_by(Article.id).limit(1)).one_or_none()
    own = select(Url.url).join(File, File.url_id == Url.id).where(File.digest == digest).order_by(Url.id).limit(1)
    return str(found or db.scalars(own).one())
