"""Shares of an archive: what is checked, read or written by itself, so that many can do it at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, select

from archive.models import Article, Capture, Fetch

EVERY = range(1, 2**63 - 1)
_DIGITS = 6  # of a digest: what captures are shared out by
_DIGESTS = 16**_DIGITS


@dataclass(frozen=True, slots=True)
class Share:
    """Articles of these numbers, captures whose digests begin with them, or, whole, what cannot be shared out."""

    part: Literal["articles", "captures", "rest"]
    first: int = 0
    last: int = 0

    @property
    def numbers(self) -> range:
        """The numbers from the first to the last."""
        return range(self.first, self.last + 1)


def within(column: Any, numbers: range) -> ColumnElement[bool]:
    """Whether a column holds one of these numbers."""
    found: ColumnElement[bool] = column.between(numbers.start, numbers.stop - 1)
    return found


def digests_within(numbers: range) -> ColumnElement[bool]:
    """Whether a capture's digest begins with one of these numbers."""
    first, after = f"{numbers.start:0{_DIGITS}x}", f"{numbers.stop:0{_DIGITS}x}"
    begun = Capture.digest >= first
    return begun if numbers.stop >= _DIGESTS else begun & (Capture.digest < after)


def shares_to_check(db: Connection, most: int) -> Iterator[Share]:
    """The shares that together are everything `verify` looks at, with about so many rows each."""
    yield Share("rest")
    for numbers in _ranges(db, Article.id, most):
        yield Share("articles", numbers.start, numbers.stop - 1)
    count = db.scalar(select(func.count()).select_from(Capture)) or 0
    parts = min(-(-count // most), _DIGESTS)  # digests are spread evenly
    for place in range(parts):
        yield Share("captures", place * _DIGESTS // parts, (place + 1) * _DIGESTS // parts - 1)


def fetches_to_write(db: Connection, most: int) -> Iterator[range]:
    """Numbers of fetches in ranges of so many rows each, from the first to the last."""
    yield from _ranges(db, Fetch.id, most)


def _ranges(db: Connection, number: Any, most: int) -> Iterator[range]:
    """Ranges of a column without a gap between them, with so many rows in each but the last."""
    first, last = db.execute(select(func.min(number), func.max(number))).one()
    while first is not None and first <= last:
        place = select(number).where(number >= first).order_by(number).offset(most - 1).limit(1)
        end = db.scalar(place) or last
        yield range(first, end + 1)
        first = end + 1
