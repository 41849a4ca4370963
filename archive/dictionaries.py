"""Dictionaries for zstd, out of the archive: read and compiled once a process, and handed to whoever reads captures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from archive import captures
from archive.captures import ZstdDict
from archive.errors import Unusable
from archive.models import Capture, Dictionary

KEPT = (Capture.digest, Capture.data, Capture.dictionary)  # what `body_of` needs of a capture
_MOST_KEPT = 64
_SIZES = range(512, (256 << 10) + 1)
_TRAINED_HEAD = (0xEC30A437).to_bytes(4, "little")
_BY_NUMBER = select(Dictionary.site, Dictionary.digest, Dictionary.data, Dictionary.trained).where(
    Dictionary.id == bindparam("number")
)
_compiled: dict[int, ZstdDict] = {}  # by number, which stands for the same bytes in every archive


@dataclass(frozen=True, slots=True)
class Damaged:
    """A dictionary that is not what was learned; `said` tells what is wrong."""

    number: int
    site: str
    said: str


def number_of(digest: str) -> int:
    """The number of a dictionary: the beginning of its digest, so that it is never given to other bytes."""
    return int(digest[:15], 16)


def mark_of(digest: str) -> str:
    """The beginning of a capture's digest, by which a dictionary names the captures it was made of."""
    return digest[:16]


def is_possible(page: bytes) -> bool:
    """Whether a page can be a dictionary as it is: not too short, not large, and not taken for a trained one."""
    return len(page) in _SIZES and not page.startswith(_TRAINED_HEAD)


def compiled(content: bytes, *, trained: bool) -> ZstdDict:
    """A dictionary ready for use; one that was not trained is the bytes of a page."""
    return ZstdDict(content, is_raw=not trained)


def body_of(db: Connection, row: Any) -> bytes:
    """The bytes of a capture, from a row with its `digest`, `data` and `dictionary`. Raises Unusable."""
    if row.dictionary is None:
        return captures.unpacked(row.data, row.digest)
    try:
        under = dictionary(db, row.dictionary)
    except Unusable as error:
        raise Unusable(f"capture {row.digest} cannot be read: {error}") from error
    return captures.unpacked(row.data, row.digest, under)


def dictionary(db: Connection, number: int) -> ZstdDict:
    """The dictionary of this number. Raises Unusable where it is damaged or not there."""
    found = _compiled.get(number)
    if found is None:
        row = db.execute(_BY_NUMBER, {"number": number}).one_or_none()
        if row is None:
            raise Unusable(f"its dictionary {number} is not there")
        found = compiled(content_of(row), trained=bool(row.trained))
        while len(_compiled) >= _MOST_KEPT:
            _compiled.pop(next(iter(_compiled)), None)
        _compiled[number] = found
    return found


def content_of(row: Any) -> bytes:
    """The bytes of a dictionary, from its row. Raises Unusable where they are damaged."""
    try:
        return captures.unpacked(row.data, row.digest)
    except Unusable as error:
        raise Unusable(str(error).replace("capture", "dictionary", 1)) from error


def damaged_dictionaries(db: Connection) -> Iterator[Damaged]:
    """The dictionaries whose bytes are not what was learned."""
    for number in db.scalars(select(Dictionary.id).order_by(Dictionary.id)).all():
        row = db.execute(_BY_NUMBER, {"number": number}).one()
        try:
            content_of(row)
        except Unusable as error:
            yield Damaged(number, row.site, str(error))


def drop_compiled() -> None:
    """Lets go of all that was read: the next reader sees what the archive holds now."""
    _compiled.clear()
