"""One chart: what it is called, its picture, and its numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chart:
    """`name` is its place in a page, `svg` the picture, `head` and `rows` the same numbers for whoever cannot see it.

    `note` says what the numbers leave out; it may be empty.
    """

    name: str
    title: str
    description: str
    svg: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str | int, ...]]
    note: str = ""
