"""robots.txt as RFC 9309 has it: no file means no rules, a failing host means no visit."""

import asyncio
import logging
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from datetime import timedelta

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from archive.manners.records import RobotsFile
from zonenews import clock
from zonenews.manners.remembered import RobotsMemory
from zonenews.middlewares.errors import (
    NoPage,
    RedirectLoop,
    RobotsForbidden,
    RobotsUnavailable,
    TooLarge,
    Truncated,
)

logger = logging.getLogger(__name__)
IS_ROBOTS = "zonenews_robots"
LONGEST = 512 * 1024  # RFC 9309 §2.5: at least 500 KiB are read
PATIENCE = 60.0  # no Crawl-delay makes us wait longer, in seconds
PRIORITY = 1000  # the rules come before any page
OLDEST = timedelta(hours=24)  # RFC 9309 §2.4: rules are not used for longer


class Robots:
    """Reads each host's robots.txt once a run, or has it from an earlier one; keeps to it and to its Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._fresh = min(timedelta(hours=crawler.settings.getfloat("ROBOTS_FRESH_HOURS")), OLDEST)
        self._memory = RobotsMemory(crawler)
        self._rules: dict[str, asyncio.Task[Protego | NoPage]] = {}
        self._paced: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Robots":
        """As Scrapy builds its components."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises RobotsForbidden or RobotsUnavailable, or what kept robots.txt from being read (a challenge page …)."""
        if request.meta.get(IS_ROBOTS):
            return
        rules = await self._rules_of(request)
        if isinstance(rules, NoPage):
            raise rules.with_traceback(None)  # raised once a request: a kept traceback would keep them all
        if not rules.can_fetch(request.url, self._agent):
            raise RobotsForbidden(request.url)
        if _origin(request) in self._paced:
            request.meta["autothrottle_dont_adjust_delay"] = True  # it would shorten the host's own Crawl-delay

    async def _rules_of(self, request: Request) -> Protego | NoPage:
        origin = _origin(request)
        task = self._rules.get(origin)
        if task is None:
            task = self._rules[origin] = asyncio.ensure_future(self._known_or_read(origin, request))
        return task.result() if task.done() else await asyncio.shield(task)

    async def _known_or_read(self, origin: str, request: Request) -> Protego | NoPage:
        """The rules an earlier run read, where they are fresh, or not too old and robots.txt cannot be read now."""
        known = await self._memory.robots(origin)
        age = clock.now() - known.fetched if known else None
        if known is None or age is None or not timedelta(0) <= age < OLDEST:
            return await self._read(origin, request)
        if age >= self._fresh:
            rules = await self._read(origin, request)
            if not isinstance(rules, RobotsUnavailable):
                return rules
            logger.warning("%s; its rules of %s serve, which is not 24 hours ago", rules, known.fetched)
        return self._rules_in(known, request)

    async def _read(self, origin: str, request: Request) -> Protego | NoPage:
        url = f"{origin}/robots.txt"
        robots = Request(url, priority=PRIORITY, meta={IS_ROBOTS: True}, callback=NO_CALLBACK)
        assert self._crawler.engine
        try:
            response = await self._crawler.engine.download_async(robots)
        except RedirectLoop:
            return Protego.parse("")  # RFC 9309 §2.3.1.2: after five redirects, as if there were none
        except (Truncated, TooLarge) as error:
            return RobotsUnavailable(url, error=error)
        except NoPage as error:
            return error  # what stands between us and robots.txt stands before the pages too
        except Exception as error:
            return RobotsUnavailable(url, error=error)
        return await self._believe(origin, response, request)

    async def _believe(self, origin: str, response: Response, request: Request) -> Protego | NoPage:
        if not allows_reading(response.status):
            return RobotsUnavailable(f"{origin}/robots.txt", status=response.status)
        text = rules_text(response.body) if response.status < 300 else ""
        robots = RobotsFile(origin, response.status, text, clock.now())
        await self._memory.keep(robots)
        return self._rules_in(robots, request)

    def _rules_in(self, robots: RobotsFile, request: Request) -> Protego:
        rules = Protego.parse(robots.body)
        delay = rules.crawl_delay(self._agent)
        if delay is not None and delay > 0:
            if delay > PATIENCE:
                logger.warning("%s asks for %g seconds between requests; %g are kept", robots.origin, delay, PATIENCE)
            self._pace(request, min(delay, PATIENCE))
        return rules

    def _pace(self, request: Request, delay: float) -> None:
        assert self._crawler.engine
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        slot = downloader.slots.get(key)
        if slot is not None:  # robots.txt has just come through it
            delay = slot.delay = max(slot.delay, delay)
            slot.jitter = 0.0  # half a delay less would break the host's word
        # an idle slot is forgotten after a minute; the next one starts from here
        delay = max(delay, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        downloader.per_slot_settings.setdefault(key, {}).update(delay=delay, jitter=0.0)
        self._paced.add(_origin(request))


def _origin(request: Request) -> str:
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc}"


def allows_reading(status: int) -> bool:
    """Whether an answer of this status settles the rules: 2xx gives them, 4xx says there are none."""
    return 200 <= status < 300 or (400 <= status < 500 and status != 429)  # 429 is a host that wants rest


def rules_text(body: bytes) -> str:
    """The rules in the body, cut at a line end after 512 KiB; a page of HTML holds none."""
    if len(body) > LONGEST:
        body = body[: body.rfind(b"\n", 0, LONGEST) + 1]
    text = body.decode("utf-16" if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig", "replace")
    return "" if text.lstrip().startswith("<") else text
