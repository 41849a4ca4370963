"""One chart: what it is called, its picture, and its numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Chart:
    """`name` is its place in a page; `head` and `rows` are the numbers of the picture for whoever cannot see it.

    `note` says what the numbers leave out; it may be empty.
    """

    name: str
    title: str
    description: str
    draw: Callable[[], str] = field(repr=False)
    head: tuple[str, ...]
    rows: Sequence[tuple[str | int, ...]]
    note: str = ""

    @property
    def svg(self) -> str:
        """The picture, drawn now, in the ink of the page it stands in."""
        return self.draw()

    @property
    def file(self) -> str:
        """The picture as a file of its own, in the colours that its reader, or the page that shows it, prefers."""
        start, body = self.svg.split(">", 1)
        return f"{start}><style>{STYLE}</style>{body}"


STYLE = ":root{color:#1d2126}@media(prefers-color-scheme:dark){:root{color:#e4e3df}}"
