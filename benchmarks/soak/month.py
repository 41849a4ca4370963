"""Days of many sites in one process, two runs a day, on a clock that a day takes seconds of."""

import asyncio
import gc
import logging
import os
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psutil  # type: ignore[import-untyped]

from archive import Archive
from benchmarks.soak.crawls import Complaints, Crawled, Crawls, run_on_reactor
from benchmarks.soak.sites import Sites
from zonenews import clock
from zonenews.demo.redesign import WAYS
from zonenews.exits import Exit
from zonenews.runs.record import RunRecord

FIRST = date(2026, 11, 2)  # a Monday
_HOURS = (0, 12)  # UTC: eight in the morning and in the evening in Beijing
_OVERLAPS = 0.1  # the share of runs that somebody starts a second time
_WARM = 0.2  # the share of the days after which memory counts


@dataclass(frozen=True, slots=True)
class Month:
    """What is lived through: the redesigned sites change on one day and are as before on another."""

    days: int = 30
    sites: int = 100
    articles: int = 25
    jobs: int = 100
    redesigned: int = 8
    worse: int = 14
    well: int = 22
    delay: float = 1.0  # as the settings have it


@dataclass
class Found:
    """What came of it."""

    runs: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    unforeseen: list[str] = field(default_factory=list)
    overlaps: int = 0
    refused: int = 0
    published: int = 0
    requests: int = 0
    least_gap: float = 1e9
    too_soon: int = 0
    locked: int = 0
    errors: int = 0
    late_closings: int = 0  # see Complaints
    first_errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)  # MB at the end of each day
    files: list[int] = field(default_factory=list)
    held: int = 0  # runs that have ended and are still in memory
    missing: int = 0
    twice: int = 0
    problems: int = 0
    drifts: int = 0
    drifts_found: int = 0
    drifts_over: int = 0
    false_alarms: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    warm: int = 0

    @property
    def growth(self) -> float:
        """How much memory grew from the warm process to the end, as a share."""
        return self.memory[-1] / self.memory[self.warm] - 1


def live(month: Month, folder: Path, tell: Any = print) -> Found:
    """Lives through it; gives what was found."""
    logging.getLogger().setLevel(logging.ERROR)
    complaints, found = Complaints(), Found(warm=int(month.days * _WARM))
    logging.getLogger().addHandler(complaints)
    archive = str(folder / "zonenews.db")
    began, cpu = time.monotonic(), time.process_time()
    with Sites(month.sites, month.articles, FIRST) as sites:
        run_on_reactor(lambda: _Life(month, archive, sites, found, tell).days())
        found.locked, found.errors, found.first_errors = complaints.locked, complaints.count, complaints.first
        found.late_closings = complaints.late_closings
        _check(archive, sites, found)
    found.seconds, found.cpu = time.monotonic() - began, time.process_time() - cpu
    return found


class _Life:
    def __init__(self, month: Month, archive: str, sites: Sites, found: Found, tell: Any) -> None:
        self._month, self._archive, self._sites, self.found, self._tell = month, archive, sites, found, tell
        self._crawls = Crawls(archive, month.jobs, DOWNLOAD_DELAY=month.delay)
        self._chance = Random(2026)
        self._redesigned = self._chance.sample(range(month.sites), month.redesigned)
        self._now = self._began = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
        self._since = time.monotonic()
        self._told_incidents = 0

    async def days(self) -> None:
        with clock.told_by(lambda: self._now + timedelta(seconds=time.monotonic() - self._since)):
            for number in range(self._month.days):
                for half in range(len(_HOURS)):
                    self._redesign(number, half)
                    await self._half_day(FIRST + timedelta(days=number), half)
                self._look_at_memory()
                self._tell(f"day {number + 1}: {self.found.runs} runs, {self.found.memory[-1]:.0f} MB", flush=True)
        gc.collect()
        self.found.held = sum(isinstance(thing, RunRecord) for thing in gc.get_objects())

    def _redesign(self, day: int, half: int) -> None:
        ways = {self._month.worse: WAYS, self._month.well: (None,)}.get(day, ()) if half == 0 else ()
        for place, number in enumerate(self._redesigned if ways else ()):
            self._sites.redesign(number, ways[place % len(ways)])

    async def _half_day(self, day: date, half: int) -> None:
        found = self.found
        found.published += self._sites.live(day, half)
        self._now, self._since = datetime(day.year, day.month, day.day, _HOURS[half], tzinfo=UTC), time.monotonic()
        urls = self._chance.sample(self._sites.urls, len(self._sites.urls))
        again = {url for url in urls if self._chance.random() < _OVERLAPS}
        ended = await asyncio.gather(
            *(self._crawls.crawl(url, self._start_again if url in again else None) for url in urls)
        )
        for crawled in ended:
            self._count(crawled, day)
        self._judge_manners(self._sites.asked())
        self._judge_incidents(day)

    async def _start_again(self, url: str) -> None:
        """Somebody starts a crawl that runs already."""
        crawled = await self._crawls.start(url)
        self.found.overlaps += 1
        self.found.refused += crawled.code == Exit.ALREADY_RUNNING

    def _count(self, crawled: Crawled, day: date) -> None:
        self.found.runs += 1
        self.found.codes[crawled.code] += 1
        if crawled.code != Exit.COMPLETE and not self._is_redesigned(crawled.url, day):
            self.found.unforeseen.append(f"{day} {crawled.url}: {crawled.code} {crawled.reason}"[:300])

    def _is_redesigned(self, url: str, day: date) -> bool:
        changed = self._month.worse <= (day - FIRST).days < self._month.well
        return changed and self._sites.urls.index(url) in self._redesigned

    def _judge_manners(self, asked: dict[str, Any]) -> None:
        gaps = [gap for gap in asked["gaps"] if gap is not None]
        self.found.requests += asked["requests"]
        self.found.least_gap = min([self.found.least_gap, *gaps])
        self.found.too_soon += sum(gap < self._month.delay for gap in gaps)

    def _judge_incidents(self, day: date) -> None:
        """Opened where and when a site was redesigned: found. Opened anywhere else: a false alarm."""
        with Archive(self._archive) as archive:
            fresh = [row for row in archive.incidents() if row["id"] > self._told_incidents]
        hosts = {url.split("/")[2].partition(":")[0]: url for url in self._sites.urls}
        for row in fresh:
            if not self._is_redesigned(hosts[row["site"]], day):
                self.found.false_alarms.append(f"{day} {row['site']}: {row['kind']} {row['detail']}"[:300])
        self._told_incidents = max([self._told_incidents, *(row["id"] for row in fresh)])
        if (day - FIRST).days == self._month.worse and self.found.drifts == 0:
            self.found.drifts = len(self._redesigned)
            alarmed = {row["site"] for row in fresh}
            sites = {url.split("/")[2].partition(":")[0] for url in map(self._sites.urls.__getitem__, self._redesigned)}
            self.found.drifts_found = len(alarmed & sites)

    def _look_at_memory(self) -> None:
        process = psutil.Process(os.getpid())
        self.found.memory.append(process.memory_info().rss / 2**20)
        self.found.files.append(process.num_fds())


def _check(archive_url: str, sites: Sites, found: Found) -> None:
    """Holds the archive against the sites."""
    with Archive(archive_url) as archive:
        urls = [row["url"] for row in archive.articles()]
        found.problems = sum(1 for _ in archive.problems())
        found.drifts_over = sum(row["closed_run"] is not None for row in archive.incidents())
    found.missing = len(set(sites.truth()) - set(urls))
    found.twice = len(urls) - len(set(urls))


def as_json(found: Found) -> dict[str, Any]:
    """The figures for programs."""
    return asdict(found) | {"codes": {str(code): count for code, count in found.codes.items()}, "growth": found.growth}
