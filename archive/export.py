"""Writes the archive out as JSON Lines, whole or not at all."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from secrets import token_hex
from shutil import copymode
from typing import Any, BinaryIO

import orjson

from archive.errors import ArchiveError, DiskFull

SCHEMA = 1
ROW_COLUMNS = (
    *("url", "site", "sections", "title", "source", "author", "editor", "published", "published_precision"),
    *("document_number", "breadcrumb", "text", "images", "attachments", "state", "revision", "first_seen", "last_seen"),
    *("fetched", "capture", "digest", "rules", "reasons"),
)
# A row's keys, in the order of the contract.
ROW_KEYS = ("schema", *ROW_COLUMNS[:11], "paragraphs", *ROW_COLUMNS[11:])
_CHUNK = 1 << 20


def json_lines(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A line of JSON for each row of ROW_COLUMNS; columns that hold JSON go in as they are."""
    fragment, dumps = orjson.Fragment, orjson.dumps
    for row in rows:
        url, site, sections, title, source, author, editor, published, precision, number, breadcrumb, text = row[:12]
        images, attachments, state, revision, first_seen, last_seen, fetched, capture, digest, rules, reasons = row[12:]
        yield dumps(
            {
                "schema": SCHEMA, "url": url, "site": site, "sections": fragment(sections), "title": title,
                "source": source, "author": author, "editor": editor, "published": published,
                "published_precision": precision, "document_number": number,
                "breadcrumb": fragment(breadcrumb),
                "paragraphs": text.split("\n") if text else [], "text": text, "images": fragment(images),
                "attachments": fragment(attachments), "state": state, "revision": revision,
                "first_seen": first_seen, "last_seen": last_seen, "fetched": fetched, "capture": capture,
                "digest": digest, "rules": fragment(rules), "reasons": fragment(reasons),
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )  # fmt: skip


def write_lines(lines: Iterable[bytes], to: str | Path | BinaryIO) -> int:
    """Writes lines to a stream, or to a path by way of a temporary file beside it; gives their number."""
    if isinstance(to, str | Path):
        with whole_file(Path(to)) as file:
            return _copy(lines, file)
    with _told(getattr(to, "name", "the stream"), "not all was written"):
        count = _copy(lines, to)
        to.flush()
    return count


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that gets its name only when it is complete and on disk; a failure leaves what was there before.

    Raises DiskFull, or ArchiveError where the path cannot be written.
    """
    with _told(path):
        target = path.resolve()  # a link stays a link
        if target.exists() and not target.is_file():
            with target.open("wb") as device:  # a pipe or /dev/null is no file to be replaced
                yield device
        else:
            with _beside(target) as file:
                yield file


@contextmanager
def _told(name: object, left: str = "nothing was written there") -> Iterator[None]:
    """Says what cannot be written; a reader who has gone away is nothing to tell."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in {ENOSPC, EDQUOT}:
            raise DiskFull(f"{name}: the disk is full; {left}") from error
        raise ArchiveError(f"{name} cannot be written: {error.strerror}") from error


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    part = path.with_name(f".zonenews-{token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _copy(lines: Iterable[bytes], file: BinaryIO) -> int:
    count, chunk, size = 0, [], 0
    for line in lines:
        chunk.append(line)
        count += 1
        size += len(line)
        if size >= _CHUNK:
            file.write(b"".join(chunk))
            chunk, size = [], 0
    file.write(b"".join(chunk))
    return count


def _sync_folder(folder: Path) -> None:
    """Makes a rename in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
