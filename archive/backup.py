"""Copies a SQLite archive and its kept files while others write: a consistent copy, whole or not at all."""

import os
from pathlib import Path
from secrets import token_hex

from sqlalchemy import select

from archive.database import open_engine, sqlite_path, translated_errors
from archive.errors import ArchiveError, Unusable
from archive.files.rows import File
from archive.files.store import FileStore, store_of
from archive.sqlite import library
from archive.verify import Problem, problems


def back_up(url: str, to: Path) -> list[Problem]:
    """Writes a copy of an archive to a new file, and gives what is wrong with it; for a sound one nothing.

    The copy is as of one moment; a crawl that writes meanwhile is not held up. It is a plain SQLite file: putting it
    where the archive was restores it. Kept files go into the folder of the same name with `.files` behind it: those
    that are there already stay, the others are links to the same bytes where the disk allows. Raises Unusable for an
    archive on a server, ArchiveError where the copy cannot be written.
    """
    path = sqlite_path(url)
    if path is None:
        raise Unusable("a PostgreSQL archive is backed up with pg_dump")
    if to.exists():
        raise ArchiveError(f"{to} exists; name a new file")
    if not to.absolute().parent.is_dir():
        raise ArchiveError(f"the folder {to.absolute().parent} does not exist; make it first")
    open_engine(url).dispose()  # it is an archive, and one that this version knows
    part = to.with_name(f".{to.name}-{token_hex(8)}.part")
    try:
        _vacuum_into(path, part)
        found = _checked(part, store_of(url, None), store_of(str(to), None))
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return found


def _vacuum_into(path: Path, part: Path) -> None:
    module = library()
    connection = module.connect(str(path), timeout=10, isolation_level=None)
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
    except module.Error as error:
        raise ArchiveError(f"{part.parent}: the copy cannot be written: {error}") from error
    finally:
        connection.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _checked(part: Path, store: FileStore | None, copy: FileStore | None) -> list[Problem]:
    """Copies the files that the new database knows, and checks all of it."""
    assert store is not None
    assert copy is not None
    engine = open_engine(str(part))
    with translated_errors(str(part)):
        with engine.connect() as connection:
            digests = connection.scalars(select(File.digest).distinct()).all()
        for digest in filter(store.holds, digests):
            copy.take(digest, store)
        with engine.connect() as connection:
            found = [problem for problem in problems(connection, copy) if problem.kind != "stray"]
    engine.dispose()
    return found
