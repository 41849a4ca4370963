"""A digest of a table's rows that is the same on both engines, in whatever order they come.

Each row is written in one way, with lengths, and hashed; the digest is the sum of these. So no engine has to sort texts
as the other does, and one row that is another, or is there once too often, makes another digest.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from struct import pack
from typing import Any

from sqlalchemy import Connection, Table

from archive.copying.reading import batches

_SIZE = 32
_WHOLE = 1 << (8 * _SIZE)


@dataclass(frozen=True, slots=True)
class Digest:
    """How many rows there are, and what they say."""

    rows: int
    digest: str


def table_digest(db: Connection, table: Table, tell: Callable[[int], None]) -> Digest:
    """The digest of a table, read in batches."""
    count = total = 0
    for rows in batches(db, table):
        count, total = count + len(rows), total + _summed(rows)
        tell(len(rows))
    return _digest(count, total)


def rows_digest(rows: Iterable[Iterable[Any]]) -> Digest:
    """The digest of some rows."""
    kept = list(rows)
    return _digest(len(kept), _summed(kept))


def _digest(count: int, total: int) -> Digest:
    return Digest(count, f"{total % _WHOLE:0{2 * _SIZE}x}")


def _summed(rows: Iterable[Iterable[Any]]) -> int:
    return sum(int.from_bytes(blake2b(_written(row), digest_size=_SIZE).digest(), "big") for row in rows)


def _written(row: Iterable[Any]) -> bytes:
    return b"".join(map(_value, row))


def _value(value: Any) -> bytes:
    match value:
        case None:
            return b"n"
        case str():
            text = value.encode()
            return b"t%d:%b" % (len(text), text)
        case int():
            return b"i%d;" % value
        case float():
            return b"f" + pack(">d", value)
    return b"b%d:%b" % (len(value), bytes(value))
