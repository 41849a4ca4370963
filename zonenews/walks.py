"""Walking a section from its first list page: when to go on, when to stop, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from archive.records import ListOutcome, Row
from archive.urls import url_key
from zonenews.exits import Exit
from zonenews.extraction import Listing
from zonenews.profile import Section

StopReason = Literal["last_page", "known", "since", "limit", "repeated", "empty", "error", "blocked"]
MOST_PAGES = 5_000  # an endless pager ends here, as `limit`
_TO_THE_END = ("last_page", "repeated", "empty")


@dataclass
class Walk:
    """One section in one run. A whole walk reads every list page; a routine one stops where all is known."""

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
    _seen: set[str] = field(default_factory=set, repr=False)
    _stale: int = 0

    @property
    def walked_to_end(self) -> bool:
        """Whether every page of the section was read."""
        return self.stop_reason in _TO_THE_END and self.exit is Exit.COMPLETE

    def after_page(self, listing: Listing, rows: Sequence[Row], outcome: ListOutcome) -> None:
        """Counts a list page that was archived, and stops the walk where it should end."""
        self.pages += 1
        self.rows += len(rows)
        self.new += outcome.new
        fresh = self._fresh(rows)
        if not rows:
            self._stop_empty(listing)
        elif not fresh and self._stale > 1:
            self.stop("repeated", f"page {self.pages} repeats earlier rows")
        elif listing.next is None:
            self.stop("last_page", listing.end or "")
        elif (self.pages_allowed and self.pages >= self.pages_allowed) or self.pages >= MOST_PAGES:
            self.stop("limit", f"{self.pages} pages")
        elif self._past_since(rows):
            self.stop("since", f"older than {self.since}")
        elif not self.whole and (outcome.new == 0 or outcome.last_known):
            self.stop("known", f"page {self.pages} reaches known rows")

    def stop(self, reason: StopReason, detail: str, code: Exit = Exit.COMPLETE) -> None:
        """Ends the walk; the first reason counts."""
        if self.stop_reason is None:
            self.stop_reason, self.detail, self.exit = reason, detail, code

    def fail(self, reason: str, code: Exit, *, gone: bool) -> None:
        """Ends the walk at a list page that could not be had; one that is not there is the end of the section."""
        if gone and self.pages:
            self.stop("last_page", f"page {self.pages + 1} is not there")
        elif code in {Exit.CHALLENGED, Exit.ROBOTS}:
            self.stop("blocked", reason, code)
        else:
            self.stop("error", reason, code)

    def _stop_empty(self, listing: Listing) -> None:
        if self.pages > 1:
            self.stop("empty", f"page {self.pages} has no rows")
        else:
            self.stop("empty", f"no article rows on {listing.url} ({listing.end or listing.pager})", Exit.NOTHING)

    def _fresh(self, rows: Sequence[Row]) -> bool:
        """Whether a page shows any row that this walk has not met. One page without is allowed for: rows shift."""
        keys = {url_key(row.url) for row in rows}
        fresh = not keys <= self._seen
        self._stale = 0 if fresh else self._stale + 1
        self._seen |= keys
        return fresh

    def _past_since(self, rows: Sequence[Row]) -> bool:
        dates = [row.date for row in rows if row.date and not row.pinned]
        return self.since is not None and bool(dates) and max(dates) < self.since.isoformat()


def walk_is_due(walked: datetime | None, every_days: int) -> bool:
    """Whether a section is to be walked whole: never yet, or too long ago to trust that nothing slipped in late."""
    return walked is None or datetime.now(UTC) - walked >= timedelta(days=every_days)
