"""Carries out `zonenews enqueue --reextract`, `--verify`, `--warc`: shares a work on the archive out to the fleet."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued

from archive import Archive, Writer
from archive.batches import Kind, Part
from zonenews import clock
from zonenews.exits import Exit, Refused
from zonenews.extraction import EXTRACTOR
from zonenews.fleet.batches import job_of, lock_of, queued
from zonenews.fleet.queue import open_queue, opened
from zonenews.fleet.works import wait_for

_AT_ONCE = 1000  # jobs that are put into the queue together
_TRIES = 5  # others may do the same meanwhile


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was given: the work, about how many rows a batch has, and for WARC a folder."""

    kind: Kind
    archive: str
    most: int
    folder: Path | None = None
    wait: bool = False


def share_out(wanted: Wanted) -> None:
    """Shares a work out, or goes on with one of its kind that is not done.

    With `wait` it raises Refused where problems were found or batches failed.
    """
    app = open_queue(wanted.archive)
    new = _ask(wanted)
    with Archive(wanted.archive) as archive:
        undone = archive.batches_undone(wanted.kind)
        if undone and not new and wanted.folder:
            _check_folder(archive.batch(next(iter(undone))).part, _folder(wanted))
    deferred = asyncio.run(_defer(app, undone))
    if not undone:
        print(f"{wanted.kind}: there is nothing to do")
    elif new:
        print(f"{wanted.kind}: {new} batches enqueued")
    else:
        print(f"{wanted.kind}: goes on, {len(undone)} batches are not done; {deferred} were enqueued again")
    if wanted.wait:
        wait_for(wanted.kind, wanted.archive, app)


def _check_folder(begun: str, wanted: str) -> None:
    """Raises Refused where a work that is not done writes to another folder."""
    if begun != wanted:
        raise Refused(Exit.USAGE, f"pages are still being written to {begun}; let that end first, or name that folder")


def _ask(wanted: Wanted) -> int:
    writer = Writer(wanted.archive)
    try:
        with Archive(wanted.archive) as archive:
            return writer.batches.ask(wanted.kind, list(_parts(archive, wanted)), clock.now())
    finally:
        writer.close()


def _parts(archive: Archive, wanted: Wanted) -> Iterator[Part]:
    if wanted.kind == "verify":
        yield from (Part(each.part, each.first, each.last) for each in archive.shares_to_check(wanted.most))
    elif wanted.kind == "warc":
        folder = _folder(wanted)
        yield from (Part(folder, each.start, each.stop - 1) for each in archive.fetches_to_write(wanted.most))
    else:
        yield from _revisions(archive, wanted.most)


def _revisions(archive: Archive, most: int) -> Iterator[Part]:
    """Ranges of revisions that today's extractor has not read."""
    after = 0
    while found := archive.revisions_from(after, most=most, unless_read_by=EXTRACTOR):
        after = found[-1]
        yield Part("revisions", found[0], after)


def _folder(wanted: Wanted) -> str:
    if wanted.folder is None or not wanted.folder.is_dir():
        said = "is no folder; make it, where every worker sees it under that name"
        raise Refused(Exit.USAGE, f"{wanted.folder} {said}")
    return str(wanted.folder.absolute())


async def _defer(app: App, numbers: Iterable[int]) -> int:
    """Puts those batches into the queue that are neither in it nor being done; gives how many."""
    async with opened(app):
        for _ in range(_TRIES):
            known = await queued(app)
            jobs = [job_of(number) for number in numbers if lock_of(number) not in known]
            try:
                for start in range(0, len(jobs), _AT_ONCE):
                    await app.job_manager.batch_defer_jobs_async(jobs[start : start + _AT_ONCE])
            except AlreadyEnqueued:
                continue
            return len(jobs)
    raise Refused(Exit.ALREADY_RUNNING, "others are enqueueing the same; try again")
