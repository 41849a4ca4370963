"""Asks a few known pages again before a run ends, where its new pages look as if the site had changed.

One new article without a source proves little; the newest ones that had a source, and have lost it, prove much. The
same pages tell when an incident is over.
"""

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from archive import ArchiveError
from zonenews import clock
from zonenews.drift.examining import Examination
from zonenews.runs.patience import AWAY, stubbornly
from zonenews.runs.record import RunRecord, run_of
from zonenews.spiders import ZoneSpider

logger = logging.getLogger(__name__)
_MOST = 4  # pages of a section
_MOST_A_RUN = 240


class Witnesses:
    """A Scrapy extension: when nothing is left to ask for, asks known pages once, if there is a reason to."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asked = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        witnesses = cls(crawler)
        crawler.signals.connect(witnesses.idle, signals.spider_idle)
        return witnesses

    def idle(self, spider: ZoneSpider) -> None:
        """Asks for witnesses, and keeps the spider open for their answers."""
        if self._asked:
            return
        self._asked = True
        urls = self._called()
        assert self._crawler.engine is not None
        for url in urls:
            self._crawler.engine.crawl(spider.article_request(url))
        if urls:
            logger.info("%d known pages are asked again: new ones look different", len(urls))
            raise DontCloseSpider

    def _called(self) -> list[str]:
        run = run_of(self._crawler)
        if run.tally.fatal is not None:
            return []
        try:
            return stubbornly(AWAY, _witnesses, run)
        except ArchiveError as error:
            run.failed(error)
            return []


def _witnesses(run: RunRecord) -> list[str]:
    with run.archive.past() as past:
        examination = Examination(past, run.site, run.id, clock.now())
        return list(dict.fromkeys(examination.witnesses(_MOST)))[:_MOST_A_RUN]
