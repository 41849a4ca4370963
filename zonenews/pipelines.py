"""The last station of every item: cleaned, checked, and handed to the archive, one transaction each."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.log import failure_to_exc_info

from archive import ArchiveError, Forgotten
from archive.records import Fetch, Outcome, Reading, Stored
from archive.storage import Missed
from zonenews.exits import Exit
from zonenews.failures import cause_of, never_asked
from zonenews.files.keeping import file_failed, keep_file, want_earlier_files, wanted_files
from zonenews.frontier import Frontier, ask_again, next_check, rows_of
from zonenews.items import ArticlePage, FailedRequest, FileAnswer, ListPage, NotModified, UnreadPage
from zonenews.middlewares.errors import NoPage, Postponed
from zonenews.profile import Section
from zonenews.reading.rereading import reread
from zonenews.records import fetch_of, fetch_that_failed, reading_of
from zonenews.runs.patience import patiently
from zonenews.runs.record import run_of
from zonenews.spiders import ZoneSpider
from zonenews.walks.places import Step
from zonenews.walks.walk import Walk
from zonenews.wholeness import UNCLOSED, came_whole_before

logger = logging.getLogger(__name__)
_UNREAD: dict[str, tuple[Missed, Outcome]] = {"soft404": ("missing", "gone"), "challenge": ("blocked", "blocked")}


class ArchivePipeline:
    """Hands list pages, articles and failures to the archive, and asks for the next list page."""

    def __init__(self, crawler: Crawler) -> None:
        assert isinstance(crawler.spider, ZoneSpider)
        self._crawler = crawler
        self._spider = crawler.spider
        self._run = run_of(crawler)
        days = crawler.settings.getfloat
        self._first_check, self._last_check = (
            timedelta(days=days(f"REVISIT_{name}_DAYS")) for name in ("FIRST", "LAST")
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        return cls(crawler)

    async def open_spider(self) -> None:
        """Wants what the site keeps since its last run."""
        try:
            await want_earlier_files(self._run, self._spider)
        except ArchiveError as error:
            self._run.failed(error)

    async def process_item(self, item: Any) -> Any:
        """Archives an item; when it returns, the item is on disk."""
        try:
            match item:
                case ArticlePage():
                    await self._article(item)
                case ListPage():
                    await self._list_page(item)
                case UnreadPage():
                    await self._unread(item)
                case NotModified(section=Section() as section):
                    await self._list_not_modified(item, section)
                case NotModified():
                    await self._not_modified(item)
                case FileAnswer():
                    await keep_file(self._run, item)
                case FailedRequest() if not _was_tried(item) and (never := never_asked(item.failure)) is not None:
                    self._never_asked(item, never)
                case FailedRequest(file=True):
                    await file_failed(self._run, item)
                case FailedRequest():
                    await self._failed(item)
        except Forgotten as error:
            self._run.tally.counts["forgotten"] += 1
            logger.info("%s; it is not archived again", error)
        except ArchiveError as error:
            self._run.failed(error)
        return item

    async def _article(self, item: ArticlePage) -> None:
        run, fetch = self._run, _fetch_of(item.response, "ok")
        if UNCLOSED in fetch.flags and await patiently(came_whole_before, run.archive, fetch.url):
            await self._cut(item.response, "the page ends before its last tag, which it had before")
            return
        due = next_check(item.article.published_at, fetch.at, self._first_check, self._last_check)
        reading = reading_of(item.article, fetch.at)
        files = wanted_files(reading.attachments, reading.images, self._spider)
        change = await patiently(
            run.writer.record_article,
            run.id,
            run.site,
            fetch,
            reading,
            due=due,
            reread=self._reread,
            further=[_fetch_of(page, "ok") for page in item.further],
            files=files,
        )
        if files:
            self._scheduler.files_wanted()
        run.tally.counts.update(("read", change))

    async def _not_modified(self, item: NotModified) -> None:
        run, fetch = self._run, _fetch_of(item.response, "not_modified")
        due = next_check(None, fetch.at, self._first_check, self._last_check)
        await patiently(run.writer.record_not_modified, run.id, run.site, fetch, due=due)
        run.tally.counts.update(("read", "unchanged"))

    async def _list_not_modified(self, item: NotModified, section: Section) -> None:
        run, walk = self._run, self._run.tally.walks[section.url]
        fetch = replace(_fetch_of(item.response, "not_modified"), body=None)
        await patiently(run.writer.record_list, run.id, run.site, walk.number, fetch, ())
        walk.after_not_modified()
        self._go_on(walk, None)

    def _never_asked(self, item: FailedRequest, error: NoPage) -> None:
        """An address stays as it was where the run ended before it, or its host is left alone."""
        if isinstance(error, Postponed):
            self._run.postponed(error)
            if item.section is not None:
                walk = self._run.tally.walks[item.section.url]
                walk.stop("postponed", str(error), error.code)
                self._go_on(walk, None)

    async def _unread(self, item: UnreadPage) -> None:
        if not item.response.body.strip():
            await self._cut(item.response, "the answer is empty")
            return
        redirected = bool(item.response.meta.get("redirect_urls"))
        led_home = item.kind in {"home", "list"} or urlsplit(item.response.url).path in {"", "/"}
        kind = "soft404" if redirected and led_home else item.kind
        state, outcome = _UNREAD.get(kind, ("unread", "unread"))
        run, fetch = self._run, _fetch_of(item.response, outcome, item.detail or item.kind)
        due = ask_again(state, fetch.at)
        await patiently(run.writer.record_miss, run.id, run.site, fetch, state, item.kind, due=due)
        run.tally.counts[state] += 1
        run.tally.counts["bug"] += item.bug
        if state == "blocked":
            run.tally.failures[Exit.CHALLENGED] += 1

    async def _cut(self, response: Response, reason: str) -> None:
        """Notes that a page came, but not all of it; what is archived of it stays as it is."""
        run, fetch = self._run, _fetch_of(response, "truncated", reason)
        await patiently(
            run.writer.record_miss, run.id, run.site, fetch, "failed", reason, due=ask_again("failed", fetch.at)
        )
        run.tally.counts["failed"] += 1
        run.tally.failures[Exit.PARTIAL] += 1
        logger.warning("%s: %s", fetch.url, reason)

    async def _failed(self, item: FailedRequest) -> None:
        run, cause = self._run, cause_of(item.failure)
        fetch = fetch_that_failed(item.request, cause)
        if cause.exit is Exit.BUG:
            run.bug()
            logger.error("%s: %s", fetch.url, cause.reason, exc_info=failure_to_exc_info(item.failure))
        if item.section is not None:
            walk = run.tally.walks[item.section.url]
            await patiently(run.writer.record_list, run.id, run.site, walk.number, fetch, ())
            self._go_on(walk, walk.after_failure(cause.reason, cause.exit, gone=cause.state == "missing"))
            return
        due = cause.until or ask_again(cause.state, fetch.at)
        await patiently(run.writer.record_miss, run.id, run.site, fetch, cause.state, cause.reason, due=due)
        run.tally.counts[cause.state] += 1
        if cause.state in {"failed", "blocked"}:
            run.tally.failures[cause.exit] += 1
            logger.warning("%s: %s", fetch.url, cause.reason)

    async def _list_page(self, item: ListPage) -> None:
        run, listing = self._run, item.listing
        walk = run.tally.walks[item.section.url]
        fetch, rows = _fetch_of(item.response, "ok"), rows_of(listing, self._spider)
        outcome = await patiently(
            run.writer.record_list,
            run.id,
            run.site,
            walk.number,
            fetch,
            rows,
            name=item.section.name or listing.name,
            place=walk.place,
        )
        if listing.links and item.response.meta.get("first_page"):
            walk.first_page(fetch.etag, fetch.last_modified, outcome)
        self._go_on(walk, walk.after_page(listing, rows, outcome))

    def _go_on(self, walk: Walk, step: Step | None) -> None:
        """Asks for the next list page, or lets the articles have their turn."""
        self._scheduler.discovered()
        if step is not None:
            assert self._crawler.engine is not None
            self._crawler.engine.crawl(self._spider.list_request(walk.section, step.url, step.previous))
        else:
            logger.info("%s: %s after %d pages, %d new rows", walk.section.url, walk.stop_reason, walk.pages, walk.new)

    @property
    def _scheduler(self) -> Frontier:
        assert self._crawler.engine is not None
        assert isinstance(self._crawler.engine.scheduler, Frontier)
        return self._crawler.engine.scheduler

    def _reread(self, pages: Sequence[Stored]) -> Reading | None:
        return reread(pages, self._spider.profile, self._run.now())


def _was_tried(item: FailedRequest) -> bool:
    """Whether an article or file failed before its host was left alone: it must not be the first to be asked again."""
    postponed = isinstance(item.failure.value, Postponed)
    return postponed and item.section is None and bool(item.request.meta.get("retry_times"))


def _fetch_of(response: Response, outcome: Outcome, error: str | None = None) -> Fetch:
    assert response.request is not None
    return fetch_of(response.request, response, outcome, error)
