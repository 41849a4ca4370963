"""Tells how far a run has come, as a Scrapy extension: as a view on a terminal, or as lines."""

import sys
from collections import deque
from time import monotonic
from typing import Protocol, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from archive import ArchiveError
from zonenews.frontier import Frontier
from zonenews.progress.figures import COUNTS, Progress, SectionProgress
from zonenews.progress.lines import JsonLines, LogLines
from zonenews.runs.record import run_of
from zonenews.walks.walk import Walk

_RATE_OVER = 30.0  # seconds
_COUNT_SHARE = 400  # counting what is due takes at most one part in so many of the crawl's time


class Screen(Protocol):
    """Where progress is shown, every so many seconds."""

    every: float

    def show(self, progress: Progress) -> None:
        """Shows how far the run is."""

    def close(self, progress: Progress | None) -> None:
        """Shows how it ended, if that is known, and leaves."""


class Teller:
    """Gathers a run's progress and shows it."""

    def __init__(self, crawler: Crawler, screen: Screen) -> None:
        self._crawler = crawler
        self._screen = screen
        self._started = monotonic()
        self._pages: deque[tuple[float, int]] = deque([(self._started, 0)])
        self._due: int | None = None
        self._counted = False
        self._count_again = 0.0
        self._clock = create_looping_call(self._tell)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        teller = cls(crawler, _screen_for(crawler))
        crawler.signals.connect(teller.opened, signals.spider_opened)
        crawler.signals.connect(teller.closed, signals.spider_closed)
        return teller

    def opened(self) -> None:
        """Starts telling."""
        self._run = run_of(self._crawler)
        self._clock.start(self._screen.every, now=False)

    def closed(self) -> None:
        """Tells the end; the run has been judged by then."""
        if self._clock.running:
            self._clock.stop()
        self._screen.close(self._progress() if self._run.verdict else None)

    def _tell(self) -> None:
        self._count_due()
        self._screen.show(self._progress())

    def _progress(self) -> Progress:
        run, stats, verdict = self._run, self._crawler.stats, self._run.verdict
        pages = stats.get_value("downloader/response_count", 0)
        walks = tuple(_of_section(walk) for walk in run.tally.walks.values())
        return Progress(
            run=run.id,
            site=run.site,
            state=verdict.state if verdict else "running",
            seconds=round(monotonic() - self._started, 1),
            sections=len(walks),
            walked=sum(walk.stopped is not None for walk in walks),
            pages=pages,
            bytes=stats.get_value("downloader/response_bytes", 0),
            **{name: run.tally.counts[name] for name in COUNTS},
            due=None if verdict else self._due,
            rate=self._rate(pages),
            exit_code=int(verdict.code) if verdict else None,
            reason=verdict.reason if verdict else None,
            walks=walks,
        )

    def _rate(self, pages: int) -> float:
        now = monotonic()
        self._pages.append((now, pages))
        while len(self._pages) > 2 and now - self._pages[1][0] >= _RATE_OVER:
            self._pages.popleft()
        then, before = self._pages[0]
        return round((pages - before) / max(now - then, 0.001), 3)

    def _count_due(self) -> None:
        """Asks the archive what is due, less often the longer it takes."""
        started = monotonic()
        if started < self._count_again or not (engine := self._crawler.engine):
            return
        assert isinstance(engine.scheduler, Frontier)
        try:
            self._due = engine.scheduler.left()
        except ArchiveError:
            self._due = None
        if self._counted:
            self._count_again = monotonic() + _COUNT_SHARE * (monotonic() - started)
        self._counted = True  # the first count prepares its query, and says nothing of how long others take


def _screen_for(crawler: Crawler) -> Screen:
    settings = crawler.settings
    if settings["PROGRESS_JSON"] is not None:
        return JsonLines(settings.getint("PROGRESS_JSON"), ends=settings.getbool("PROGRESS_ENDS"))
    if settings.getbool("PROGRESS") and sys.stderr.isatty():
        from zonenews.progress.view import LiveView, can_draw

        if can_draw():
            return LiveView()
    if not settings.getfloat("PROGRESS_SECONDS"):
        raise NotConfigured("PROGRESS_SECONDS is 0")
    return LogLines(settings.getfloat("PROGRESS_SECONDS"))


def _of_section(walk: Walk) -> SectionProgress:
    return SectionProgress(walk.name, walk.pages, walk.rows, walk.new, walk.stop_reason)
