"""Walks a parsed page once and lays it out as text blocks, regions, pictures, links and comments in reading order."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from zonenews.extraction.text import clean

_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SKIPPED_TAGS = frozenset(
    "script style noscript template select option textarea button svg math canvas audio head title applet map".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_FILE_TAGS = frozenset(("iframe", "embed", "object", "video", "source"))


@dataclass(slots=True)
class Region:
    """A block-level element: it holds the blocks from `start` up to `end`."""

    element: Any
    tag: str
    parent: "Region | None"
    start: int
    end: int = 0

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
    strong: bool = False


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


class _Walk:
    """The state of one walk; each tag's opening and closing is one small step."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.outline = Outline()
        self.open: list[Region] = []
        self.inline: list[tuple[Any, str, int, int]] = []
        self.pieces: list[str] = []
        self.link: Any = None
        self.link_length = 0
        self.strong = 0

    def start(self, element: Any, tag: str, skip: Callable[[], None]) -> None:
        if tag in _SKIPPED_TAGS or (not self.hidden and _hidden(element)):
            skip()
            return
        if tag in _BLOCK_TAGS or tag.startswith("ucap"):
            self.flush()
            region = Region(element, tag, self.open[-1] if self.open else None, len(self.outline.blocks))
            self.open.append(region)
            self.outline.regions.append(region)
        elif tag == "br":
            self.flush()
        else:
            self.start_inline(element, tag)
        if element.text:
            self.add(element.text)

    def start_inline(self, element: Any, tag: str) -> None:
        if tag == "img":
            self.outline.images.append(self.mark(element))
        elif tag == "a":
            self.link = element if element.get("href") else None
            self.outline.links.append(self.mark(element))
        elif tag in _FILE_TAGS:
            self.outline.frames.append(self.mark(element))
        elif tag in ("b", "strong"):
            self.strong += 1
        if (names := element.get("id") or element.get("class")) and tag not in ("img", "input"):
            self.inline.append((element, names, len(self.outline.blocks), len(self.pieces)))

    def end(self, element: Any, tag: str) -> None:
        if self.open and self.open[-1].element is element:
            self.flush()
            self.open.pop().end = len(self.outline.blocks)
        elif tag == "a":
            self.link = None
        elif tag in ("b", "strong"):
            self.strong -= self.strong > 0
        if self.inline and self.inline[-1][0] is element:
            self.end_named()
        if element.tail:
            self.add(element.tail)

    def end_named(self) -> None:
        element, _, index, piece = self.inline.pop()
        if index == len(self.outline.blocks):
            names = f"{element.get('id', '')} {element.get('class', '')}".lower()
            self.outline.named.append(Named(names, index, clean("".join(self.pieces[piece:]))))

    def comment(self, element: Any) -> None:
        self.outline.comments.append(Comment(len(self.outline.blocks), len(self.pieces), element.text or ""))
        if element.tail:
            self.add(element.tail)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        if self.link is not None:
            self.link_length += len(text.strip())

    def mark(self, element: Any) -> Mark:
        return Mark(len(self.outline.blocks), any(map(str.strip, self.pieces)), element)

    def flush(self) -> None:
        if not self.pieces:
            return
        text = clean("".join(self.pieces))
        if text and self.open:
            block = Block(len(self.outline.blocks), text, self.pieces, self.open[-1], self.link_length, self.strong > 0)
            self.outline.blocks.append(block)
        self.pieces = []
        self.link_length = 0


def _hidden(element: Any) -> bool:
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def read_outline(root: Any, *, hidden: bool = False) -> Outline:
    """The page's outline; with `hidden`, elements that their own style hides are read too."""
    walk = _Walk(hidden)
    walker = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walker:
        if event == "comment":
            walk.comment(element)
        elif event == "start":
            walk.start(element, element.tag, walker.skip_subtree)
        else:
            walk.end(element, element.tag)
    walk.flush()
    return walk.outline
