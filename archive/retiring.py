"""Takes dictionaries out of use: what is packed under them is packed anew under others, and then they can be erased."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Text, select, type_coerce

from archive.captures import DAMAGED, codec_of, train
from archive.dictionaries import KEPT, body_of, dictionary, is_possible, mark_of
from archive.errors import Unusable
from archive.learning import TRAINED_SIZE, Known, Lesson, add, known_of
from archive.models import Capture, Dictionary
from archive.packing import pack
from archive.statements import REPACK_CAPTURE

_CAPTURES = select(*KEPT).order_by(Capture.digest)
_BATCH = 500


def made_of(db: Connection, digests: Collection[str]) -> list[int]:
    """The dictionaries that were made of one of these captures."""
    found: set[int] = set()
    for digest in digests:
        names_it = type_coerce(Dictionary.samples, Text).contains(f'"{mark_of(digest)}"')
        found.update(db.scalars(select(Dictionary.id).where(names_it)))
    return sorted(found)


def pack_anew(db: Connection, retired: Collection[int], *, without: Collection[str] = ()) -> int:
    """Packs the next captures that are kept under retired dictionaries anew, and gives how many; 0 at the end.

    `without` are captures that are about to be erased: they stay, and nothing is made of them.
    """
    query = select(Dictionary.id, Dictionary.site, Dictionary.trained, Dictionary.samples, Dictionary.learned)
    for row in db.execute(query.where(Dictionary.id.in_(retired)).order_by(Dictionary.id)).all():
        under = _CAPTURES.where(Capture.dictionary == row.id, Capture.digest.not_in(without)).limit(_BATCH)
        captures = db.execute(under).all()
        if captures:
            known = [*_heir(db, row, retired, captures, without), *_left(db, row.site, retired)]
            db.execute(REPACK_CAPTURE, [_packed_anew(db, capture, known) for capture in captures])
            return len(captures)
    return 0


def samples_of(db: Connection, marks: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The captures that a dictionary was made of, in their order: digest and bytes. Raises Unusable."""
    for mark in marks:
        for row in db.execute(_CAPTURES.where(Capture.digest.between(mark, f"{mark}g"))).all():
            yield row.digest, body_of(db, row)


def _left(db: Connection, site: str, retired: Collection[int]) -> list[Known]:
    return [known for known in known_of(db, site)[0] if known.number not in retired]


def _heir(
    db: Connection, row: Any, retired: Collection[int], captures: Sequence[Any], without: Collection[str]
) -> list[Known]:
    """What takes the place of a retired dictionary, by its date, too; it is made with the first captures."""
    made = select(Dictionary.id).where(Dictionary.site == row.site, Dictionary.learned == row.learned)
    number = db.scalars(made.where(Dictionary.trained == row.trained, Dictionary.id.not_in(retired))).first()
    if number is not None:
        return [Known(number, dictionary(db, number), bool(row.trained))]
    lesson = (_trained_anew(db, row, without) if row.trained else None) or _next_page(db, row, captures)
    learned = lesson and add(db, lesson, row.learned)
    return [learned] if learned else []


def _trained_anew(db: Connection, row: Any, without: Collection[str]) -> Lesson | None:
    """What training on the pages that stay gives."""
    try:
        pages = [(digest, body) for digest, body in samples_of(db, row.samples) if digest not in without]
    except Unusable:
        return None
    content = train([body for _, body in pages], TRAINED_SIZE)
    return None if content is None else Lesson(row.site, content, True, tuple(digest for digest, _ in pages))


def _next_page(db: Connection, row: Any, captures: Sequence[Any]) -> Lesson | None:
    """Another page of the same template."""
    for capture in captures:
        try:
            body = body_of(db, capture)
        except Unusable:
            continue
        if is_possible(body):
            return Lesson(row.site, body, False, (capture.digest,))
    return None


def _packed_anew(db: Connection, capture: Any, others: Sequence[Known]) -> dict[str, Any]:
    """A capture as it is stored from now on; a damaged one waits for its bytes to come again."""
    values: dict[str, Any] = {"b_digest": capture.digest, "b_dictionary": None}
    try:
        done = pack(others, body_of(db, capture))
    except Unusable:
        return values | {"b_codec": DAMAGED, "b_data": capture.data}
    number = done.under and done.under.number
    return values | {"b_codec": codec_of(done.data), "b_data": done.data, "b_dictionary": number}
