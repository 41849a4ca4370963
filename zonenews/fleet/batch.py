"""The process that does one batch: `python -m zonenews.fleet.batch NUMBER`, on the archive of the environment.

It ends with whoever started it: when nobody holds the other end of its standard input any more. A batch that is broken
off anywhere can be begun again, here or elsewhere.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from threading import Thread
from typing import Any

from archive import Archive, ArchiveError, Busy, Lost, NotFound, Writer
from archive.batches import Work
from archive.shares import Share
from zonenews import clock, environment
from zonenews.exits import Exit
from zonenews.extraction import EXTRACTOR
from zonenews.logs.lines import one_line
from zonenews.reading.again import Rereader
from zonenews.reading.process import spare_the_collector
from zonenews.reading.reextract import Report

_AT_ONCE = 32  # revisions that are read and written together: nobody waits long for the write lock
_MOST_TOLD = 1000  # problems of one batch
_PATIENCE = 60.0
_TO_TIDY = 5.0  # seconds that are left where nobody waits for the end any more


def do_batch(url: str, number: int) -> None:
    """Does a batch to its end, or what is left of it. Raises ArchiveError where it cannot, which its row then tells."""
    writer = Writer(url, wait=_PATIENCE, files=environment.files())
    try:
        with Archive(url, files=environment.files()) as archive:
            work = _left_of(archive, number)
            if work is None:
                return
            try:
                result = _WORKS[work.kind](archive, writer, work)
            except (Busy, Lost):
                raise
            except ArchiveError as error:
                said = archive.batch(number).result | {"error": one_line(str(error))}
                writer.batches.end(number, "failed", said, clock.now())
                raise
            writer.batches.end(number, "done", result, clock.now())
    finally:
        writer.close()


def _left_of(archive: Archive, number: int) -> Work | None:
    """A batch, None where it is done or was cleared away for a newer work."""
    try:
        work = archive.batch(number)
    except NotFound:
        return None
    return None if work.state == "done" else work


def _reextract(archive: Archive, writer: Writer, work: Work) -> Mapping[str, Any]:
    """Reads what today's extractor has not read; what was read is written with how far it has come."""
    spare_the_collector()
    rereader = Rereader(archive)
    known = {name: work.result[name] for name in Report.__dataclass_fields__ if name in work.result}
    report, after = Report(**known), work.first - 1 if work.reached is None else work.reached
    while numbers := _unread(archive, after, work.last):
        found = rereader.read(numbers)
        report.add(found)
        after = numbers[-1]
        readings = [(each.revision, each.reading) for each in found if each.reading]
        writer.batches.advance(work, after, asdict(report), readings)
        work = replace(work, reached=after)
    return asdict(report)


def _unread(archive: Archive, after: int, last: int) -> list[int]:
    found = archive.revisions_from(after, most=_AT_ONCE, unless_read_by=EXTRACTOR)
    return [number for number in found if number <= last]


def _verify(archive: Archive, writer: Writer, work: Work) -> Mapping[str, Any]:
    """Looks at a share of the archive; what is wrong is the result."""
    found = [asdict(problem) for problem in archive.problems(Share(work.part, work.first, work.last))]  # type: ignore[arg-type]
    return {"problems": len(found), "told": found[:_MOST_TOLD]}


def _warc(archive: Archive, writer: Writer, work: Work) -> Mapping[str, Any]:
    """Writes a file of fetches; it is whole or not there."""
    file = Path(work.part) / f"fetches-{work.first:012}-{work.last:012}.warc.gz"
    counts = archive.export_warc(file, fetches=range(work.first, work.last + 1))
    return {"file": file.name, **asdict(counts)}


_WORKS: Mapping[str, Callable[[Archive, Writer, Work], Mapping[str, Any]]] = {
    "reextract": _reextract, "verify": _verify, "warc": _warc,
}  # fmt: skip


def _end_with_parent() -> None:
    while os.read(0, 1):  # not through sys.stdin: its lock would be held when this process ends by itself
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_TO_TIDY)
    os._exit(Exit.TERMINATED)


def _end(number: int, frame: object) -> None:
    """Ends as if something had gone wrong, so that half a file is taken away; a second time, at once."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise SystemExit(Exit.TERMINATED)


def main(number: int) -> int:
    """Does a batch; what goes wrong is a line on stderr and an exit code."""
    signal.signal(signal.SIGTERM, _end)
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        do_batch(environment.archive(), number)
    except ArchiveError as error:
        print(one_line(str(error)), file=sys.stderr)
        return Exit.ARCHIVE
    return Exit.COMPLETE


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
