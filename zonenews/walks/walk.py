"""Walking a section from its first list page: when to go on, when to stop, and why."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from archive.manners.records import FirstPage
from archive.records import ListOutcome, Row, RunSection
from archive.urls import url_key
from zonenews import clock
from zonenews.exits import Exit
from zonenews.extraction import Listing
from zonenews.profile import Section
from zonenews.walks.orders import DatedRows
from zonenews.walks.places import Step, place_of, step_of

StopReason = Literal["last_page", "known", "since", "limit", "repeated", "empty", "error", "blocked", "postponed"]
MOST_ROWS = 20_000  # of one list page; a longer one is nobody's news, and its other rows are left
MOST_DETOURS = 3  # in a row
_TO_THE_END = ("last_page", "repeated", "empty")
_BY_SCRIPT = (
    "a script draws the page; describe its API in a profile (docs/profile.md), "
    "or have a browser draw it (docs/browser.md)"
)
_NO_LISTS = {  # what `ZoneSpider` found a page without rows to be
    "article": "it is an article page; give the list page of a section",
    "home": "it is a home page; give the list page of a section",
    "soft404": "the page says that it is not there",
    "challenge": "a challenge page came in its place",
    "redirect": "the page only leads elsewhere",
    "script": _BY_SCRIPT,
    "drawn_by_script": _BY_SCRIPT,
    "not_html": "it is no web page",
    "empty": "there is hardly anything on the page",
}
_UNREAD_PAGERS = {
    "unread_script": "the next button runs a script that no rule reads",
    "by_click": "the next button has no address and waits for a click",
    "first_block_only": "the page holds the first block of rows alone",
    "bad_address": "the address of the next page makes no sense",
}


@dataclass
class Walk:
    """One section in one run. A whole walk reads every list page; a routine one stops where all is known.

    A whole walk that an earlier run did not finish reads the first pages as a routine one does, and goes on where it
    stopped. One that is `bounded` by dates is no walk of the section, and leaves nothing for others to go by.

    What a pager announces is tried, not trusted: where the next page is missing, empty or a repeat, its other
    candidates are tried, and behind an announced last page the one after it.
    """

    section: Section
    number: int
    whole: bool
    pages_allowed: int | None = None
    since: date | None = None
    bounded: bool = False
    most_pages: int = 5_000
    doubted: bool = False
    pages: int = 0
    rows: int = 0
    new: int = 0
    stop_reason: StopReason | None = None
    detail: str = ""
    exit: Exit = Exit.COMPLETE
    first_rows: int = 0
    dated: int = 0
    _name: str | None = field(default=None, repr=False)
    _seen: set[str] = field(default_factory=set, repr=False)
    _last: Listing | None = field(default=None, repr=False)
    _others: deque[str] = field(default_factory=deque, repr=False)
    _announced_end: bool = False
    _detours: int = 0
    _dates: DatedRows = field(default_factory=DatedRows, repr=False)
    _first: FirstPage = field(default_factory=FirstPage, repr=False)
    _now: FirstPage | None = field(default=None, repr=False)
    _read_by: str = ""
    _step: Step | None = field(default=None, repr=False)
    _going_on_at: Step | None = field(default=None, repr=False)
    _otherwise: Step | None = field(default=None, repr=False)
    _before: int = 0

    @property
    def name(self) -> str:
        """What the section is called: in its profile, else on its list page; its address where neither says."""
        return self.section.name or self._name or self.section.url

    @property
    def so_far(self) -> RunSection:
        """How far the walk has come."""
        return RunSection(self.number, self.pages, self.rows, self.new, self.stop_reason, self.detail)

    @property
    def walked_to_end(self) -> bool:
        """Whether every page of the section was read."""
        return self.stop_reason in _TO_THE_END and self.exit is Exit.COMPLETE

    def remember(self, page: FirstPage, read_by: str) -> None:
        """Takes up what earlier runs left: how the list looked, and where a whole walk stopped."""
        self._first, self._read_by = page, read_by
        if self.whole and not self.bounded and page.place:
            self._going_on_at, self._before = step_of(page.place), int(page.place["pages"])

    @property
    def conditions(self) -> Mapping[str, str]:
        """The headers that make the request for the first list page conditional, where a 304 would be believed.

        A whole walk believes none: it is what finds out that a host's 304 hides news. Nor does one of a list that is
        `doubted`, since a run found it changed: as before may be as it should be, or not.
        """
        if self.whole or self.bounded or self.doubted or not self._first.honest or self._first.read_by != self._read_by:
            return {}
        known = {"If-None-Match": self._first.etag, "If-Modified-Since": self._first.last_modified}
        return {name: value for name, value in known.items() if value}

    @property
    def place(self) -> Mapping[str, Any] | None:
        """What is kept with the list page that is being read, so that another run can go on there."""
        return place_of(self._step, self.pages + self._before) if self.whole and not self.bounded else None

    def to_remember(self) -> FirstPage | None:
        """How the list looks now, once it was read to known rows or to its end; None where nothing is to be kept."""
        if self.bounded or self.exit is not Exit.COMPLETE or self.stop_reason not in ("known", *_TO_THE_END):
            return None
        return self._now or (FirstPage(read_by=self._read_by) if self.walked_to_end else None)

    def first_page(self, etag: str | None, last_modified: str | None, outcome: ListOutcome) -> None:
        """Notes how the first list page was marked; the same marks over new rows mean that a 304 cannot be believed."""
        marks = (etag, last_modified)
        same = any(marks) and marks == (self._first.etag, self._first.last_modified)
        honest = self._first.honest and not (same and outcome.new and self._first.read_by == self._read_by)
        self._now = FirstPage(etag, last_modified, self._read_by, honest)

    def after_not_modified(self) -> None:
        """The first list page is as it was when it was last read, so there is nothing to do."""
        self.stop("known", "the first list page is as it was")

    def after_page(self, listing: Listing, rows: Sequence[Row], outcome: ListOutcome) -> Step | None:
        """Counts a list page that was archived; the next step, None where the walk ends."""
        self._step = self._after_page(listing, rows, outcome)
        return self._step

    def _after_page(self, listing: Listing, rows: Sequence[Row], outcome: ListOutcome) -> Step | None:
        self._name = self._name or listing.name
        fresh = [row for row in rows if url_key(row.url) not in self._seen]
        if fresh:
            self._seen.update(url_key(row.url) for row in fresh)
            self._dates.add(fresh)
            return self._after_fresh_page(listing, rows, outcome)
        if "detour" in listing.flags and self._detours < MOST_DETOURS:
            self._detours += 1
            return self._follow(listing)
        if rows:
            return self._try_another("repeated", "no row was new")
        if not self.pages and listing.end == "challenge":
            return self.stop("blocked", _NO_LISTS["challenge"], Exit.CHALLENGED)
        why = _NO_LISTS.get(listing.end or "", "none was recognised")
        where = "" if listing.url == self.section.url else f" on {listing.url}"
        return self._try_another("empty", f"no article rows{where}: {why}")

    def after_failure(self, reason: str, code: Exit, *, gone: bool) -> Step | None:
        """Goes on behind a list page that could not be had, or ends; one that is not there may be the section's end."""
        if gone and self._last is not None:
            self._step = self._try_another("last_page", f"page {self.pages + 1} is not there")
            return self._step
        return self.stop("blocked" if code in {Exit.CHALLENGED, Exit.ROBOTS} else "error", reason, code)

    def stop(self, reason: StopReason, detail: str, code: Exit = Exit.COMPLETE) -> Step | None:
        """Ends the walk, so there is no next step; the first reason counts."""
        if self.stop_reason is None:
            self.stop_reason, self.detail, self.exit = reason, detail, code
        return None

    def _after_fresh_page(self, listing: Listing, rows: Sequence[Row], outcome: ListOutcome) -> Step | None:
        self._detours, self._otherwise = 0, None
        self.pages += 1
        self.rows += len(rows)
        self.first_rows = self.first_rows or len(rows)
        self.dated += sum(row.date is not None for row in rows)
        self.new += outcome.new
        if self.pages == self.pages_allowed:
            return self.stop("limit", f"{self.pages} pages")
        if self.pages >= self.most_pages:
            words = f"an endless pager, it seems: {self.pages} list pages (LIST_PAGES_A_WALK)"
            return self.stop("limit", words, Exit.PARTIAL)
        if len(rows) >= MOST_ROWS:
            return self.stop("limit", f"page {self.pages} has {MOST_ROWS} rows or more", Exit.PARTIAL)
        if self.since is not None and self._dates.is_past(self.since):
            return self.stop("since", f"older than {self.since}")
        if not self.whole and (outcome.new == 0 or outcome.last_known):
            return self.stop("known", f"page {self.pages} reaches known rows")
        self._announced_end = listing.next is None
        following = self._follow(listing)
        if following and self._going_on_at and (outcome.new == 0 or outcome.last_known):
            return self._go_on_at(self._going_on_at, following)
        return following

    def _go_on_at(self, place: Step, following: Step) -> Step:
        """Where an earlier run stopped; should that page bring nothing any more, the walk goes the long way."""
        self._otherwise, self._going_on_at = following, None
        self._last, self._others = place.previous, deque()
        return place

    def _follow(self, listing: Listing) -> Step | None:
        """The page a listing leads to; a detour holds no rows but says where they are (a script, a shell, a key)."""
        self._last, self._others = listing, deque(listing.alternatives)
        return Step(listing.next, listing) if listing.next else self._try_another("last_page", listing.end or "")

    def _try_another(self, reason: StopReason, detail: str) -> Step | None:
        """Behind a page that brought nothing: another candidate for it, or the end."""
        if self._otherwise is not None:
            following, self._otherwise, self._before = self._otherwise, None, 0
            self._last = following.previous
            self._others = deque(self._last.alternatives)
            return following
        if self._others and self._last is not None:
            return Step(self._others.popleft(), self._last)
        if not self.pages:
            return self.stop("empty", detail, Exit.NOTHING)
        if self._last is not None and (unread := self._what_is_unread(self._last, detail)):
            words = f"paging not understood, say it in a profile (docs/profile.md): {unread}"
            return self.stop("error", words, Exit.PARTIAL)
        return self.stop("last_page" if self._announced_end else reason, detail)

    def _what_is_unread(self, last: Listing, detail: str) -> str | None:
        """Why there may be more pages behind the last one; None where it is the last as far as anybody can tell."""
        announced = last.pages or 0
        if 0 < announced <= self.pages + self._before or (last.total is not None and last.total <= len(self._seen)):
            return None
        if last.end in _UNREAD_PAGERS:
            return _UNREAD_PAGERS[last.end]
        if "guessed_pager" in last.flags:
            return f"the address of page {self.pages + 1} was a guess; {detail}"
        if self.pages == 1 and announced > (last.page or 1):
            return f"{announced} pages are announced; {detail}"
        return None


def walk_is_due(walked: datetime | None, every_days: int) -> bool:
    """Whether a section is to be walked whole: never yet, or too long ago to trust that nothing slipped in late.

    A walk in the future was dated by a clock that ran ahead.
    """
    return walked is None or not timedelta(0) <= clock.now() - walked < timedelta(days=every_days)
