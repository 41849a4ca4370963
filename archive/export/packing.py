"""Compresses what is written, by the end of a file's name."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import GzipFile
from pathlib import Path
from typing import BinaryIO, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKINGS = (".gz", ".zst")


def packing_of(path: Path) -> str:
    """`.gz` or `.zst` where a name ends so; nothing else compresses."""
    return path.suffix.lower() if path.suffix.lower() in PACKINGS else ""


@contextmanager
def packed(file: BinaryIO, packing: str) -> Iterator[BinaryIO]:
    """What is written to it arrives in the file compressed; the same rows give the same bytes."""
    if packing == ".gz":
        with GzipFile("", "wb", 6, file, mtime=0) as zipped:
            yield cast(BinaryIO, zipped)
    elif packing == ".zst":
        with zstd.ZstdFile(file, "wb") as zipped:
            yield cast(BinaryIO, zipped)
    else:
        yield file
