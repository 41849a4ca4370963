"""Scrapy's downloader, which keeps a host's delay from one process to the next and can come to an end in time."""

import asyncio
from collections.abc import Callable
from time import monotonic

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from zonenews.locks import HostLocks
from zonenews.middlewares.errors import RunEnds


class GuestDownloader(Downloader):
    """Notes when each host is asked; once the run ends, sends nothing more and waits so long for what was sent."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.locks: HostLocks | None = None
        self._ending = False
        self._transfers: set[asyncio.Task[object]] = set()

    def end(self, seconds: float) -> None:
        """Drops what waits for its turn; what is under way may take so many seconds more."""
        if not self._ending:
            self._ending = True
            for host in self.slots:
                drop_queue(self.crawler, host, lambda request: RunEnds(request.url))
            call_later(seconds, self._cut)

    def _get_slot(self, request: Request) -> tuple[str, Slot]:  # type: ignore[override]
        is_new = self.get_slot_key(request) not in self.slots
        key, slot = super()._get_slot(request)
        if is_new and self.locks:  # another process may have asked a moment ago
            slot.lastseen = monotonic() - self.locks.age(_host(request))
        return key, slot

    async def _download(self, slot: Slot, request: Request) -> Response:
        if self._ending:
            raise RunEnds(request.url)
        if self.locks:
            self.locks.note(_host(request))
        task = asyncio.current_task()
        assert task is not None
        self._transfers.add(task)
        try:
            return await super()._download(slot, request)
        except asyncio.CancelledError:
            if self._ending:
                raise RunEnds(request.url) from None
            raise
        finally:
            self._transfers.discard(task)

    def _cut(self) -> None:
        for task in self._transfers:
            task.cancel()


def drop_queue(crawler: Crawler, host: str, why: Callable[[Request], Exception | None]) -> None:
    """Gives every request that waits for its turn at a host this end instead."""
    assert crawler.engine
    slot = crawler.engine.downloader.slots.get(host)
    while slot is not None and slot.queue:  # these have passed every middleware already
        queued, answer = slot.queue.popleft()
        answer.errback(Failure(why(queued)))  # type: ignore[no-untyped-call]


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
