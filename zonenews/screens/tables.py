"""Tables that fit the terminal: names and figures stay whole, words wrap, spare columns give way."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

_GAP = 2
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `least` is how narrow its words may be wrapped, `spare` ones are left out where room is short."""

    key: str
    heading: str
    least: int | None = None
    spare: bool = False


@dataclass(frozen=True, slots=True)
class FittedTable:
    """Rows under headings, in the width there is."""

    rows: Sequence[Mapping[str, Any]]
    columns: Sequence[Column]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As Rich asks for it."""
        widths = self._widths(options.max_width)
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
        for column, width in widths.items():
            right = bool(self.rows) and all(isinstance(row[column.key], int) for row in self.rows)
            table.add_column(
                column.heading, justify="right" if right else "left", width=width, overflow="fold", no_wrap=False
            )
        for row in self.rows:
            table.add_row(*(_cell(row[column.key]) for column in widths))
        yield table

    def _widths(self, room: int) -> dict[Column, int]:
        """The columns that are shown, and how wide each is."""
        shown = list(self.columns)
        while (spare := [column for column in shown if column.spare]) and _sum(map(self._least, shown)) > room:
            shown.remove(spare[-1])
        widths = {column: self._natural(column) for column in shown}
        while _sum(widths.values()) > room:
            wide = [column for column in shown if widths[column] > self._least(column)]
            if not wide:
                break
            widths[max(wide, key=widths.__getitem__)] -= 1
        return widths

    def _natural(self, column: Column) -> int:
        lines = [line for row in self.rows for line in _cell(row[column.key]).plain.split("\n")]
        return max(map(cell_len, [column.heading, *lines]))

    def _least(self, column: Column) -> int:
        natural = self._natural(column)
        return natural if column.least is None else min(natural, max(column.least, cell_len(column.heading)))


def _sum(widths: Iterable[int]) -> int:
    """The width of columns beside each other."""
    return sum(width + _GAP for width in widths) - _GAP


def _cell(value: Any) -> Text:
    if isinstance(value, Text):
        return value
    return Text("–", style="dim") if value is None else Text(harmless(str(value)))


def harmless(text: str) -> str:
    """A text that others wrote, without what would steer the terminal."""
    return _CONTROL.sub("\ufffd", text)
