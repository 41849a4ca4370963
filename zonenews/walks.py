"""Walking a section from its first list page: when to go on, when to stop, and why."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from archive.records import ListOutcome, Row, RunSection
from archive.urls import url_key
from zonenews import clock
from zonenews.exits import Exit
from zonenews.extraction import Listing
from zonenews.profile import Section

StopReason = Literal["last_page", "known", "since", "limit", "repeated", "empty", "error", "blocked"]
MOST_PAGES = 5_000  # an endless pager ends here, as `limit`
MOST_DETOURS = 3  # in a row
_TO_THE_END = ("last_page", "repeated", "empty")
_NO_LISTS = {  # what `ZoneSpider` found a page without rows to be
    "article": "it is an article page; give the list page of a section",
    "home": "it is a home page; give the list page of a section",
    "soft404": "the page says that it is not there",
    "challenge": "a challenge page came in its place",
    "redirect": "the page only leads elsewhere",
    "script": "a script draws the page; describe its API in a profile (docs/profile.md)",
    "drawn_by_script": "a script draws the page; describe its API in a profile (docs/profile.md)",
    "not_html": "it is no web page",
    "empty": "there is hardly anything on the page",
}
_UNREAD_PAGERS = {
    "unread_script": "the next button runs a script that no rule reads",
    "first_block_only": "the page holds the first block of rows alone",
    "bad_address": "the address of the next page makes no sense",
}


@dataclass(frozen=True, slots=True)
class Step:
    """The list page to ask for next, and the one that leads to it."""

    url: str
    previous: Listing


@dataclass
class Walk:
    """One section in one run. A whole walk reads every list page; a routine one stops where all is known.

    What a pager announces is tried, not trusted: where the next page is missing, empty or a repeat, its other
    candidates are tried, and behind an announced last page the one after it.
    """

    section: Section
    number: int
    whole: bool
    pages_allowed: int | None = None
    since: date | None = None
    pages: int = 0
    rows: int = 0
    new: int = 0
    stop_reason: StopReason | None = None
    detail: str = ""
    exit: Exit = Exit.COMPLETE
    first_rows: int = 0
    dated: int = 0
    _seen: set[str] = field(default_factory=set, repr=False)
    _last: Listing | None = field(default=None, repr=False)
    _others: deque[str] = field(default_factory=deque, repr=False)
    _announced_end: bool = False
    _detours: int = 0

    @property
    def so_far(self) -> RunSection:
        """How far the walk has come."""
        return RunSection(self.number, self.pages, self.rows, self.new, self.stop_reason, self.detail)

    @property
    def walked_to_end(self) -> bool:
        """Whether every page of the section was read."""
        return self.stop_reason in _TO_THE_END and self.exit is Exit.COMPLETE

    def after_page(self, listing: Listing, rows: Sequence[Row], outcome: ListOutcome) -> Step | None:
        """Counts a list page that was archived; the next step, None where the walk ends."""
        fresh = {url_key(row.url) for row in rows} - self._seen
        if fresh:
            self._seen |= fresh
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
            return self._try_another("last_page", f"page {self.pages + 1} is not there")
        return self.stop("blocked" if code in {Exit.CHALLENGED, Exit.ROBOTS} else "error", reason, code)

    def stop(self, reason: StopReason, detail: str, code: Exit = Exit.COMPLETE) -> Step | None:
        """Ends the walk, so there is no next step; the first reason counts."""
        if self.stop_reason is None:
            self.stop_reason, self.detail, self.exit = reason, detail, code
        return None

    def _after_fresh_page(self, listing: Listing, rows: Sequence[Row], outcome: ListOutcome) -> Step | None:
        self._detours = 0
        self.pages += 1
        self.rows += len(rows)
        self.first_rows = self.first_rows or len(rows)
        self.dated += sum(row.date is not None for row in rows)
        self.new += outcome.new
        if self.pages >= (self.pages_allowed or MOST_PAGES):
            return self.stop("limit", f"{self.pages} pages")
        if self._past_since(rows):
            return self.stop("since", f"older than {self.since}")
        if not self.whole and (outcome.new == 0 or outcome.last_known):
            return self.stop("known", f"page {self.pages} reaches known rows")
        self._announced_end = listing.next is None
        return self._follow(listing)

    def _follow(self, listing: Listing) -> Step | None:
        """The page a listing leads to; a detour holds no rows but says where they are (a script, a shell, a key)."""
        self._last, self._others = listing, deque(listing.alternatives)
        return Step(listing.next, listing) if listing.next else self._try_another("last_page", listing.end or "")

    def _try_another(self, reason: StopReason, detail: str) -> Step | None:
        """Behind a page that brought nothing: another candidate for it, or the end."""
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
        if 0 < announced <= self.pages or (last.total is not None and last.total <= len(self._seen)):
            return None
        if last.end in _UNREAD_PAGERS:
            return _UNREAD_PAGERS[last.end]
        if "guessed_pager" in last.flags:
            return f"the address of page {self.pages + 1} was a guess; {detail}"
        if self.pages == 1 and announced > (last.page or 1):
            return f"{announced} pages are announced; {detail}"
        return None

    def _past_since(self, rows: Sequence[Row]) -> bool:
        dates = [row.date for row in rows if row.date and not row.pinned]
        return self.since is not None and bool(dates) and max(dates) < self.since.isoformat()


def walk_is_due(walked: datetime | None, every_days: int) -> bool:
    """Whether a section is to be walked whole: never yet, or too long ago to trust that nothing slipped in late."""
    return walked is None or clock.now() - walked >= timedelta(days=every_days)
