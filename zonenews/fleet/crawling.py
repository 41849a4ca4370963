"""The task of the queue: one site's crawl, as a process of its own."""

import asyncio
import logging
import signal
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from procrastinate import App, JobContext
from procrastinate.jobs import Job

from zonenews.crawls.ended import Ended
from zonenews.crawls.process import Order, SiteCrawl
from zonenews.exits import Exit
from zonenews.fleet.queue import CRAWLS
from zonenews.fleet.retries import ByExitCode, Stopped, Unfinished
from zonenews.fleet.tables import NOTE_END

logger = logging.getLogger(__name__)
_TO_STOP = 30.0  # seconds that crawls have to end in good order
_AT_ONCE = 5.0  # … and that they have after a second signal
_CUT_OFF = {Exit.INTERRUPTED, Exit.TERMINATED, Exit.BUG}  # how a crawl ends that a signal has ended


class Crawls:
    """The crawls that a worker runs; `order` says how all of them are run."""

    def __init__(self, app: App, order: Order, worker: str) -> None:
        self._app = app
        self._order = order
        self._worker = worker
        self._running: set[SiteCrawl] = set()
        self._stopping = asyncio.Event()
        self.task: Any = app.task(name=CRAWLS, queue=CRAWLS, retry=ByExitCode(), pass_context=True)(self.crawl)

    async def crawl(
        self,
        context: JobContext,
        site: str,
        arguments: Sequence[str] = (),
        settings: Sequence[str] = (),
        timestamp: int | None = None,
    ) -> str:
        """Crawls a site; `timestamp` is the slot of the schedule. Raises Unfinished, or Stopped with the worker."""
        if self._stopping.is_set():
            raise Stopped
        order = replace(self._order, arguments=tuple(arguments), settings=(*settings, f"JOB={context.job.id}"))
        ended = await self._to_its_end(SiteCrawl(site, order))
        if self._stopping.is_set() and ended.code in _CUT_OFF:
            raise Stopped
        await self._note(context.job, ended)
        if ended.code != Exit.COMPLETE:
            raise Unfinished(ended.code, ended.reason)
        return ended.reason

    def stop(self) -> None:
        """Tells the crawls to end; a second time, at once."""
        left = _AT_ONCE if self._stopping.is_set() else _TO_STOP
        self._stopping.set()
        self._send(signal.SIGTERM)
        asyncio.get_running_loop().call_later(left, self._send, signal.SIGKILL)

    def _send(self, number: int) -> None:
        for crawl in self._running:
            crawl.send(number)

    async def _to_its_end(self, crawl: SiteCrawl) -> Ended:
        """Runs a crawl; where the job is cancelled, ends the crawl in good order first."""
        running = asyncio.ensure_future(crawl.run(lambda site, progress: None))
        self._running.add(crawl)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            crawl.send(signal.SIGTERM)
            await running
            raise
        finally:
            self._running.discard(crawl)

    async def _note(self, job: Job, ended: Ended) -> None:
        logger.info("job %s: %s", job.id, ended.line)
        for line in ended.said[:-1]:
            logger.info("  %s| %s", ended.site, line)
        values = {"job": job.id, "worker": self._worker, "code": ended.code, "reason": ended.reason}
        await self._app.connector.execute_query_async(NOTE_END, **values)
