"""How dictionaries are learned: one page as it came for the pages like it, a trained one where there are many."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from archive.captures import ZstdDict, packed, packed_under, train
from archive.dictionaries import KEPT, body_of, compiled, content_of, mark_of, number_of
from archive.errors import Unusable
from archive.models import Capture, Dictionary
from archive.records import sha256
from archive.statements import ADD_DICTIONARY

logger = logging.getLogger(__name__)
TRAINED_SIZE = 64 << 10
_ENOUGH = 96
_MOST_BYTES = 4 << 20  # training takes some 60 ms a megabyte
_RAW_IN_USE = 3
_TRAINED_IN_USE = 2


@dataclass(frozen=True, slots=True)
class Known:
    """A dictionary in use."""

    number: int
    dictionary: ZstdDict
    trained: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """A dictionary to be: its bytes, and the digests of the captures it was made of."""

    site: str
    content: bytes
    trained: bool
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to learn from, with the number of bytes that it takes now."""

    digest: str
    body: bytes
    kept: int


def known_of(db: Connection, site: str) -> tuple[list[Known], int]:
    """The dictionaries of a site that are in use, and how many pages are kept under those that were not trained."""
    rows = db.execute(
        select(Dictionary.id, Dictionary.digest, Dictionary.data, Dictionary.trained)
        .where(Dictionary.site == site)
        .order_by(Dictionary.learned.desc(), Dictionary.id)
    )
    found: list[Known] = []
    for row in rows:
        if sum(each.trained for each in found) == _TRAINED_IN_USE:
            break
        try:
            content = content_of(row)
        except Unusable as error:  # nothing more is packed under it; `verify` reports it
            logger.warning("%s: %s", site, error)
            continue
        found.append(Known(row.id, compiled(content, trained=bool(row.trained)), bool(row.trained)))
    known = in_use(found)
    count = select(func.count()).select_from(Capture).where(Capture.dictionary.in_(_raw(known)))
    return known, int(db.execute(count).scalar_one())


def in_use(known: Sequence[Known]) -> list[Known]:
    """The dictionaries that a page is tried under, of all with the newest first.

    Two trained ones, as lists and articles may each have theirs, and pages that became one after the newest of them.
    """
    trained = [each for each in known if each.trained][:_TRAINED_IN_USE]
    since = known[: known.index(trained[0])] if trained else known
    return [*since[:_RAW_IN_USE], *trained]


def next_training(count: int) -> int:
    """At how many pages the next training is tried: each time at twice as many as before."""
    pages = _ENOUGH
    while pages < count:
        pages *= 2
    return pages


def training_pages(db: Connection, known: Sequence[Known]) -> list[Page]:
    """Pages that are kept under untrained dictionaries; by digest, so that another process takes the same."""
    query = select(*KEPT).where(Capture.dictionary.in_(_raw(known)))
    pages, size = [], 0
    for row in db.execute(query.order_by(Capture.digest).limit(_ENOUGH)).all():
        try:
            body = body_of(db, row)
        except Unusable:
            continue
        size += len(body)
        if size > _MOST_BYTES:
            break
        pages.append(Page(row.digest, body, len(row.data)))
    return pages


def trained(site: str, pages: Sequence[Page], *, count: int) -> Lesson | None:
    """A dictionary trained on most of some pages; None where the others, times `count`, do not win its own bytes."""
    held_out = pages[: len(pages) // 6]  # 16 of 96
    content = train([page.body for page in pages[len(held_out) :]], TRAINED_SIZE)
    if content is None or not held_out:
        return None
    dictionary = compiled(content, trained=True)
    won = sum(page.kept - len(packed_under(page.body, dictionary)) for page in held_out)
    if won * count / len(held_out) <= len(packed(content)):
        return None
    return Lesson(site, content, True, tuple(page.digest for page in pages[len(held_out) :]))


def add(db: Connection, lesson: Lesson, at: datetime) -> Known | None:
    """Stores a dictionary, if the pages it was made of are still there: one may have been erased meanwhile.

    Where another process has just learned the same, nothing is stored, and that one is used.
    """
    if not _are_kept(db, lesson.samples):
        return None
    digest = sha256(lesson.content)
    number = number_of(digest)
    row = {"id": number, "site": lesson.site, "digest": digest, "data": packed(lesson.content)}
    row |= {"trained": int(lesson.trained), "samples": [mark_of(each) for each in lesson.samples], "learned": at}
    db.execute(ADD_DICTIONARY[db.dialect.name], row)
    return Known(number, compiled(lesson.content, trained=lesson.trained), lesson.trained)


def _are_kept(db: Connection, digests: Sequence[str]) -> bool:
    query = select(Capture.digest).where(Capture.digest.in_(digests))
    # on PostgreSQL whoever erases one of them waits until the dictionary can be seen
    return len(db.execute(query.with_for_update(read=True, key_share=True)).all()) == len(digests)


def _raw(known: Iterable[Known]) -> list[int]:
    return [each.number for each in known if not each.trained]
