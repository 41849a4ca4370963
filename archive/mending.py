"""Lets what is damaged be mended: from what the archive still holds, or from the same bytes when they come again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import NoResultFound

from archive import captures
from archive.captures import packed, train
from archive.dictionaries import KEPT, body_of, damaged_dictionaries, drop_compiled
from archive.errors import Unusable
from archive.learning import TRAINED_SIZE
from archive.models import Capture, Dictionary, Fetch, Frontier
from archive.records import sha256
from archive.retiring import samples_of


@dataclass(frozen=True, slots=True)
class Mended:
    """How many dictionaries are whole again, and how many captures wait for their pages to be fetched again."""

    dictionaries: int
    captures: int


def mend(db: Connection, digests: Iterable[str], at: datetime) -> Mended:
    """Makes damaged dictionaries again where that is possible, and has fetched again what cannot be read even so."""
    made = _make_again(db)
    waiting = [digest for digest in digests if not _is_readable(db, digest)]
    for digest in waiting:
        _fetch_again(db, digest, at)
    return Mended(made, len(waiting))


def _fetch_again(db: Connection, digest: str, at: datetime) -> None:
    """Marks a capture as damaged, and its pages as due: the same bytes, if they still come, take its place."""
    db.execute(update(Capture).where(Capture.digest == digest).values(codec=captures.DAMAGED))
    pages = select(Fetch.url_id).where(Fetch.body_digest == digest)
    wanted = Frontier.state.in_(("done", "unread"))
    db.execute(update(Frontier).where(Frontier.url_id.in_(pages), wanted).values(due=at, etag=None, last_modified=None))


def _make_again(db: Connection) -> int:
    """Makes damaged dictionaries again out of the captures that they were made of; gives how many could be."""
    made, hangs = 0, select(Capture.digest).where(Capture.dictionary == Dictionary.id)
    query = select(Dictionary.digest, Dictionary.trained, Dictionary.samples)
    for damaged in list(damaged_dictionaries(db)):
        this = Dictionary.id == damaged.number
        row = db.execute(query.where(this)).one()
        content = _made_again(db, row)
        if content is not None and sha256(content) == row.digest:
            db.execute(update(Dictionary).where(this).values(data=packed(content)))
            made += 1
        else:  # nobody misses one that nothing hangs on
            db.execute(delete(Dictionary).where(this, ~hangs.exists()))
    drop_compiled()
    return made


def _made_again(db: Connection, row: Any) -> bytes | None:
    """What the samples make today: the page itself, or what training gives, the same where zstd is the same."""
    try:
        bodies = [body for _, body in samples_of(db, row.samples)]
    except Unusable:
        return None
    if row.trained:
        return train(bodies, TRAINED_SIZE)
    return bodies[0] if bodies else None


def _is_readable(db: Connection, digest: str) -> bool:
    query = select(*KEPT).where(Capture.digest == digest)
    try:
        body_of(db, db.execute(query).one())
    except (Unusable, NoResultFound):
        return False
    return True
