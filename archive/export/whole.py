"""Files and folders that get their name only when they are complete and on disk."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path
from secrets import token_hex
from shutil import copymode
from typing import BinaryIO

from archive.errors import ArchiveError, DiskFull


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that gets its name only when it is complete and on disk; a failure leaves what was there before.

    Raises DiskFull, or ArchiveError where the path cannot be written.
    """
    with told(path):
        target = path.resolve()  # a link stays a link
        if target.exists() and not target.is_file():
            with target.open("wb") as device:  # a pipe or /dev/null is no file to be replaced
                yield device
        else:
            with _beside(target) as file:
                yield file


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to be filled, which gets its name only when it is complete and on disk.

    Raises ArchiveError where something is there already: a folder cannot be replaced in one step.
    """
    with told(path):
        target = path.resolve()
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise ArchiveError(f"{path} is there already; name a new folder")
        part = part_of(target)
        try:
            part.mkdir()
            yield part
            for inner in (*part.rglob("*"), part):
                sync(inner)
            part.replace(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync(target.parent)


@contextmanager
def take_away(part: Path) -> Iterator[bool]:
    """Sees to it that an unfinished file never gets its name; gives whether it was there.

    It is there, under another name, until what is done in the meantime is done: who breaks off, finds it again.
    """
    void = part.with_suffix(".void")
    with suppress(FileNotFoundError):
        part.replace(void)
    yield void.exists()
    void.unlink(missing_ok=True)


@contextmanager
def told(name: object, left: str = "nothing was written there") -> Iterator[None]:
    """Says what cannot be written; a reader who has gone away is nothing to tell."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in {ENOSPC, EDQUOT}:
            raise DiskFull(f"{name}: the disk is full; {left}") from error
        raise ArchiveError(f"{name} cannot be written: {error.strerror}") from error


def part_of(target: Path) -> Path:
    """A name beside a target for what is not complete yet."""
    return target.with_name(f".zonenews-{token_hex(8)}.part")


def sync(path: Path) -> None:
    """Has a file, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    part = part_of(path)
    try:
        with part_file(part) as file:
            yield file
        if path.exists():
            copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync(path.parent)


@contextmanager
def part_file(part: Path) -> Iterator[BinaryIO]:
    """A new file that is on disk when it is complete, and gone where it is not."""
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
