"""Many crawls in one process, as Scrapy runs them: each with its own crawler, all on one reactor."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import scrapy.utils.reactor
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.log import configure_logging
from twisted.internet.defer import AlreadyCalledError

from zonenews.exits import Exit, Refused
from zonenews.runs.record import RunRecord
from zonenews.sites import project_settings

_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


@dataclass(frozen=True, slots=True)
class Crawled:
    """How one crawl ended; `stats` are Scrapy's."""

    url: str
    code: int
    reason: str
    stats: dict[str, Any] = field(default_factory=dict)


class Crawls:
    """Starts crawls, at most so many at once."""

    def __init__(self, archive: str, jobs: int, **settings: Any) -> None:
        given = project_settings()
        plain = {"ADDRESSES_ALLOWED": ["127.0.0.0/8"], "READER_PROCESS": False, "PROGRESS_SECONDS": 0}
        given.setdict({"ARCHIVE_URL": archive, **plain, **settings}, priority="cmdline")
        self._runner = AsyncCrawlerRunner(given)
        self._jobs = asyncio.Semaphore(jobs)

    async def crawl(self, url: str, beside: Callable[[str], Awaitable[None]] | None = None) -> Crawled:
        """Crawls a section; `beside` is called while it runs."""
        async with self._jobs:
            running = asyncio.create_task(self.start(url))
            if beside is not None:
                await asyncio.sleep(0.5)
                if not running.done():
                    await beside(url)
            return await running

    async def start(self, url: str) -> Crawled:
        """Crawls a section at once."""
        crawler = self._runner.create_crawler("zone")
        try:
            await self._runner.crawl(crawler, url=url)
        except Refused as refused:
            return Crawled(url, refused.code, str(refused))
        run = crawler.get_extension(RunRecord)
        if run is None or run.verdict is None:
            return Crawled(url, Exit.BUG, "it ended without a word")
        return Crawled(url, run.verdict.code, run.verdict.reason, crawler.stats.get_stats())

    async def stop(self) -> None:
        """Ends all that run."""
        await self._runner.stop()


class Complaints(logging.Handler):
    """Counts what is logged as an error, and keeps the first few.

    Scrapy gives a host's last connection a second to close, and complains where the reactor is late and both happen at
    once; nothing comes of it, so these are counted by themselves.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0
        self.locked = 0
        self.late_closings = 0
        self.first: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Counts one."""
        said = record.getMessage()
        if record.exc_info and record.exc_info[0] is AlreadyCalledError:
            self.late_closings += 1
            return
        self.count += 1
        self.locked += "locked" in said
        if len(self.first) < 20:
            self.first.append(said[:300])


def run_on_reactor(work: Callable[[], Awaitable[None]]) -> None:
    """Runs a coroutine on the reactor that Scrapy wants, to its end. A process can do it once."""
    scrapy.utils.reactor.install_reactor(_REACTOR)
    # as in `scrapy crawl`: else Twisted keeps what it has to say, and whatever that refers to
    configure_logging({"LOG_LEVEL": "ERROR", "LOG_INSTALL_ROOT_HANDLER": False})
    from twisted.internet import reactor

    failed: list[BaseException] = []

    async def whole() -> None:
        try:
            await work()
        except BaseException as error:
            failed.append(error)
        finally:
            reactor.stop()  # type: ignore[attr-defined]

    tasks: list[asyncio.Future[None]] = []
    reactor.callWhenRunning(lambda: tasks.append(asyncio.ensure_future(whole())))  # type: ignore[attr-defined]
    reactor.run()  # type: ignore[attr-defined]
    if failed:
        raise failed[0]
