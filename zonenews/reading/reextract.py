"""Reads the archive's pages again with today's extractor: new readings, never new revisions, no network."""

import gc
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from archive import Archive, Writer
from archive.records import Reading
from archive.restoring import CONTENT, Restored
from zonenews import clock
from zonenews.extraction import EXTRACTOR
from zonenews.profile import Profile
from zonenews.reading.rereading import reread
from zonenews.sites import load_sites

_BATCH = 32
_ALLOCATIONS = 100_000  # a page leaves no cycles behind, and looking for them takes a sixth of the time
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of one revision: its new reading, None where it is no article any more; and the fields that differ."""

    revision: int
    url: str
    reading: Reading | None
    changed: tuple[str, ...]
    error: str | None = None


@dataclass
class Report:
    """How many revisions were read, and in which fields the new readings differ, with some addresses of each."""

    revisions: int = 0
    changed: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, found: Iterable[Reread]) -> None:
        """Counts some results."""
        for each in found:
            self.revisions += 1
            kinds = (each.error,) if each.error else ("no article",) if each.reading is None else each.changed
            self.changed += bool(kinds)
            for kind in kinds:
                self.fields[kind] = self.fields.get(kind, 0) + 1
                urls = self.examples.setdefault(kind, [])
                urls += [each.url] if len(urls) < _EXAMPLES else []


def reread_all(
    url: str, *, site: str | None, since: datetime | None, dry: bool, jobs: int | None = None
) -> Iterator[Report]:
    """Reads revisions again, a batch at a time, and gives the report so far after each.

    A real run leaves out what today's extractor has read already, so that an interrupted one goes on where it stopped.
    A dry run looks at everything and writes nothing.
    """
    report, writer = Report(), None if dry else Writer(url)
    count = jobs or os.cpu_count() or 1
    # forking would copy this process's open database
    context = multiprocessing.get_context("spawn")
    try:
        with (
            Archive(url) as archive,
            ProcessPoolExecutor(count, context, initializer=open_reader, initargs=(url,)) as pool,
        ):
            numbers = _batches(archive, site, since, None if dry else EXTRACTOR)
            for found in _in_flight(pool, numbers, 2 * count):
                report.add(found)
                if writer:
                    writer.add_readings((each.revision, each.reading) for each in found if each.reading)
                yield report
    finally:
        if writer:
            writer.close()


def count_revisions(url: str, *, site: str | None, since: datetime | None, dry: bool) -> int:
    """How many revisions a run would read."""
    with Archive(url) as archive:
        return archive.revision_count(site=site, since=since, unless_read_by=None if dry else EXTRACTOR)


def _batches(archive: Archive, site: str | None, since: datetime | None, reader: str | None) -> Iterator[list[int]]:
    after = 0
    while found := archive.revisions_from(after, most=_BATCH, site=site, since=since, unless_read_by=reader):
        yield found
        after = found[-1]


def _in_flight(pool: ProcessPoolExecutor, batches: Iterator[list[int]], most: int) -> Iterator[list[Reread]]:
    """The results in their order, with no more than `most` batches waiting."""
    waiting = [pool.submit(read_revisions, batch) for _, batch in zip(range(most), batches, strict=False)]
    while waiting:
        yield waiting.pop(0).result()
        waiting += [pool.submit(read_revisions, batch) for _, batch in zip(range(1), batches, strict=False)]


# -- in the processes that read

_archive: Archive
_profiles: dict[str, Profile]


def open_reader(url: str) -> None:
    """Has this process read an archive's pages."""
    global _archive, _profiles
    _archive = Archive(url)
    _profiles = {name: spider.profile for name, spider in load_sites().items()}
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)


def read_revisions(revisions: list[int]) -> list[Reread]:
    """Reads revisions of these numbers again."""
    return [_read_one(old) for old in _archive.restored(revisions)]


def _read_one(old: Restored) -> Reread:
    if old.pages is None:
        return Reread(old.revision, old.url, None, (), "damaged capture")
    reading = reread(old.pages, _profiles.get(old.site, Profile()), clock.now())
    return Reread(old.revision, old.url, reading, _changed(old, reading) if reading else ())


def _changed(old: Restored, new: Reading) -> tuple[str, ...]:
    content: dict[str, Any] = {name: getattr(new, name) for name in (*CONTENT, "attachments")}
    plain = orjson.loads(orjson.dumps(content))
    return tuple(name for name, value in plain.items() if value != old.content[name])
