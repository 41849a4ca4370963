"""Reads the archive's pages again with today's extractor: new readings, never new revisions, no network."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Self

from archive import Archive, ArchiveError, Writer
from archive.apart import Apart, framed
from zonenews.extraction import EXTRACTOR
from zonenews.reading.again import Answer, Batch, Reread
from zonenews.reading.process import ReadingFailed

_BATCH = 32
_EXAMPLES = 3


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
    try:
        with Archive(url) as archive, Processes(url, jobs or os.cpu_count() or 1) as processes:
            for found in processes.read(_batches(archive, site, since, None if dry else EXTRACTOR)):
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


class Processes:
    """Some processes that read an archive's revisions again, each with a thread that waits for its answers."""

    def __init__(self, url: str, count: int) -> None:
        self._url, self._count = url, count
        self._all: list[Apart] = []
        self._idle: SimpleQueue[Apart] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._kill()
        self._threads.shutdown()
        self._kill()  # one may have been started meanwhile

    def read(self, batches: Iterator[list[int]]) -> Iterator[list[Reread]]:
        """What came of them, in their order; no more than two a process are under way.

        Raises ArchiveError where the archive cannot be read, ReadingFailed for a bug.
        """
        waiting = deque(self._threads.submit(self._read, batch) for batch in islice(batches, 2 * self._count))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(self._threads.submit(self._read, batch) for batch in islice(batches, 1))

    def _read(self, revisions: list[int]) -> list[Reread]:
        process = self._one()
        try:
            answer = process.ask(framed(Batch(self._url, revisions)), Answer)
        except ConnectionError:
            raise ReadingFailed(f"a process died over one of the revisions {revisions[0]} to {revisions[-1]}") from None
        self._idle.put(process)
        if answer.failed is not None:
            raise ArchiveError(answer.failed)
        if answer.bug is not None:
            raise ReadingFailed(answer.bug)
        return answer.found

    def _one(self) -> Apart:
        """A process that has nothing to do; as many are started as there are threads that want one."""
        try:
            return self._idle.get_nowait()
        except Empty:
            process = Apart("zonenews.reading.again")
            self._all.append(process)
            return process

    def _kill(self) -> None:
        for process in self._all:
            process.kill()
