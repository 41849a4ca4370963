"""The browser of a crawl: one page at a time, each in a context of its own, within bounds of time and memory."""

import asyncio
import codecs
import logging
import os
from contextlib import suppress
from itertools import count
from time import monotonic
from typing import Any

from playwright.async_api import Error as PlaywrightError
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]
from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

from zonenews.browser import DRAWN, REFUSED_PART
from zonenews.browser.finding import launch_options
from zonenews.browser.processes import heaviest, kill_browser, kill_pages
from zonenews.browser.visit import Visit
from zonenews.manners.trust import HANDSHAKE
from zonenews.middlewares.errors import NotDrawn, PartFailed, TooLarge
from zonenews.middlewares.wire import WIRE

_LOOK = 0.25  # seconds between two looks at a page's time and memory
_SCRIPTS = 32 * 1024 * 1024  # bytes of scripts that are kept for the pages to come
_LEAVE = 5.0  # seconds a page has to go
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_LEARNT = ("redirect_urls", "redirect_times", "redirect_reasons", WIRE, HANDSHAKE)  # on the way to a document


class Browser:
    """Draws the pages of one crawl; what they ask for passes through the crawl's engine, with all its rules."""

    def __init__(self, crawler: Crawler) -> None:
        logging.getLogger("scrapy-playwright").setLevel(logging.CRITICAL)  # what fails is told by its page
        settings = crawler.settings
        self._crawler = crawler
        self._seconds, self._page_seconds = settings.getfloat("DRAWN_SECONDS"), settings.getfloat("DRAWN_PAGE_SECONDS")
        self._requests, self._megabytes = settings.getint("DRAWN_REQUESTS"), settings.getint("DRAWN_MEGABYTES")
        self._largest = settings.getint("DOWNLOAD_MAXSIZE")
        self._handler = ScrapyPlaywrightDownloadHandler(crawler)
        config = self._handler.config
        config.launch_options = launch_options(settings)
        config.target_closed_max_retries = 0
        self._turn = asyncio.Lock()
        self._scripts: dict[str, Response] = {}
        self._numbers = count(1)
        crawler.signals.connect(self._close, signals.spider_closed)

    async def draw(self, request: Request) -> Response:
        """The page as its scripts draw it; an answer that is no page of HTML as it came. Raises as a download does."""
        async with self._turn:
            return await self._draw(request)

    async def _draw(self, request: Request) -> Response:
        document = await self._download(_plain(request))
        assert document.request is not None
        request.headers = document.request.headers
        request.meta.update({name: document.meta[name] for name in _LEARNT if name in document.meta})
        if document.status != 200 or not isinstance(document, HtmlResponse):
            return document.replace(request=request)
        html, visit = await self._drawn(document)
        request.meta[REFUSED_PART] = visit.refused and PartFailed(*visit.refused)
        body = codecs.BOM_UTF8 + html.encode()
        flags = [*document.flags, DRAWN]
        return document.replace(request=request, body=body, encoding="utf-8", flags=flags)

    async def _download(self, request: Request) -> Response:
        assert self._crawler.engine is not None
        return await self._crawler.engine.download_async(request)

    async def _part(self, request: Request, *, is_script: bool) -> Response:
        """What a page asks for; a script that came in this run is not asked for again: all pages share theirs."""
        if is_script and request.url in self._scripts:
            return self._scripts[request.url]
        response = await self._download(request)
        room = _SCRIPTS - sum(len(script.body) for script in self._scripts.values())
        if is_script and response.status == 200 and len(response.body) <= room:
            self._scripts[request.url] = response
        return response

    async def _drawn(self, document: Response) -> tuple[str, Visit]:
        """The page once its scripts have run. Raises NotDrawn, TooLarge, or PartFailed where a part did not come."""
        visit = Visit(document, self._part, requests=self._requests, largest=self._largest)
        name = f"page {next(self._numbers)}"
        page = Request(document.url, meta=self._meta(name, visit))
        task = asyncio.ensure_future(self._handler.download_request(page))
        try:
            await self._watch(task, visit)
        finally:
            task.cancel()
            await self._leave(name)
            await asyncio.gather(task, return_exceptions=True)
        if visit.lost is not None:
            raise PartFailed(*visit.lost)
        html = visit.html.result()
        if html is None:
            raise TooLarge(document.url, self._largest)
        return html, visit

    def _meta(self, name: str, visit: Visit) -> dict[str, Any]:
        """What scrapy-playwright is to do."""
        return {
            "playwright": True,
            "playwright_context": name,
            "playwright_context_kwargs": {
                "user_agent": self._crawler.settings["USER_AGENT"],
                "service_workers": "block",
                "accept_downloads": False,
                "locale": "zh-CN",
                "timezone_id": "Asia/Shanghai",
            },
            "playwright_page_init_callback": visit.open,
            "playwright_page_goto_kwargs": {"wait_until": "commit"},
            "playwright_page_methods": [PageMethod(visit.draw, self._page_seconds)],
        }

    async def _watch(self, task: asyncio.Task[Response], visit: Visit) -> None:
        """Waits until the page is drawn, and not longer than it may take. Raises NotDrawn."""
        while not visit.html.done():
            ends: set[asyncio.Future[Any]] = {task, visit.html}
            await asyncio.wait(ends, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED)
            if task.done() and not visit.html.done():
                raise NotDrawn(visit.url, _first_line(task.exception()))
            if visit.own_time > self._seconds:
                raise NotDrawn(visit.url, f"its scripts run for more than {self._seconds:g} seconds (DRAWN_SECONDS)")
            if self._is_too_heavy():
                await self._replace()
                raise NotDrawn(visit.url, f"it takes more than {self._megabytes} megabytes (DRAWN_MEGABYTES)")

    def _is_too_heavy(self) -> bool:
        return heaviest(os.getpid()) > self._megabytes * 1_000_000

    async def _replace(self) -> None:
        """Ends the browser, so that another one draws the next page."""
        kill_browser(os.getpid())
        end = monotonic() + _LEAVE
        while self._is_too_heavy() and monotonic() < end:  # memory is given back bit by bit
            await asyncio.sleep(0.1)

    async def _leave(self, name: str) -> None:
        """Closes a page's context; a page that does not let go loses its process."""
        wrapper = self._handler.context_wrappers.get(name)
        if wrapper is None:
            return
        for end in (kill_pages, kill_browser):
            with suppress(PlaywrightError):
                closing = asyncio.ensure_future(wrapper.context.close())
                done, _ = await asyncio.wait({closing}, timeout=_LEAVE)
                if done:
                    return
            end(os.getpid())

    async def _close(self) -> None:
        closing = asyncio.ensure_future(self._handler.close())
        done, _ = await asyncio.wait({closing}, timeout=2 * _LEAVE)
        if not done:
            kill_browser(os.getpid())


def _plain(request: Request) -> Request:
    """The request for the document, without conditions: what a page draws may change while its shell does not."""
    headers = request.headers.copy()
    for name in _CONDITIONS:
        headers.pop(name, None)
    return Request(request.url, method=request.method, headers=headers, body=request.body, dont_filter=True)


def _first_line(error: BaseException | None) -> str:
    words = str(error).strip() or type(error).__name__
    return f"the browser failed: {words.splitlines()[0]}"
