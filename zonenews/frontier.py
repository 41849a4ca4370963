"""Joins the crawl and the archive: what is known, what is due, and what of a list page is to be fetched.

The frontier is Scrapy's scheduler, but its articles wait in the archive, not in memory or in a queue file: a crawl that
is killed loses nothing, and a crawl of any size holds a few requests at a time.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.core.scheduler import Scheduler
from twisted.internet.defer import Deferred

from archive import Lost
from archive.files.records import DueFile
from archive.records import Due, Row
from archive.urls import url_host, url_key
from zonenews import clock
from zonenews.extraction import Link, Listing
from zonenews.manners.rests import rests_of
from zonenews.runs.patience import Pauses
from zonenews.runs.record import RunRecord, run_of
from zonenews.spiders import ZoneSpider, host_of
from zonenews.walks.walk import MOST_ROWS

_BATCH = 64
_FILES = frozenset(["pdf", "doc", "docx", "xls", "xlsx", "wps", "et", "ppt", "pptx", "ofd", "zip", "rar", "7z"])
_AGAIN = {  # how long until an address that gave no article is asked again; the next run is the soonest
    "failed": timedelta(minutes=10),
    "blocked": timedelta(hours=1),
    "missing": timedelta(hours=20),
    "robots": timedelta(days=1),
    "unread": timedelta(days=7),
}


class Frontier(Scheduler):
    """Hands out list pages as they are asked for, articles as the archive says they are due, and files after them."""

    run: RunRecord

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Gets ready to hand out what earlier runs left."""
        assert self.crawler is not None
        assert isinstance(spider, ZoneSpider)
        self.run = run_of(self.crawler)
        self._spider = spider
        self._ready: deque[Due] = deque()
        self._files: deque[DueFile] = deque()
        self._handed: set[int] = set()
        self._witnessed: set[str] = set()
        self._rests = rests_of(self.crawler)
        self._after = 0
        self._more = True
        self._failed, self._after_failed = True, 0
        self._after_file = 0
        self._more_files = bool(spider.profile.files)
        self._revisits = self.crawler.settings.getint("REVISITS_A_RUN")
        self._pauses, self._not_before = Pauses(), 0.0
        return super().open(spider)

    def enqueue_request(self, request: Request) -> bool:
        """Takes a request in; that for a section's first list page is made conditional where its walk says so."""
        section = request.cb_kwargs.get("section")
        walk = self.run.tally.walks.get(section.url) if section and not request.cb_kwargs.get("previous") else None
        if walk is not None:
            request.meta["first_page"] = True
        if walk is not None and walk.conditions:
            request.headers.update(walk.conditions)
            request.meta["handle_httpstatus_list"] = [304]
        return super().enqueue_request(request)

    def has_pending_requests(self) -> bool:
        """Whether anything is left to ask for in this run."""
        waiting = self._ready or self._files or self._more_files or self._failed
        return self._more or bool(waiting) or super().has_pending_requests()

    def next_request(self) -> Request | None:
        """The next list page; else the next article; else, once all lists are walked, the next file; last what failed.

        A dozen pages that never answer would else have the host left alone before its news is asked for, run after run.

        While a section is still being walked, its list pages and articles take turns, so that neither starves. While
        the archive's server is away there is none; the engine asks again.
        """
        request = super().next_request()
        if request is not None or (self._walking() and self._busy()) or monotonic() < self._not_before:
            return request
        try:
            request = self._next_due()
        except Lost as error:
            self._wait(error)
            return None
        self._pauses = Pauses()
        return request

    def discovered(self) -> None:
        """Says that a list page brought addresses to fetch."""
        self._more = True
        self.files_wanted()

    def files_wanted(self) -> None:
        """Says that there may be files to fetch."""
        self._more_files, self._after_file = bool(self._spider.profile.files), 0

    def left(self) -> int:
        """How many articles are still to be asked for in this run, as far as the lists were read."""
        new, again = self.run.archive.due_counts(self._spider.site, clock.now())
        return new + (min(again, self._revisits) if self._revisits else len(self._ready))

    def _next_due(self) -> Request | None:
        if not self._ready and self._more:
            self._refill()
        if not self._ready and (file := self._next_file()):
            return file
        if not (self._ready or self._more or self._walking()) and self._failed:
            self._refill_failed()
        return self._request_for(self._ready.popleft()) if self._ready else None

    def _wait(self, error: Lost) -> None:
        """Asks the archive again a little later, or gives up; nothing counts as looked through meanwhile."""
        self.discovered()
        try:
            self._not_before = monotonic() + self._pauses.after(error)
        except Lost:
            self.run.failed(error)

    def _next_file(self) -> Request | None:
        if self._more or self._walking():
            return None
        while self._more_files and not self._files:
            self._find_files()
        if not self._files:
            return None
        file = self._files.popleft()
        return self._spider.file_request(file.url, file.page)

    def _find_files(self) -> None:
        now = clock.now()
        found = self.run.archive.due_files(self._spider.site, now, after=self._after_file, most=_BATCH)
        self._files.extend(file for file in found if file.url_id not in self._handed)
        self._handed.update(file.url_id for file in found)
        self._more_files, self._after_file = bool(found), found[-1].url_id if found else 0

    def _walking(self) -> bool:
        return any(walk.stop_reason is None for walk in self.run.tally.walks.values())

    def _busy(self) -> bool:
        assert self.crawler is not None
        assert self.crawler.engine is not None
        return len(self.crawler.engine.downloader.active) > 1

    def _refill(self) -> None:
        """Reads the next addresses nobody asked for yet; after the last, starts over for those that came in before."""
        found = self.run.archive.awaited(self._spider.site, clock.now(), after=self._after, most=_BATCH)
        self._hand_out(found)
        if found:
            self._after = found[-1].url_id
        else:
            self._more, self._after = self._after > 0 and self._walking(), 0
            self._look_again()

    def _refill_failed(self) -> None:
        """Reads the next addresses that gave no article before, and are due again."""
        found = self.run.archive.due(self._spider.site, clock.now(), after=self._after_failed, most=_BATCH)
        self._hand_out(found)
        for due in found:
            if due.missing:
                self._call_witness(url_host(due.url))
        self._failed, self._after_failed = bool(found), found[-1].url_id if found else 0

    def _look_again(self) -> None:
        """Hands out known articles to be checked, once, when nothing new is left; no more than a run may ask for."""
        if not (self._more or self._walking()):
            found = self.run.archive.revisits(self._spider.site, clock.now(), most=self._revisits)
            self._revisits = 0
            self._hand_out(found)

    def _hand_out(self, found: Iterable[Due]) -> None:
        new = [due for due in found if due.url_id not in self._handed]
        self._handed.update(due.url_id for due in new)
        self._ready.extend(due for due in new if not self._is_left_alone(due))

    def _is_left_alone(self, due: Due) -> bool:
        """Whether nothing is asked of an address's host for now; it stays due then."""
        host = url_host(due.url)
        refusal = self._rests.refusal(due.url, host)
        if refusal is not None:
            self.run.postponed(refusal)
        return refusal is not None

    def _call_witness(self, host: str) -> None:
        """Asks for one article that should be there, once a host, so that a missing one can be told from an outage."""
        if host not in self._witnessed:
            witness = self.run.archive.witness(self._spider.site, host, clock.now())
            self._witnessed.add(host)
            self._hand_out([witness] if witness else [])

    def _request_for(self, due: Due) -> Request:
        validators = (due.etag, due.last_modified) if due.known else (None, None)
        return self._spider.article_request(due.url, etag=validators[0], last_modified=validators[1])


def rows_of(listing: Listing, spider: ZoneSpider) -> tuple[Row, ...]:
    """The rows of a list page, each with the state its address starts in; one without a usable address is left out."""
    return tuple(islice(_rows(listing, spider), MOST_ROWS))


def _rows(listing: Listing, spider: ZoneSpider) -> Iterator[Row]:
    seen = set()
    for link in listing.links:
        try:
            key = url_key(link.url)
        except ValueError:
            continue
        if key not in seen:
            seen.add(key)
            yield _row(link, spider)


def _row(link: Link, spider: ZoneSpider) -> Row:
    kind = "attachment" if urlsplit(link.url).path.rpartition(".")[2].lower() in _FILES else "article"
    state, reason = _first_state(link, kind, spider)
    return Row(link.url, link.title, link.date, link.pinned, kind, state, reason)  # type: ignore[arg-type]


def _first_state(link: Link, kind: str, spider: ZoneSpider) -> tuple[str, str | None]:
    if host_of(link.url) not in spider.hosts:
        return "external", "another site's"
    if kind == "attachment" and "attachments" not in spider.profile.files:
        return "skipped", "a file, not a page"
    if link.date and spider.since and link.date < spider.since.isoformat():
        return "skipped", f"older than {spider.since}"
    if link.date and spider.until and link.date > spider.until.isoformat():
        return "skipped", f"newer than {spider.until}"
    return "pending", None


def next_check(published: datetime | None, now: datetime, first: timedelta, last: timedelta) -> datetime | None:
    """When an article is looked at again: after half its age, within bounds; None where `last` is nothing."""
    if last <= timedelta(0):
        return None
    age = now - published if published else timedelta(0)
    return now + min(max(age / 2, first), last)


def ask_again(state: str, now: datetime) -> datetime | None:
    """When an address that gave no article is asked again."""
    return now + _AGAIN[state] if state in _AGAIN else None
