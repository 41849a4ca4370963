"""Checks the groups of reprints against the articles."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select, text

from archive.models import Model
from archive.reprints.comparing import Said, likeness
from archive.reprints.first import first_of
from archive.reprints.index import paragraphs
from archive.reprints.texts import hashes, letters
from archive.search.checks import Problem
from archive.search.narrowing import SEARCH
from archive.shares import EVERY, within

_BATCH = 200
_FEW = {"yield_per": 100}
_FINGERPRINT, _DUE = (Model.metadata.tables[name] for name in ("fingerprint", "reprint_due"))
_COMPARED = (
    select(SEARCH.c.article, SEARCH.c.text)
    .where(SEARCH.c.article.not_in(select(_DUE.c.article)))
    .order_by(SEARCH.c.article)
    .limit(_BATCH)
)
_STRAY = "SELECT DISTINCT article FROM fingerprint WHERE article NOT IN (SELECT article FROM search) ORDER BY article"
_MEMBERS = """
SELECT g.id AS reprint_group, g.first_article, g.decided_by, a.id AS article, a.first_seen, r.published, s.text
FROM reprint_group g
LEFT JOIN article a ON a.reprint_group = g.id
LEFT JOIN revision v ON v.id = a.current_revision
LEFT JOIN reading r ON r.id = v.current_reading
LEFT JOIN search s ON s.article = a.id
ORDER BY g.id, a.id
"""


def check_reprints(db: Connection) -> Iterator[Problem]:
    """Fingerprints that belong to no text, and groups that are not of reprints."""
    for article in db.scalars(text(_STRAY)):
        yield Problem(article, "it has fingerprints and no text")
    for _, members in groupby(db.execute(text(_MEMBERS), execution_options=_FEW), key=lambda row: row.reprint_group):
        yield from _wrong_group(list(members))


def check_fingerprints(db: Connection, numbers: range = EVERY) -> Iterator[Problem]:
    """Fingerprints of articles of these numbers that are not their article's."""
    while rows := db.execute(_COMPARED.where(within(SEARCH.c.article, numbers))).all():
        known: dict[int, set[int]] = {row.article: set() for row in rows}
        for row in db.execute(select(_FINGERPRINT).where(_FINGERPRINT.c.article.in_(list(known)))):
            known[row.article].add(row.hash)
        for row in rows:
            if known[row.article] != hashes(letters(paragraphs(row.text))):
                yield Problem(row.article, "its fingerprints are another text's")
        numbers = range(rows[-1].article + 1, numbers.stop)


def _wrong_group(members: Sequence[Any]) -> Iterator[Problem]:
    first = members[0].first_article
    if len(members) < 2:
        yield Problem(first, "it stands in a group of reprints alone")
    elif (first, members[0].decided_by) != first_of(members):
        yield Problem(first, "another article of its group had it first")
    said = [letters(paragraphs(row.text or "")) for row in members]
    for place, row in enumerate(members):
        others = (*said[:place], *said[place + 1 :])
        if others and not any(_alike(said[place], other) for other in others):
            yield Problem(row.article, "it is like no other article of its group")


def _alike(one: str, other: str) -> bool:
    """Whether one is the other's reprint, whichever was compared with the other."""
    return likeness(Said(one), other).is_reprint or likeness(Said(other), one).is_reprint
