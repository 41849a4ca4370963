"""The folder of kept files: each under the SHA-256 of its bytes, whole or not there at all.

Nothing that a site says becomes part of a path: neither names nor types, only digests that are computed here.
"""

import fcntl
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from errno import EDQUOT, ENOSPC
from pathlib import Path
from secrets import token_hex
from shutil import copyfileobj
from typing import BinaryIO

from sqlalchemy import make_url

from archive.database import sqlite_path
from archive.errors import DiskFull, Unusable

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"[0-9a-f]{32}\.part")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A file that is on disk and has no name in the store yet; `keep` gives it one.

    It is locked until `close`, so that nobody takes it for what a crash left; `close` takes away one that was not kept.
    """

    store: "FileStore"
    path: Path
    file: BinaryIO = field(repr=False)
    digest: str
    size: int

    def keep(self) -> None:
        """Puts the file under its digest, in place of one that may be there: a damaged one is whole again."""
        with _told(self.store.folder):
            if self.path.exists() or not self.store.holds(self.digest):  # a commit that failed may be tried again
                self.store._name(self.path, self.digest)

    def close(self) -> None:
        """Gives the file back."""
        self.path.unlink(missing_ok=True)
        self.file.close()


class FileStore:
    """A folder of files by digest: `ab/ab12…`, and `part/` for those that are being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where a file is, or would be."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"{digest!r} is no SHA-256")
        return self.folder / digest[:2] / digest

    def holds(self, digest: str) -> bool:
        """Whether there is a file under this digest; its bytes are not read."""
        return _is_file(self.path(digest))

    def write(self, body: bytes) -> Part:
        """Writes bytes to disk, under a name of their own for now. Raises DiskFull, or Unusable where it cannot."""
        with _told(self.folder):
            path = self._new_part()
            file = _create(path)
            part = Part(self, path, file, hashlib.sha256(body).hexdigest(), len(body))
            try:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                part.close()
                raise
        return part

    def take(self, digest: str, other: "FileStore") -> None:
        """Makes another store's file this one's too, as a link to the same bytes where the disk allows, else a copy."""
        if self.holds(digest):
            return
        with _told(self.folder):
            path, source = self._new_part(), other.path(digest)
            try:
                try:
                    os.link(source, path, follow_symlinks=False)
                except OSError:  # another disk, or one without links
                    _copy(source, path)
                self._name(path, digest)
            finally:
                path.unlink(missing_ok=True)

    def remove(self, digest: str) -> bool:
        """Takes a file away; False where there was none."""
        try:
            self.path(digest).unlink()
        except FileNotFoundError:
            return False
        return True

    def is_whole(self, digest: str) -> bool:
        """Whether a file's bytes are those of its digest. Raises OSError where they cannot be read."""
        with open_file(self.path(digest)) as file:
            found = hashlib.sha256()
            while chunk := file.read(_CHUNK):
                found.update(chunk)
        return found.hexdigest() == digest

    def remove_parts(self) -> int:
        """Takes away what was being written when a process died; gives how many files there were."""
        parts = [path for path in self.others() if _PART.fullmatch(path.name)]
        for path in parts:
            path.unlink(missing_ok=True)
        return len(parts)

    def digests(self) -> set[str]:
        """The digests that there is a file for."""
        return {path.name for path in self._paths() if self._is_own(path)}

    def others(self) -> Iterator[Path]:
        """What is in the folder and none of its files; what is being written right now is left out."""
        return (path for path in self._paths() if not self._is_own(path) and not _is_being_written(path))

    def _is_own(self, path: Path) -> bool:
        return bool(_DIGEST.fullmatch(path.name)) and path == self.path(path.name) and _is_file(path)

    def _paths(self) -> Iterator[Path]:
        for place, _, names in os.walk(self.folder):
            yield from (Path(place, name) for name in names)

    def _new_part(self) -> Path:
        _make_folder(self.folder / "part")
        return self.folder / "part" / f"{token_hex(16)}.part"

    def _name(self, path: Path, digest: str) -> None:
        """Gives a file that is on disk its name, for good."""
        target = self.path(digest)
        _make_folder(target.parent)
        path.replace(target)
        _sync_folder(target.parent)


def store_of(url: str, folder: str | Path | None) -> FileStore | None:
    """The store of an archive: beside a SQLite file; for a server's database a folder of its name in `folder`.

    None where that is not given.
    """
    path = sqlite_path(url)
    if path is not None:
        real = path.resolve()
        return FileStore(real.with_name(f"{real.name}.files"))
    if folder is None:
        return None
    name = (make_url(url).database or "archive").replace("/", "_")
    return FileStore(Path(folder).expanduser().absolute() / f"{name}.files")


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """A file opened for reading; never what a link leads to."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        yield file


def _create(path: Path) -> BinaryIO:
    """A new file, locked."""
    file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644), "wb")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _copy(source: Path, path: Path) -> None:
    with open_file(source) as original, _create(path) as copy:
        copyfileobj(original, copy, _CHUNK)
        copy.flush()
        os.fsync(copy.fileno())


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {ENOSPC, EDQUOT}:
            raise DiskFull(f"{folder}: the disk is full; make room and run again, what was kept is safe") from error
        raise Unusable(f"{folder}: a file cannot be kept there: {error.strerror}") from error


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _is_being_written(path: Path) -> bool:
    """Whether somebody holds the lock of an unfinished file; those of a killed process are nobody's."""
    if not _PART.fullmatch(path.name):
        return False
    with suppress(OSError), open_file(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _make_folder(folder: Path) -> None:
    """Makes a folder that outlasts a power cut."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
