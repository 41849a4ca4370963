"""One page in the browser: what it asks for, and the page as its scripts have drawn it."""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Protocol

from playwright.async_api import CDPSession, Page, Route
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as Asked
from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from zonenews.browser.carrying import as_answer, as_request, is_carried
from zonenews.middlewares import errors

# What stands between the page and an answer for good; all else may be gone the next time
_FOR_GOOD = (
    errors.Offsite,
    errors.AddressRefused,
    errors.TlsRefused,
    errors.RobotsForbidden,
    errors.Challenged,
    errors.TooLarge,
)
_PAGE = """(() => {
  const html = document.documentElement ? document.documentElement.outerHTML : "";
  return html.length > %d ? null : html.toWellFormed();
})()"""


class Download(Protocol):
    """How the crawl downloads what a page asks for."""

    async def __call__(self, request: Request, *, is_script: bool) -> Response:
        """The answer. Raises as a download does."""


class Visit:
    """A page that is drawn; every request it makes is answered with what `download` brings, or with nothing.

    `lost` is what kept a part of it from coming this time, `refused` what keeps one from coming at all.
    """

    def __init__(self, document: Response, download: Download, *, requests: int, largest: int) -> None:
        self.html: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self.lost: tuple[str, Exception] | None = None
        self.refused: tuple[str, Exception] | None = None
        self.requests = 0
        self._document = document
        self._download = download
        self._most, self._largest = requests, largest
        self._begun = False
        self._under_way = 0
        self._waited, self._since = 0.0, monotonic()

    @property
    def url(self) -> str:
        """The address of the page, behind all redirects."""
        return self._document.url

    @property
    def own_time(self) -> float:
        """The seconds that the page took for itself, beside those in which it waited for answers."""
        return self._waited + (0.0 if self._under_way else monotonic() - self._since)

    async def open(self, page: Page, request: Request) -> None:
        """Stands between a new page and the network; called before the page asks for anything."""
        await page.context.route("**", _abort)  # other windows
        await page.route("**", self._route)
        page.context.on("page", lambda other: asyncio.ensure_future(_close(other)))

    async def draw(self, page: Page, seconds: float) -> None:
        """Lets the page's own clock run so far, as fast as it can, and keeps what stands there then.

        Its clock stands still while it waits for an answer, so a timer or a slow answer makes no difference.
        """
        session = await page.context.new_cdp_session(page)
        over = asyncio.Event()
        session.on("Emulation.virtualTimeBudgetExpired", lambda event: over.set())
        budget = {"policy": "pauseIfNetworkFetchesPending", "budget": seconds * 1000}
        await session.send("Emulation.setVirtualTimePolicy", {**budget, "maxVirtualTimeTaskStarvationCount": 1000})
        await over.wait()
        html = await _html(session, self._largest)
        if not self.html.done():
            self.html.set_result(html)

    async def _route(self, route: Route, asked: Asked) -> None:
        with suppress(PlaywrightError):  # the page is gone
            if asked.is_navigation_request() and not self._begun:
                self._begun = True
                await route.fulfill(**as_answer(self._document))
            elif asked.is_navigation_request():
                await route.fulfill(status=204)  # stays where it is: a page does not steer the crawl
            elif is_carried(asked):
                await self._carry(route, asked)
            else:
                await route.abort()

    async def _carry(self, route: Route, asked: Asked) -> None:
        answer = await self._answer(asked)
        if answer is None:
            await route.abort()
        else:
            await route.fulfill(**as_answer(answer))

    async def _answer(self, asked: Asked) -> Response | None:
        """What came for a part of the page; None where nothing did, which is noted."""
        self.requests += 1
        if self.requests > self._most:
            words = f"the page asks for more than {self._most} parts (DRAWN_REQUESTS)"
            self.refused = self.refused or (asked.url, errors.NotDrawn(self.url, words))
            return None
        self._wait(1)
        try:
            is_script = asked.resource_type == "script" and asked.method == "GET"
            response = await self._download(as_request(asked, self.url), is_script=is_script)
            if response.status >= 500 or response.status == 429:
                raise HttpError(response)
        except _FOR_GOOD as error:
            self.refused = self.refused or (asked.url, error)
        except Exception as error:
            self.lost = self.lost or (asked.url, error)
        else:
            return response
        finally:
            self._wait(-1)
        return None

    def _wait(self, more: int) -> None:
        """Counts the answers that are waited for; meanwhile the page's own time stands still."""
        self._waited, self._since = self.own_time, monotonic()
        self._under_way += more


async def _abort(route: Route) -> None:
    with suppress(PlaywrightError):
        await route.abort()


async def _close(other: Page) -> None:
    with suppress(PlaywrightError):
        await other.close()


async def _html(session: CDPSession, largest: int) -> str | None:
    """The page as it stands, seen from a world that its scripts cannot touch; None where it is too large."""
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    world = (await session.send("Page.createIsolatedWorld", {"frameId": frame}))["executionContextId"]
    asked = {"expression": _PAGE % largest, "contextId": world, "returnByValue": True}
    found = await session.send("Runtime.evaluate", asked)
    html = found["result"].get("value")
    return f"<!DOCTYPE html>{html}" if isinstance(html, str) else None
