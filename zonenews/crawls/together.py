"""Many crawls, so many at once, and never two of one host."""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Protocol

from zonenews.crawls.ended import Ended
from zonenews.crawls.process import Order, SiteCrawl
from zonenews.exits import Exit
from zonenews.progress.figures import Progress

_TO_STOP = 30.0  # seconds that crawls have to finish what is in flight, once they are told to stop
_CODES = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}
_PASSED_ON = {number: number for number in _CODES} | {signal.SIGHUP: signal.SIGTERM}  # the terminal was closed


class Screen(Protocol):
    """What shows how the crawls come along."""

    def started(self, site: str) -> None:
        """A site's crawl starts."""

    def tell(self, site: str, progress: Progress) -> None:
        """How far a site is."""

    def ended(self, ended: Ended) -> None:
        """A site is done."""


class Together:
    """Runs crawls of sites, each given with its hosts."""

    def __init__(self, order: Order, jobs: int, screen: Screen) -> None:
        self._order = order
        self._screen = screen
        self._jobs = asyncio.Semaphore(jobs)
        self._hosts: dict[str, asyncio.Lock] = {}
        self._running: set[SiteCrawl] = set()
        self.stopped_by: signal.Signals | None = None

    async def crawl(self, sites: Mapping[str, frozenset[str]]) -> list[Ended]:
        """Crawls them all; SIGINT and SIGTERM are passed on to those that run, and no more are started."""
        loop = asyncio.get_running_loop()
        for number, passed_on in _PASSED_ON.items():
            loop.add_signal_handler(number, self.stop, passed_on)
        try:
            return await asyncio.gather(*(self._one(site, hosts) for site, hosts in sites.items()))
        finally:
            for number in _PASSED_ON:
                loop.remove_signal_handler(number)

    def stop(self, number: signal.Signals) -> None:
        """Passes a signal on to every crawl, and kills what has not ended in time."""
        if self.stopped_by is None:
            self.stopped_by = number
            asyncio.get_running_loop().call_later(_TO_STOP, self._send, signal.SIGKILL)
        self._send(number)

    def _send(self, number: signal.Signals) -> None:
        for crawl in self._running:
            crawl.send(number)

    async def _one(self, site: str, hosts: frozenset[str]) -> Ended:
        async with AsyncExitStack() as held:
            for host in sorted(hosts):  # in one order, so that no two sites wait for each other
                await held.enter_async_context(self._hosts.setdefault(host, asyncio.Lock()))
            await held.enter_async_context(self._jobs)
            ended = await self._crawl(site)
        self._screen.ended(ended)
        return ended

    async def _crawl(self, site: str) -> Ended:
        if self.stopped_by is not None:
            return Ended(site, _CODES[self.stopped_by], "was not started any more")
        crawl = SiteCrawl(site, self._order)
        self._running.add(crawl)
        self._screen.started(site)
        try:
            return await crawl.run(self._screen.tell)
        finally:
            self._running.discard(crawl)
