"""What a run may cost at most: pages, megabytes, and the hours a site is open."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.asyncio import CallLaterResult, call_later

from zonenews import clock
from zonenews.manners.hours import seconds_open
from zonenews.runs.record import run_of
from zonenews.spiders import ZoneSpider

_HEADERS = 500  # bytes; what an answer has beside its body, roughly


class Budget:
    """A Scrapy extension that ends a run in good order when it has cost enough; the next one goes on."""

    def __init__(self, crawler: Crawler, spider: ZoneSpider) -> None:
        settings = crawler.settings
        self._crawler, self._hours = crawler, spider.profile.hours
        self._pages, self._megabytes = settings.getint("PAGES_A_RUN"), settings.getfloat("MEGABYTES_A_RUN")
        self._answers, self._bytes = 0, 0
        self._closing: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        if not isinstance(crawler.spider, ZoneSpider):
            raise NotConfigured("only zone spiders are archived")
        budget = cls(crawler, crawler.spider)
        crawler.signals.connect(budget.opened, signals.spider_opened)
        crawler.signals.connect(budget.closed, signals.spider_closed)
        crawler.signals.connect(budget.answered, signals.response_downloaded)
        return budget

    def opened(self) -> None:
        """Sets the moment at which the site's window closes."""
        left = seconds_open(self._hours, clock.now()) if self._hours else float("inf")
        if self._hours and left < float("inf"):
            words = f"the site's hours, {self._hours[0]} to {self._hours[1]} in Beijing, are over"
            self._closing = call_later(left, run_of(self._crawler).end_early, words)

    def answered(self, response: Response, request: Request) -> None:
        """Counts an answer, as it came over the wire."""
        self._answers += 1
        self._bytes += len(response.body) + _HEADERS
        if self._pages and self._answers >= self._pages:
            run_of(self._crawler).end_early(f"the {self._pages} pages of a run are used up (PAGES_A_RUN)")
        elif self._megabytes and self._bytes >= self._megabytes * 1e6:
            megabytes = f"{self._megabytes:g} megabytes"
            run_of(self._crawler).end_early(f"the {megabytes} of a run are used up (MEGABYTES_A_RUN)")

    def closed(self) -> None:
        """Forgets the moment."""
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None
