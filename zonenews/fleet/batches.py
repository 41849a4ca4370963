"""The task of a worker that does batches: parts of a work on the whole archive, each in a process of its own."""

import asyncio
import logging
import os
import signal
import sys
from contextlib import suppress

from procrastinate import App, JobContext
from procrastinate.jobs import Job

from zonenews.exits import Exit
from zonenews.fleet.retries import ByExitCode, Stopped, Unfinished

logger = logging.getLogger(__name__)
BATCHES = "batches"  # the name of the queue, and of the task
_AFTER_ALL = -100_000  # no crawl waits for a batch
_QUEUED = """
SELECT queueing_lock FROM procrastinate_jobs WHERE task_name = %(task)s AND status IN ('todo', 'doing')
"""


def job_of(number: int) -> Job:
    """The job of a batch."""
    lock = lock_of(number)
    return Job(
        id=None,
        queue=BATCHES,
        task_name=BATCHES,
        lock=lock,
        queueing_lock=lock,
        priority=_AFTER_ALL,
        task_kwargs={"number": number},
    )


def lock_of(number: int) -> str:
    """What two jobs of one batch would both hold."""
    return f"batch {number}"


async def queued(app: App) -> set[str]:
    """The locks of the batches that wait in the queue or are being done."""
    rows = await app.connector.execute_query_all_async(_QUEUED, task=BATCHES)
    return {row["queueing_lock"] for row in rows}


class Batches:
    """The batches that a worker does."""

    def __init__(self, app: App, archive: str) -> None:
        self._archive = archive
        self._running: set[asyncio.subprocess.Process] = set()
        self._stopping = False
        app.task(name=BATCHES, queue=BATCHES, retry=ByExitCode(), pass_context=True)(self.do)

    async def do(self, context: JobContext, number: int) -> None:
        """Does a batch. Raises Unfinished, or Stopped with the worker."""
        if self._stopping:
            raise Stopped
        process = await self._start(number)
        self._running.add(process)
        try:
            assert process.stderr
            said = (await process.stderr.read()).decode(errors="replace").splitlines()
            code = await process.wait()
        except asyncio.CancelledError:
            _end(process)
            raise
        finally:
            self._running.discard(process)
        if code and self._stopping:
            raise Stopped
        reason = said[-1] if said else f"its process ended with {code}"
        logger.info("job %s: batch %d: %s", context.job.id, number, reason if code else "done")
        if code:
            raise Unfinished(code if code > 0 else Exit.BUG, reason)

    def stop(self) -> None:
        """Breaks off what is being done: it loses nothing by that."""
        self._stopping = True
        for process in self._running:
            _end(process)

    async def _start(self, number: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "zonenews.fleet.batch", str(number)),
            stdin=asyncio.subprocess.PIPE,  # its end is how the process learns that this one is gone
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "ZONENEWS_ARCHIVE": self._archive},
            start_new_session=True,
        )


def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
