"""Whether a list has come past a day: proved by the order of its rows' dates, never by one old page."""

from collections.abc import Sequence
from datetime import date

from archive.records import Row

_ENOUGH = 10  # dated rows; fewer say nothing about an order
_MOST_ON_TOP = 5  # rows above the newest one that may be pinned without saying so


class DatedRows:
    """The dates of a section's rows in the order of its pages; pinned rows, and rows met again, are left out."""

    def __init__(self) -> None:
        self._dates: list[str] = []
        self._ordered = True
        self._last: list[str | None] = []

    def add(self, fresh: Sequence[Row]) -> None:
        """The rows of the next page."""
        self._last = [row.date for row in fresh if not row.pinned]
        dated = [day for day in self._last if day]
        if not self._dates and dated:
            newest = dated.index(max(dated))
            dated = dated[newest:] if newest <= _MOST_ON_TOP else dated
        going_down = sorted(dated, reverse=True) == dated
        follows = not self._dates or not dated or dated[0] <= self._dates[-1]
        self._ordered = self._ordered and going_down and follows
        self._dates += dated

    def is_past(self, day: date) -> bool:
        """Whether all that follows must be older: enough rows, each as old as the one above, the last page all older.

        A list that is not ordered, or shows no dates, is past nothing.
        """
        older = [shown for shown in self._last if shown and shown < day.isoformat()]
        return self._ordered and len(self._dates) >= _ENOUGH and bool(older) and len(older) == len(self._last)
