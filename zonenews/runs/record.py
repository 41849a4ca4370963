"""The run as a Scrapy extension: it opens the archive, keeps the run's row alive, and says how it ended."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import ParamSpec, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import deferred_from_coro

from archive import Archive, ArchiveError, DiskFull, Lost, Writer
from archive.files.store import store_of
from archive.records import sha256
from zonenews import __version__, clock
from zonenews.alerts.telling import tell
from zonenews.drift.examining import Examined, examine, judged_anew
from zonenews.exits import Exit, Refused
from zonenews.extraction import EXTRACTOR
from zonenews.manners.admission import check_contact, check_files, check_hours
from zonenews.manners.downloader import GuestDownloader
from zonenews.manners.locks import lock_hosts
from zonenews.manners.rests import let_go, rests_of
from zonenews.middlewares.errors import Postponed, RunEnds
from zonenews.reading.reader import Reader
from zonenews.runs.interrupts import listen, stop_listening
from zonenews.runs.patience import AWAY, BUSY_WAIT, patiently, stubbornly
from zonenews.runs.verdict import EARLY, Tally, Verdict, verdict
from zonenews.spiders import ZoneSpider
from zonenews.walks.walk import Walk, walk_is_due

logger = logging.getLogger(__name__)
P = ParamSpec("P")
_START_WAIT = 10.0
_LOOK_AFTER_LOCKS = 2.0  # seconds, where they are held on a server
_INTERRUPTED_WAIT = 10.0  # for a server that is away when somebody waits for the run to end
_END_WAIT = 30.0  # crawls that are told to end together write their ends one after the other
_LATEST_DUE = 100  # days; nothing is put off for longer


class RunRecord:
    """One run and its archive; the frontier and the pipeline ask here.

    Building it is the last moment to refuse a crawl: it raises Refused with what to do.
    """

    def __init__(self, crawler: Crawler, spider: ZoneSpider) -> None:
        self.crawler = crawler
        self.site = spider.site
        self._hosts = spider.hosts
        self.tally = Tally()
        self.verdict: Verdict | None = None
        self._patience = AWAY
        url, files = crawler.settings["ARCHIVE_URL"], crawler.settings["FILES_FOLDER"]
        check_contact(crawler, spider)
        check_hours(spider)
        try:
            check_files(spider, store_of(url, files))
            self.writer = Writer(url, wait=_START_WAIT, files=files)
            self._locks = lock_hosts(spider.hosts, url)
            self.archive = Archive(url)
            self.writer.add_site(self.site, sorted(spider.hosts), clock.now(), zone=spider.profile.zone)
            listen(self._interrupted)  # before there is a row that a signal could leave without an end
            job = crawler.settings.getint("JOB") or None
            self.id = self.writer.start_run(self.site, spider.name, clock.now(), __version__, job)
            self._come_to_reason()
            self._remember_rests()
            self._open_walks(spider)
            self.writer.wait_at_most(BUSY_WAIT)
        except DiskFull as error:
            self._give_back()
            raise Refused(Exit.DISK_FULL, str(error)) from error
        except (ArchiveError, OSError) as error:
            self._give_back()
            raise Refused(Exit.ARCHIVE, str(error)) from error
        except Refused:
            self._give_back()
            raise
        self._heart = create_looping_call(self._beat)
        self._guard = create_looping_call(self._look_after_locks)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        if not isinstance(crawler.spider, ZoneSpider):
            raise NotConfigured("only zone spiders are archived")
        run = cls(crawler, crawler.spider)
        crawler.signals.connect(run.opened, signals.spider_opened)
        crawler.signals.connect(run.closed, signals.spider_closed)
        crawler.signals.connect(run.bug, signals.spider_error)
        crawler.signals.connect(run.bug, signals.item_error)
        return run

    def now(self) -> datetime:
        """The present moment; the archive itself reads no clock."""
        return clock.now()

    def stop(self, code: Exit, reason: str) -> None:
        """Ends the run early, once, for a cause that concerns all of it."""
        if self.tally.fatal is None:
            self.tally.fatal = (code, reason)
            logger.error("the crawl stops: %s", reason)
            assert self.crawler.engine
            deferred_from_coro(self.crawler.engine.close_spider_async(reason=code.name.lower()))

    def end_early(self, why: str) -> None:
        """Ends the run in good order, once, because it has cost enough; the next one goes on."""
        if self.tally.early is None:
            self.tally.early = why
            logger.info("the crawl ends: %s", why)
            assert self.crawler.engine
            self._hurry()
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="limit"))

    def opened(self, spider: Spider) -> None:
        """Starts the heartbeat."""
        self._downloader.locks = self._locks
        self._heart.start(self.crawler.settings.getfloat("HEARTBEAT_SECONDS"), now=False)
        if self._locks.are_shared:
            self._guard.start(_LOOK_AFTER_LOCKS, now=False)

    def closed(self, spider: Spider, reason: str) -> None:
        """Writes how the run ended, and gives the archive back."""
        for call in (self._heart, self._guard):
            if call.running:
                call.stop()
        stop_listening(self._interrupted)
        in_good_order = self.tally.early or self.tally.interrupted_by or reason in EARLY
        for walk in self.tally.walks.values():
            walk.stop("limit" if in_good_order else "error", "the run ended before the walk", Exit.PARTIAL)
        self.writer.wait_at_most(_END_WAIT)
        if self.tally.interrupted_by is not None:
            self._patience = min(self._patience, _INTERRUPTED_WAIT)
        states = self._states()
        examined = self._examined(verdict(self.tally, reason, states))
        found = self.verdict = judged_anew(verdict(self.tally, reason, states), examined)  # comparing may hit a bug
        try:
            for walk in self.tally.walks.values():
                stubbornly(self._patience, self._end_walk, walk)
            self._end(found)
            self._note_incidents(examined)
        except ArchiveError as error:
            logger.error("the end of the run could not be archived: %s", error)
        self._give_back()

    def _states(self) -> Mapping[str, int]:
        """How many addresses of the site are in each state, where it may be that none ever gave an article."""
        try:
            return {} if self.tally.counts["read"] else stubbornly(self._patience, self.archive.states, self.site)
        except ArchiveError as error:
            self._patience = 0 if isinstance(error, Lost) else self._patience
            return {}

    def _examined(self, found: Verdict) -> Examined:
        """What is otherwise than in the site's past; where that cannot be told, the run ends all the same."""
        try:
            walks = self.tally.walks.values()
            return stubbornly(self._patience, examine, self.archive, self.site, self.id, clock.now(), found, walks)
        except Lost as error:
            self._patience = 0
            logger.error("the run could not be compared with the site's past: %s", error)
            return Examined()
        except Exception:  # a bug here must not leave the run without an end
            logger.exception("the run could not be compared with the site's past")
            self.bug()
            return Examined()

    def cut_off(self) -> None:
        """Writes the end of a run that a second signal has ended at once."""
        assert self.crawler.spider
        self.closed(self.crawler.spider, "shutdown")

    def _give_back(self) -> None:
        """Lets go of all that the run holds, as far as it came: one process may crawl for months."""
        stop_listening(self._interrupted)
        let_go(self.crawler)
        for name in ("archive", "writer", "_locks"):  # the writer after the reader, so that no empty -wal stays
            held = getattr(self, name, None)
            if held is not None:
                held.close()

    def _end(self, found: Verdict) -> None:
        end, at, stats = self.writer.end_run, clock.now(), self._stats()
        said = {"state": found.state, "reason": found.reason}
        stubbornly(self._patience, end, self.id, at, exit_code=found.code, stats=stats, **said)

    def _note_incidents(self, found: Examined) -> None:
        """Keeps what went wrong and what is well again, and tells of it, unless somebody waits for the run to end."""
        record, numbers = self.writer.record_incidents, (self.id, self.site)
        opened, well, measures = found.opened, found.well, found.measures
        stubbornly(self._patience, record, *numbers, opened=opened, closed=well, measures=measures)
        if self.tally.interrupted_by is None:
            tell(self.archive, self.writer, self.site)

    def bug(self) -> None:
        """Counts what the spider or the pipeline did not foresee."""
        self.tally.counts["bug"] += 1

    def postponed(self, error: Postponed) -> None:
        """Counts an address that is not asked for in this run, and stays due."""
        self.tally.counts["postponed"] += 1
        self.tally.postponed = error.code, str(error)

    def _come_to_reason(self) -> None:
        """Mends what a clock that ran ahead has put off for years."""
        days = max(_LATEST_DUE, self.crawler.settings.getfloat("REVISIT_LAST_DAYS") + 1)
        late = self.writer.manners.come_to_reason(self.site, clock.now(), clock.now() + timedelta(days=days))
        if late:
            logger.warning("%d addresses were due in more than %g days, so a clock ran ahead; now they are", late, days)

    def _remember_rests(self) -> None:
        rests = rests_of(self.crawler)
        rests.remember(self.archive.rests(self._hosts))
        rests.keep = lambda rest: self._later(self.writer.manners.rest, rest)
        rests.forget = lambda host: self._later(self.writer.manners.wake, host)

    def _later(self, call: Callable[P, object], *args: P.args, **values: P.kwargs) -> None:
        """Writes beside what goes on."""
        deferred_from_coro(self._write_or_stop(call, *args, **values))

    async def _write_or_stop(self, call: Callable[P, object], *args: P.args, **values: P.kwargs) -> None:
        try:
            await patiently(call, *args, **values)
        except ArchiveError as error:
            self.failed(error)

    def _open_walks(self, spider: ZoneSpider) -> None:
        every = self.crawler.settings.getint("WALK_EVERY_DAYS")
        wrong = {incident["kind"] for incident in self.archive.incidents(site=self.site, open_only=True)}
        for section in spider.sections:
            row = self.writer.open_section(self.site, section.url, section.name, every)
            bounded = spider.since is not None or spider.until is not None
            whole = walk_is_due(row.walked, every) or spider.since is not None
            walk = Walk(section, row.id, whole, spider.pages, spider.since, bounded=bounded, doubted="list" in wrong)
            walk.most_pages = self.crawler.settings.getint("LIST_PAGES_A_WALK")
            walk.remember(self.archive.first_page(row.id), read_by(spider))
            self.tally.walks[section.url] = walk

    def _end_walk(self, walk: Walk) -> None:
        self.writer.end_section(
            self.id,
            walk.number,
            pages=walk.pages,
            rows=walk.rows,
            new=walk.new,
            stop_reason=walk.stop_reason or "error",
            detail=walk.detail,
            walked=clock.now() if walk.whole and walk.walked_to_end and not walk.bounded else None,
        )
        page = walk.to_remember()
        if page is not None:
            self.writer.manners.keep_first_page(walk.number, page)

    def _stats(self) -> dict[str, int | float]:
        """What was counted so far: Scrapy's numbers and our own."""
        known = self.crawler.stats.get_stats().items()
        ours = {f"zonenews/{key}": value for key, value in self.tally.counts.items()}
        return {key: value for key, value in known if isinstance(value, int | float)} | ours

    def _beat(self) -> None:
        deferred_from_coro(self._say_alive())  # a looping call takes no coroutine

    async def _say_alive(self) -> None:
        if self.verdict is not None:  # the run ended between the beat and this
            return
        try:
            walks = [walk.so_far for walk in self.tally.walks.values()]
            await patiently(self.writer.beat, self.id, clock.now(), self._stats(), walks)
        except ArchiveError as error:
            self.failed(error)

    def _look_after_locks(self) -> None:
        deferred_from_coro(self._keep_hosts())

    async def _keep_hosts(self) -> None:
        try:
            lost = await asyncio.to_thread(self._locks.look_after)
        except ArchiveError as error:
            self.failed(error)
            return
        if lost is not None and self.verdict is None:
            self._hurry()
            self.stop(Exit.ALREADY_RUNNING, f"another crawl of {lost} began while the archive's server was away")

    def failed(self, error: ArchiveError) -> None:
        """Stops the run because its archive cannot take any more."""
        if isinstance(error, Lost):  # it was waited for long enough
            self._patience = 0
        code = Exit.DISK_FULL if isinstance(error, DiskFull) else Exit.ARCHIVE
        self.stop(code, str(error))

    def _interrupted(self, number: int) -> None:
        self.tally.interrupted_by = number
        from twisted.internet import reactor  # importing it earlier would choose the reactor

        reactor.callFromThread(self._hurry)  # a signal may come anywhere

    def _hurry(self) -> None:
        if self.crawler.engine is not None:  # else nothing was asked for yet
            seconds, reader = self.crawler.settings.getfloat("STOP_SECONDS"), self.crawler.get_extension(Reader)
            self._downloader.end(seconds)
            if reader is not None:
                reader.end(seconds, RunEnds("a page was read"))

    @property
    def _downloader(self) -> GuestDownloader:
        assert self.crawler.engine
        assert isinstance(self.crawler.engine.downloader, GuestDownloader)
        return self.crawler.engine.downloader


def run_of(crawler: Crawler) -> RunRecord:
    """The run that a crawler belongs to."""
    run = crawler.get_extension(RunRecord)
    assert run is not None, "EXTENSIONS must hold zonenews.runs.record.RunRecord"
    return run


def read_by(spider: ZoneSpider) -> str:
    """What reads a site's lists: another version, or another profile, may see rows that this one does not."""
    return f"{__version__}/{EXTRACTOR}/{sha256(repr(spider.profile).encode())[:16]}"
