"""A section of the site: its list of rows, newest first, cut into pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from zonenews.demo.article import Row

if TYPE_CHECKING:
    from zonenews.demo.families import Family


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a section's list; `pages` and `total` are what the page announces, which may be a lie."""

    number: int
    pages: int
    total: int
    pinned: Sequence[Row]
    rows: Sequence[Row]


@dataclass(slots=True)
class Section:
    """A named list of articles at a path, printed in the manner of a family; `hidden_pages` are not announced."""

    path: str
    name: str
    trail: tuple[tuple[str, str], ...]
    family: "Family"
    charset: str
    page_rows: int = 20
    hidden_pages: int = 0
    rows: list[Row] = field(default_factory=list)
    pinned: list[Row] = field(default_factory=list)
    changes: int = 0

    @property
    def breadcrumb(self) -> tuple[tuple[str, str], ...]:
        """The names and paths from the home page down to this section."""
        return (*self.trail, (self.name, self.path))

    @property
    def pages(self) -> int:
        """How many list pages there really are."""
        return max(1, -(-len(self.rows) // self.page_rows))

    def page(self, number: int) -> ListPage | None:
        """The list page of this number, from 1; None past the end."""
        if not 1 <= number <= self.pages:
            return None
        start = (number - 1) * self.page_rows
        announced = max(1, self.pages - self.hidden_pages)
        total = len(self.rows) if announced == self.pages else announced * self.page_rows
        return ListPage(number, announced, total, self.pinned, self.rows[start : start + self.page_rows])

    def put(self, row: Row) -> None:
        """Adds a row at the place its day gives it: before all rows of the same day."""
        place = next((index for index, other in enumerate(self.rows) if other.day <= row.day), len(self.rows))
        self.rows.insert(place, row)
        self.changes += 1

    def take(self, target: str) -> None:
        """Takes out every row that points to this target."""
        self.rows = [row for row in self.rows if row.target != target]
        self.pinned = [row for row in self.pinned if row.target != target]
        self.changes += 1

    def newest_day(self) -> date:
        """The day of the newest row."""
        return self.rows[0].day
