"""Turns the blocks of a body into paragraphs: chrome cut from both ends, table rows joined, style sheets dropped."""

from dataclasses import dataclass

from zonenews.extraction.blocks import Block, Outline, Region
from zonenews.extraction.body import Span
from zonenews.extraction.chrome import is_css, is_linked, is_prose, is_tail, is_tool

_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What is left of a body: the blocks from `start` up to `end`, and whether everything looked like chrome."""

    start: int
    end: int
    all_chrome: bool = False


def trim(outline: Outline, span: Span, head_end: int, attached: frozenset[int]) -> Trimmed:
    """The body without title, info lines and tools at its head, and without what follows it at its tail."""
    start = max(span.start, head_end)
    end = _tail_cut(outline.blocks, start, span.end, attached, span.closed)
    if end <= start < span.end:
        return Trimmed(start, span.end, all_chrome=True)
    return Trimmed(start, end)


def _tail_cut(blocks: list[Block], start: int, end: int, attached: frozenset[int], closed: bool) -> int:
    """Walks back from the end over links and short lines; cuts at the first line that opens a tail."""
    cut = end
    for index in range(end - 1, start - 1, -1):
        block = blocks[index]
        if index in attached:
            break
        if is_tail(block.text):
            cut = index
        elif is_linked(block):
            cut = cut if closed else index
        elif is_prose(block.text) or not (cut < end or not closed):
            break
        elif end - index > 40 or len(block.text) > 20 or cut == end:
            break
    return cut


def read_paragraphs(blocks: list[Block]) -> tuple[list[str], list[int]]:
    """The paragraphs, and for each block boundary how many paragraphs stand before it."""
    paragraphs: list[str] = []
    counts = [0]
    row: Region | None = None
    for block in blocks:
        if is_css(block.text):
            counts.append(len(paragraphs))
            continue
        current = _row_of(block)
        if current is not None and current is row:
            paragraphs[-1] += " " + block.text
        else:
            paragraphs.append(block.text)
        row = current
        counts.append(len(paragraphs))
    return paragraphs, counts


def _row_of(block: Block) -> Region | None:
    """The row of a real table that the block stands in: a row of several short cells."""
    region: Region | None = block.region
    for _ in range(3):
        if region is None or region.tag == "tr":
            break
        region = region.parent
    if region is None or region.tag != "tr" or region.end - region.start > 60 or len(block.text) > _LONGEST_CELL:
        return None
    return region


def head_of(outline: Outline, span: Span, title_end: int, info: frozenset[int]) -> int:
    """Where the body begins once title, info lines and tools are passed."""
    head = max(span.start, title_end if title_end > span.start else span.start)
    for index in range(head, min(span.end, head + 12)):
        text = outline.blocks[index].text
        if index in info or is_tool(text) or is_css(text):
            head = index + 1
        elif is_prose(text) or span.closed:
            break
    return head
