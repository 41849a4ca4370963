"""Packs the pages of each site, under a dictionary where that pays, and learns dictionaries from what it packs."""

import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from archive import captures, learning
from archive.captures import ZstdDict, gzip_size, packed, packed_under, quick_size
from archive.dictionaries import compiled, is_possible
from archive.errors import ArchiveError, Busy
from archive.learning import Known, Lesson
from archive.records import Fetch

logger = logging.getLogger(__name__)
_MOST_SITES = 8
_CANDIDATES = 3
# Below this share of what zstd makes of a page alone, a dictionary fits it: the page is of its template.
_FITS = 0.6
_BETTER = 0.8  # where none fits, a page before it would have been better than what there is
# Below this one gzip is not asked: it spells the template, of which the dictionary took away more than half, and would
# have to do so in two thirds of zstd's bytes. Of no saved page it makes less than 0.86; pages of which it does are no
# dictionaries.
_SURE = 0.4
_ORDINARY = 0.8


@dataclass
class _Candidate:
    """A page that no dictionary fits; `gain` is what later pages would have saved by it."""

    digest: str
    body: bytes
    dictionary: ZstdDict
    cost: int
    gain: int = 0


@dataclass
class _Site:
    """What is known of the pages of one site."""

    known: list[Known]
    untrained: int
    next_training: int
    candidates: deque[_Candidate] = field(default_factory=lambda: deque(maxlen=_CANDIDATES))

    def note(self, body: bytes, digest: str, done: "Packed") -> None:
        """Counts a page that was stored, and what it would have saved under the pages before it.

        One that is like none of them is a candidate itself.
        """
        self.untrained += done.under is not None and not done.under.trained
        if done.fits or not is_possible(body):
            return
        sizes = [(len(packed_under(body, each.dictionary)), each) for each in self.candidates]
        smallest, best = min(sizes, key=lambda each: each[0], default=(0, None))
        if best is not None and smallest <= _BETTER * len(done.data):
            best.gain += len(done.data) - smallest
        elif len(done.data) >= _ORDINARY * quick_size(body):
            self.candidates.append(_Candidate(digest, body, compiled(body, trained=False), len(done.data)))


@dataclass(frozen=True, slots=True)
class Packed:
    """A page as it is stored: under which dictionary, and whether that one fits it well."""

    data: bytes
    under: Known | None
    fits: bool


class Packer:
    """Stores the bytes of pages; `learn` is called after a page's transaction, and writes in ones of its own."""

    def __init__(self, keep_capture: Any, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._keep_capture = keep_capture
        self._transaction = transaction
        self._sites: OrderedDict[str, _Site] = OrderedDict()

    def keep(self, db: Connection, site: str, fetch: Fetch) -> None:
        """Stores the bytes of a fetch, where they are not stored already. Raises Busy where a dictionary has gone."""
        assert fetch.body is not None
        assert fetch.body_digest is not None
        state = self._site(db, site)
        done = pack(state.known, fetch.body)
        row = {"digest": fetch.body_digest, "size": len(fetch.body), "codec": captures.codec_of(done.data)}
        row |= {"data": done.data, "dictionary": done.under and done.under.number}
        try:
            is_new = db.execute(self._keep_capture, row).one_or_none() is not None
        except IntegrityError as error:
            self.start_anew()
            raise Busy(f"{site}: a dictionary was erased while a page was packed under it; try again") from error
        if is_new:
            state.note(fetch.body, fetch.body_digest, done)

    def learn(self, site: str, at: datetime) -> None:
        """Adds a dictionary where the pages so far say that it pays; a failure here loses nothing."""
        state = self._sites.get(site)
        if state is None:
            return
        try:
            for candidate in [each for each in state.candidates if each.gain >= each.cost]:
                state.candidates.remove(candidate)
                self._add(state, Lesson(site, candidate.body, False, (candidate.digest,)), at)
            if state.untrained >= state.next_training:
                self._train(site, state, at)
        except ArchiveError as error:
            logger.info("%s: no dictionary was learned: %s", site, error)

    def start_anew(self) -> None:
        """Lets go of what is known: the next page asks the archive."""
        self._sites.clear()

    def _site(self, db: Connection, name: str) -> _Site:
        state = self._sites.get(name)
        if state is None:
            known, untrained = learning.known_of(db, name)
            state = self._sites[name] = _Site(known, untrained, learning.next_training(untrained))
            while len(self._sites) > _MOST_SITES:
                self._sites.popitem(last=False)
        return state

    def _train(self, name: str, site: _Site, at: datetime) -> None:
        site.next_training = 2 * site.untrained
        with self._transaction() as db:
            pages = learning.training_pages(db, site.known)
        lesson = learning.trained(name, pages, count=site.untrained)
        if lesson is not None and self._add(site, lesson, at):
            site.untrained, site.next_training = 0, learning.next_training(0)

    def _add(self, site: _Site, lesson: Lesson, at: datetime) -> bool:
        with self._transaction() as db:
            known = learning.add(db, lesson, at)
        if known is not None:
            site.known = learning.in_use([known, *site.known])
        return known is not None


def pack(known: Sequence[Known], body: bytes) -> Packed:
    """The smallest that can be made of a page at little cost; never more than gzip makes of it."""
    tried = [(packed_under(body, each.dictionary), each) for each in known]
    data, under = min(tried, key=lambda each: len(each[0]), default=(b"", None))
    if under is not None:
        alone = quick_size(body)
        if len(data) <= _SURE * alone or len(data) <= min(alone, gzip_size(body)):
            return Packed(data, under, len(data) <= _FITS * alone)
    return Packed(packed(body), None, fits=False)
