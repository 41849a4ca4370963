"""Takes kept files along: those that the copy's rows know go into its own store."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from archive.copying.reading import moment
from archive.errors import ArchiveError
from archive.files.rows import File
from archive.files.store import FileStore

_AT_ONCE = 1_000


def digests(db: Connection) -> list[str]:
    """The digests of all kept files."""
    with moment(db):
        return list(db.scalars(select(File.digest).distinct().order_by(File.digest)))


def check_stores(db: Connection, source: FileStore | None, target: FileStore | None) -> None:
    """Raises ArchiveError where there are files, and no folder for those of an archive on a server."""
    if (source is None or target is None) and digests(db):
        where = "--files-from" if source is None else "--files-to"
        raise ArchiveError(f"it keeps files: give their folder with {where}, or leave them out with --no-files")


def copy_files(db: Connection, source: FileStore, target: FileStore) -> None:
    """Takes the files over that are there, as links to the same bytes where the disk allows; those taken stay."""
    for digest in filter(source.holds, digests(db)):
        target.take(digest, source)


def whole(db: Connection, store: FileStore) -> Iterator[str]:
    """The digests of the kept files whose bytes are there, and theirs."""
    return (digest for digest in digests(db) if store.holds(digest) and store.is_whole(digest))
