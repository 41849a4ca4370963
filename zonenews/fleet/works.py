"""Tells how far the works on an archive have come that were shared out, and what came of them."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from procrastinate import App

from archive import Archive
from archive.batches import Kind
from zonenews.exits import Exit, Refused
from zonenews.fleet.batches import lock_of, queued
from zonenews.fleet.queue import opened

_LOOK = 1.0  # seconds between two looks of who waits for a work's end
_MOST_TOLD = 20


def works(archive: Archive) -> list[dict[str, Any]]:
    """The works that were asked for, as dicts for JSON: batches in each state, and what came of them.

    `numbers` are the results' own, added up; `problems` is every problem that a verification found, `errors` are the
    reasons for which batches failed.
    """
    return [_work(row, archive.batch_results(row["kind"])) for row in archive.batch_counts()]


def _work(row: Mapping[str, Any], results: list[dict[str, Any]]) -> dict[str, Any]:
    numbers: dict[str, int] = {}
    for name, value in ((name, value) for result in results for name, value in result.items()):
        if isinstance(value, int):
            numbers[name] = numbers.get(name, 0) + value
    told = [problem for result in results for problem in result.get("told", ())]
    errors = sorted({result["error"] for result in results if "error" in result})
    ended = None if row["waiting"] or row["ended"] is None else row["ended"].isoformat()
    states = {name: row[name] for name in ("waiting", "done", "failed")}
    batches = {"batches": sum(states.values()), **states, "numbers": numbers, "problems": told, "errors": errors}
    return {"kind": row["kind"], "asked": row["asked"].isoformat(), "ended": ended} | batches


def line_of(work: Mapping[str, Any]) -> str:
    """A work in a line: `reextract: 40 of 100 batches, 1300 revisions, 3 changed`."""
    numbers = [f"{count} {name}" for name, count in work["numbers"].items()]
    failed = [f"{work['failed']} failed: {work['errors'][0]}"] if work["errors"] else []
    return ", ".join([f"{work['kind']}: {work['done']} of {work['batches']} batches", *numbers, *failed])


def wait_for(kind: Kind, url: str, app: App) -> None:
    """Waits until nothing of a work is left in the queue, and prints how it goes.

    Raises Refused where it found something wrong, or did not come to its end.
    """
    shown = ""
    while True:
        with Archive(url) as archive:
            undone = archive.batches_undone(kind)
            work = next((each for each in works(archive) if each["kind"] == kind), None)
        left = asyncio.run(_left(app, undone))
        if work and (line := line_of(work)) != shown:
            print(line, flush=True)
            shown = line
        if not left:
            break
        time.sleep(_LOOK)
    if work:
        _judge(work)


async def _left(app: App, undone: Mapping[int, str]) -> int:
    """How many batches that are not done are in the queue, or are being done."""
    async with opened(app):
        known = await queued(app)
    return sum(lock_of(number) in known for number in undone)


def _judge(work: Mapping[str, Any]) -> None:
    problems, found = work["problems"], work["numbers"].get("problems", 0)
    for problem in problems[:_MOST_TOLD]:
        print(f"{problem['kind']}: {problem['where']}: {problem['detail']}")
    if found > _MOST_TOLD:
        print(f"… and {found - _MOST_TOLD} more; `zonenews fleet --json` has them")
    if work["waiting"] or work["failed"]:
        said = work["errors"][0] if work["errors"] else "their processes ended; the workers' logs say why"
        raise Refused(Exit.PARTIAL, f"{work['waiting'] + work['failed']} batches were not done: {said}")
    if found:
        raise Refused(Exit.ARCHIVE, f"{found} problems were found")
