"""The parts of a page in reading order: text blocks, regions, pictures, links, comments."""

from dataclasses import dataclass, field
from typing import Any

from zonenews.extraction.labels import Labelled, parse_labels
from zonenews.extraction.text import flatten

_COLONS = frozenset(":：∶︰﹕")
_LONGEST_LINE = 600


@dataclass(slots=True)
class Region:
    """A block-level element: it holds the blocks from `start` up to `end`."""

    element: Any
    tag: str
    parent: "Region | None"
    start: int
    end: int = 0
    cells: int = 0  # of a table row: how many of its cells hold text

    @property
    def names(self) -> str:
        """Its id and class, in lower case."""
        return f"{self.element.get('id', '')} {self.element.get('class', '')}".lower()


@dataclass(slots=True)
class Block:
    """A run of text that no block-level element or line break interrupts."""

    index: int
    text: str
    pieces: list[str]
    region: Region
    link_length: int
    _line: str | None = None
    _labels: list[Labelled] | None = None

    @property
    def line(self) -> str:
        """The text as an info line: element edges and wide gaps still show."""
        if self._line is None:
            self._line = flatten(self.pieces)
        return self._line

    @property
    def labels(self) -> list[Labelled]:
        """The labels in it, with their values."""
        if self._labels is None:
            holds = len(self.text) <= _LONGEST_LINE and not _COLONS.isdisjoint(self.text)
            self._labels = parse_labels(self.line) if holds else []
        return self._labels


@dataclass(slots=True)
class Mark:
    """Something that stands at block `index`; `inside` tells that text of that block stands before it."""

    index: int
    inside: bool
    element: Any


@dataclass(slots=True)
class Named:
    """The text of an inline element that has an id or a class."""

    names: str
    index: int
    text: str


@dataclass(slots=True)
class Comment:
    """An HTML comment before block `index`, and how many pieces of that block stand before it."""

    index: int
    piece: int
    text: str


@dataclass(slots=True)
class Outline:
    """A page in reading order."""

    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    images: list[Mark] = field(default_factory=list)
    links: list[Mark] = field(default_factory=list)
    frames: list[Mark] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
