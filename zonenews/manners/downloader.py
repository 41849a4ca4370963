"""Scrapy's downloader, which keeps a host's delay from one process to the next and can come to an end in time."""

import asyncio
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from zonenews.browser import DRAW
from zonenews.manners.locks import HostLocks
from zonenews.middlewares.errors import RunEnds

if TYPE_CHECKING:
    from zonenews.browser.drawing import Browser


class GuestDownloader(Downloader):
    """Leaves a host alone for its delay after each answer; once the run ends, sends nothing more.

    When a request reached its host nobody here knows: a busy process sends it late. It was there before its answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.locks: HostLocks | None = None
        self._unanswered: set[Request] = set()
        self._ending = False
        self._transfers: set[asyncio.Task[object]] = set()
        self._browser = _browser(crawler)
        crawler.signals.connect(self._answered, signals.headers_received)

    def end(self, seconds: float) -> None:
        """Drops what waits for its turn; what is under way may take so many seconds more."""
        if not self._ending:
            self._ending = True
            for host in self.slots:
                drop_queue(self.crawler, host, lambda request: RunEnds(request.url))
            call_later(seconds, self._cut)

    def fetch(self, request: Request, spider: Spider | None = None) -> "Deferred[Response | Request]":
        """Downloads a request; one whose page is to be drawn goes to the browser, which asks here for all it needs."""
        if self._browser is not None and request.meta.get(DRAW):
            return deferred_from_coro(self._draw(self._browser, request))
        return super().fetch(request)

    async def _draw(self, browser: "Browser", request: Request) -> Response:
        self.active.add(request)
        try:
            return await self._in_time(request, browser.draw(request))
        finally:
            self.active.discard(request)

    def _get_slot(self, request: Request) -> tuple[str, Slot]:  # type: ignore[override]
        is_new = self.get_slot_key(request) not in self.slots
        key, slot = super()._get_slot(request)
        if is_new and self.locks:  # another process may have asked a moment ago
            slot.lastseen = monotonic() - self.locks.age(_host(request))
        return key, slot

    async def _download(self, slot: Slot, request: Request) -> Response:
        if self.locks and not self._ending:
            self.locks.note(_host(request))
        self._unanswered.add(request)
        try:
            return await self._in_time(request, super()._download(slot, request))
        finally:
            self._unanswered.discard(request)

    def _answered(self, request: Request) -> None:
        """The headers of its answer have come; Scrapy sends the host's next request later."""
        self._unanswered.discard(request)
        if slot := self.slots.get(self.get_slot_key(request)):
            self._seen(slot, request)

    def _process_queue(self, slot: Slot) -> None:
        """Scrapy comes here when a request has ended: one without an answer may have been at its host until now."""
        for request in self._unanswered & (slot.active - slot.transferring):
            self._unanswered.discard(request)
            self._seen(slot, request)
        super()._process_queue(slot)

    def _seen(self, slot: Slot, request: Request) -> None:
        slot.lastseen = monotonic()
        if self.locks:
            self.locks.note(_host(request))

    async def _in_time(self, request: Request, transfer: Coroutine[object, object, Response]) -> Response:
        """The answer. Raises RunEnds where the run ends before it."""
        task = asyncio.current_task()
        assert task is not None
        if self._ending:
            transfer.close()
            raise RunEnds(request.url)
        self._transfers.add(task)
        try:
            return await transfer
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


def _browser(crawler: Crawler) -> "Browser | None":
    if not getattr(crawler.spider, "drawn", ()):
        return None
    from zonenews.browser.drawing import Browser  # an extra, which few sites need

    return Browser(crawler)


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
