"""Walks a parsed page once, without recursion, and lays it out in reading order."""

import re
from typing import Any

from lxml import etree

from zonenews.extraction.blocks import Block, Comment, Mark, Named, Outline, Region
from zonenews.extraction.text import clean

_TAGS = {
    "block": (
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p section summary table "
        "tbody td tfoot th thead tr ul ucapcontent ucaptitle publishtime"
    ),
    "pre": "pre",
    "break": "br",
    "script": "script",
    "skip": "style noscript template select option textarea button svg math canvas audio head title applet map xml",
    "image": "img",
    "link": "a",
    "file": "embed object video source",
    "frame": "iframe",
}
_KINDS = {tag: kind for kind, tags in _TAGS.items() for tag in tags.split()}
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.I)
# The pages of an article that stand in one page, of which a script shows one.
_PART = re.compile(r"[a-z_-]{0,20}(?:page|manuscript)[a-z_-]{0,20}\d{1,3}", re.I)
# A script that only writes words, as sites do for a source or a date.
_WRITES = re.compile(r"^\s*document\.write(?:ln)?\(\s*([\"'])([^\"'<>\\]{1,80})\1\s*\)\s*;?\s*$")
_LONGEST_WRITE = 200
_LONGEST_NAMED, _MOST_PIECES = 400, 20  # a named element that holds more is no field


def read_outline(root: Any, *, hidden: bool = False) -> Outline:
    """The page's outline; with `hidden`, all that its own style hides is read, not only an article's pages."""
    walk = _Walk(hidden)
    walker = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walker:
        if event == "start":
            if not walk.start(element, element.tag):
                walker.skip_subtree()
        elif event == "end":
            walk.end(element)
        else:
            walk.comment(element)
    return walk.outline


class _Walk:
    """The state of one walk: the open regions, and the pieces of the block that is being read."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.outline = Outline()
        self.open: list[Region] = []
        self.inline: list[tuple[Any, int, int]] = []
        self.pieces: list[str] = []
        self.filled = False  # whether the pieces hold more than white space
        self.link: Any = None
        self.link_length = 0
        self.preformatted = 0

    def start(self, element: Any, tag: str) -> bool:
        """Opens an element; false where what it holds is not to be read."""
        kind = _KINDS.get(tag)
        if kind == "skip" or kind == "script":
            return self.skip(element, kind)
        style = element.get("style")
        if style and not self.hidden and _HIDDEN.search(style) and not _PART.fullmatch(element.get("id") or ""):
            return False
        if kind == "block" or kind == "pre":
            self.open_region(element, tag)
            self.preformatted += kind == "pre"
        elif kind == "break":
            if self.pieces:
                self.flush()
        elif kind == "frame":
            self.outline.frames.append(self.mark(element))
            return False
        else:
            self.start_inline(element, kind)
        if text := element.text:
            self.add(text)
        return True

    def skip(self, element: Any, kind: str) -> bool:
        """Passes over a script or another element without text, but reads what a script plainly writes."""
        text = element.text
        if kind == "script" and text and len(text) <= _LONGEST_WRITE and (found := _WRITES.match(text)):
            self.add(found[2])
        return False

    def open_region(self, element: Any, tag: str) -> None:
        if self.pieces:
            self.flush()
        region = Region(element, tag, self.open[-1] if self.open else None, len(self.outline.blocks))
        self.open.append(region)
        self.outline.regions.append(region)

    def start_inline(self, element: Any, kind: str | None) -> None:
        if kind is None:
            if element.get("id") or element.get("class") or element.get("title"):
                self.inline.append((element, len(self.outline.blocks), len(self.pieces)))
        elif kind == "link":
            self.link = element if element.get("href") else None
            self.outline.links.append(self.mark(element))
        elif kind == "image":
            self.outline.images.append(self.mark(element))
        else:
            self.outline.frames.append(self.mark(element))

    def end(self, element: Any) -> None:
        """Closes an element, and reads what follows it."""
        if self.open and self.open[-1].element is element:
            if self.pieces:
                self.flush()
            region = self.open.pop()
            region.end = len(self.outline.blocks)
            self.preformatted -= region.tag == "pre"
            if region.tag in ("td", "th") and region.parent and region.end > region.start:
                region.parent.cells += 1
        elif element is self.link:
            self.link = None
        elif self.inline and self.inline[-1][0] is element:
            self.end_named()
        if tail := element.tail:
            self.add(tail)

    def end_named(self) -> None:
        element, index, piece = self.inline.pop()
        pieces = self.pieces[piece : piece + _MOST_PIECES + 1]
        if index != len(self.outline.blocks) or len(pieces) > _MOST_PIECES or sum(map(len, pieces)) > _LONGEST_NAMED:
            return
        text, title = clean("".join(pieces)), clean(element.get("title") or "")
        cut = text.rstrip("….")
        if title and len(cut) < len(text) and title.startswith(cut):
            self.pieces[piece:] = [text := title]
        names = f"{element.get('id', '')} {element.get('class', '')}".lower()
        self.outline.named.append(Named(names, index, text))

    def comment(self, element: Any) -> None:
        """Notes a comment, and reads what follows it."""
        self.outline.comments.append(Comment(len(self.outline.blocks), len(self.pieces), element.text or ""))
        if tail := element.tail:
            self.add(tail)

    def add(self, text: str) -> None:
        if not self.pieces and text.isspace():
            return  # the white space between two tags, which most text of a page is
        if self.preformatted and "\n" in text:
            for line in text.splitlines():
                self.pieces.append(line)
                self.flush()
            return
        self.pieces.append(text)
        if not text.isspace():
            self.filled = True
            if self.link is not None:
                self.link_length += len(text.strip())

    def mark(self, element: Any) -> Mark:
        return Mark(len(self.outline.blocks), self.filled, element)

    def flush(self) -> None:
        """Ends the block that is being read."""
        if self.open and (text := clean("".join(self.pieces))):
            index = len(self.outline.blocks)
            self.outline.blocks.append(Block(index, text, self.pieces, self.open[-1], self.link_length))
        self.pieces = []
        self.filled = False
        self.link_length = 0
