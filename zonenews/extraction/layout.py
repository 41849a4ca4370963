"""Lays an article page out: where its title, info lines, body and tail stand."""

from dataclasses import dataclass

from zonenews.extraction.attachments import is_attachment
from zonenews.extraction.blocks import Block, Outline
from zonenews.extraction.body import Span, find_body
from zonenews.extraction.chrome import is_info_line, is_linked, is_prose, is_tool
from zonenews.extraction.infolines import InfoLines, read_info_lines, with_tail
from zonenews.extraction.metas import Metas
from zonenews.extraction.paragraphs import Trimmed, head_of, trim
from zonenews.extraction.title import Title, dated_title, find_title, is_heading

_ABOVE = 40
_AFTER = 12
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of an article page, as places in its outline."""

    outline: Outline
    metas: Metas
    span: Span
    title: Title
    info: InfoLines
    body: Trimmed

    @property
    def prose(self) -> int:
        """How many characters of sentences the body holds."""
        blocks = self.outline.blocks[self.body.start : self.body.end]
        return sum(len(block.text) for block in blocks if is_prose(block.text) and not is_linked(block))

    def is_near(self, index: int) -> bool:
        """Whether a block stands right around the title or the body, but not in the body."""
        first = self.title.start if self.title.start >= 0 else self.body.start
        return first - _NEAR <= index < self.body.start or self.body.end <= index < self.body.end + _NEAR

    def is_head(self, block: Block) -> bool:
        """Whether the block is a short line between title and body."""
        return (
            max(self.title.end, 0) <= block.index < self.body.start and not is_linked(block) and not is_tool(block.text)
        )


def lay_out(outline: Outline, metas: Metas, span: Span | None = None) -> Layout:
    """The layout of a page; a `span` given from outside (a profile's) is taken as the body."""
    files = attached(outline)
    span = span or find_body(outline, metas.page_title, files)
    title = find_title(outline, span, metas)
    head = range(max(title.end, 0), _head_end(outline, span, title))
    above = range(max(0, title.start - _ABOVE), max(0, title.start))
    info = read_info_lines(outline, [*dated_title(outline, title), *head], above)
    start = head_of(outline, span, _title_end(outline, span, title), info.indexes)
    pictured = any(span.start <= mark.index <= span.end for mark in outline.images)
    body = trim(outline, span, start, files, pictured=pictured)
    if title.start < 0:
        info = read_info_lines(outline, range(max(0, body.start - _ABOVE), body.start), range(0))
    tail = range(body.end, min(len(outline.blocks), max(body.end + _AFTER, span.end)))
    return Layout(outline, metas, span, title, with_tail(info, outline, tail), body)


def attached(outline: Outline) -> frozenset[int]:
    """The blocks that link a file."""
    return frozenset(mark.index for mark in outline.links if is_attachment(mark.element.get("href") or ""))


def _head_end(outline: Outline, span: Span, title: Title) -> int:
    """Where the info lines under the title end: at the body, or at the first line of a body that holds the title."""
    if span.start >= title.end:
        return span.start
    for index in range(title.end, span.end):
        block = outline.blocks[index]
        if is_prose(block.text) and not is_info_line(block):
            return index
        if span.closed and not (is_tool(block.text) or is_info_line(block) or len(block.text) < 40):
            return index
    return span.end


def _title_end(outline: Outline, span: Span, title: Title) -> int:
    """The end of a title that is to be cut from the body; one that a closed body prints as plain text stays."""
    if span.closed and title.start >= span.start and not is_heading(outline.blocks[title.start]):
        return span.start
    return title.end
