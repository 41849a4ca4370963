"""Turns the blocks of a body into paragraphs: chrome cut from both ends, table rows joined, style sheets dropped."""

import re
from dataclasses import dataclass
from typing import Any

from zonenews.extraction.blocks import Block, Outline, Region
from zonenews.extraction.body import Span
from zonenews.extraction.chrome import is_css, is_info_line, is_linked, is_prose, is_tool, opens_tail
from zonenews.extraction.dates import find_date

_PAGE_BREAK = re.compile(r"[#\[{]{0,2}page_?break[#\]}]{0,2}|\[page\]|#page#", re.I)
_FILES = re.compile(r"[【\[]?(?:相关)?附\s?件(?:下载|列表)?[】\]]?\s?[:：]?")
_LONGEST_CELL = 200
_LONGEST_ROW = 60
_DEEPEST_CELL = 5
_LONGEST_TAIL = 80
_HEAD = 15
_TOLD = frozenset(("source", "issuer", "published", "dated", "updated"))


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What is left of a body: the blocks from `start` up to `end`, and whether everything looked like chrome."""

    start: int
    end: int
    all_chrome: bool = False


def trim(outline: Outline, span: Span, head: int, attached: frozenset[int], *, pictured: bool) -> Trimmed:
    """The body without title, info lines and tools at its head, and without what follows it at its tail."""
    start = max(span.start, head)
    end = span.end if span.closed else _first_opener(outline.blocks, start, span.end, attached)
    end = _tail_cut(outline.blocks, start, end, attached, span.closed)
    end = _files_cut(outline.blocks, start, end, attached)
    if end <= start and span.end > span.start and not pictured:
        return Trimmed(start if start < span.end else span.start, span.end, all_chrome=True)
    return Trimmed(start, end)


def head_of(outline: Outline, span: Span, title_end: int, info: frozenset[int]) -> int:
    """Where the body begins once title, info lines, breadcrumb and tools are passed."""
    head = first = max(span.start, min(title_end, span.end))
    told = False  # whether a line behind one that was passed over tells source or time
    patience = 3 if span.closed else _HEAD  # so many other short lines may stand between them
    for index in range(head, min(span.end, head + _HEAD)):
        block = outline.blocks[index]
        if _is_head(block) or (index in info and len(block.text) < 200):
            first = index + 1 if index == first else first
            told = told or (index > first and _tells(block))
            head = index + 1
        elif is_prose(block.text) or index - head >= patience:
            break
    # where nothing is left and nothing was told, the lines passed over were the body, and those behind them its tail
    return first if head >= span.end and not told else head


def _tells(block: Block) -> bool:
    """Whether a line says where or when an article came out; a bare day may be the one that it is signed with."""
    date = find_date(block.text)
    return any(found.kind in _TOLD for found in block.labels) or (date is not None and date.precision != "day")


def _is_head(block: Block) -> bool:
    crumb = is_linked(block) and not set(block.text).isdisjoint(">＞»›")
    return crumb or is_tool(block.text) or is_css(block.text) or is_info_line(block)


def _first_opener(blocks: list[Block], start: int, end: int, attached: frozenset[int]) -> int:
    """The first line that opens a tail behind some prose, if little prose follows it; else the end."""
    prose = [len(block.text) if is_prose(block.text) and not is_linked(block) else 0 for block in blocks[start:end]]
    before, total = 0, sum(prose)
    for index in range(start, end):
        if (
            before * 4 > total * 3
            and index not in attached
            and row_of(blocks[index]) is None
            and opens_tail(blocks[index])
        ):
            return index
        before += prose[index - start]
    return end


def _tail_cut(blocks: list[Block], start: int, end: int, attached: frozenset[int], closed: bool) -> int:
    """Walks back from the end over links and short lines; cuts at the first line that opens a tail."""
    cut, linked = end, 0
    for index in range(end - 1, max(start, end - _LONGEST_TAIL) - 1, -1):
        block = blocks[index]
        if index in attached or row_of(block) is not None:
            break
        if opens_tail(block):
            cut = index
        elif is_linked(block) or _is_dated_link(block):
            linked += 1
            cut = cut if closed else index
        elif is_prose(block.text) or len(block.text) > 30 or linked == 0:
            break
    return cut


def _files_cut(blocks: list[Block], start: int, end: int, attached: frozenset[int]) -> int:
    """Leaves out the lines at the end that link files in a box of their own; those among the text are text."""
    cut = end
    while cut > start and _is_file_line(blocks[cut - 1], attached):
        cut -= 1
    boxed = cut < end and all(_is_boxed(block, cut) for block in blocks[cut:end])
    return cut if boxed and cut > start else end


def _is_file_line(block: Block, attached: frozenset[int]) -> bool:
    """Whether the line is a file's link, or the heading 附件 above such links; a sentence that links one is neither."""
    linked = block.index in attached and (is_linked(block) or not is_prose(block.text))
    return linked or _FILES.fullmatch(block.text) is not None


def _is_boxed(block: Block, first: int) -> bool:
    """Whether the block's element, which holds other lines too, or the one around it begins with these lines."""
    own, around = block.region, block.region.parent
    return (own.start >= first and own.end - own.start > 1) or (around is not None and around.start >= first)


def _is_dated_link(block: Block) -> bool:
    return block.link_length >= 4 and len(block.text) - block.link_length <= 14 and find_date(block.text) is not None


def read_paragraphs(blocks: list[Block]) -> tuple[list[str], list[int]]:
    """The paragraphs, and for each block boundary how many paragraphs stand before it."""
    paragraphs: list[str] = []
    counts = [0]
    pictured: dict[Any, bool] = {}
    row: Region | None = None
    for block in blocks:
        if not is_css(block.text) and not _PAGE_BREAK.fullmatch(block.text) and not _is_caption(block, pictured):
            current = row_of(block)
            if current is not None and current is row:
                paragraphs[-1] += " " + block.text
            else:
                paragraphs.append(block.text)
            row = current
        counts.append(len(paragraphs))
    return paragraphs, counts


def _is_caption(block: Block, pictured: dict[Any, bool]) -> bool:
    """Whether the block is the caption of a figure, which goes with its picture; `pictured` remembers captions."""
    place = (block.region, block.region.parent)
    caption = next((region.element for region in place if region and region.tag == "figcaption"), None)
    if caption is None:
        return False
    if caption not in pictured:
        figure = caption.getparent()
        pictured[caption] = figure is not None and next(figure.iter("img"), None) is not None
    return pictured[caption]


def row_of(block: Block) -> Region | None:
    """The row of a real table that the block stands in: one of several short cells; a layout table has none."""
    region: Region | None = block.region
    for _ in range(_DEEPEST_CELL):
        if region is None or region.tag == "tr":
            break
        region = region.parent
    if region is None or region.tag != "tr" or region.cells < 2 or region.end - region.start > _LONGEST_ROW:
        return None
    return region if len(block.text) <= _LONGEST_CELL else None


def undoubled(paragraphs: list[str]) -> list[str]:
    """The paragraphs once, where a page prints its whole body twice."""
    half = len(paragraphs) // 2
    doubled = half >= 2 and len(paragraphs) % 2 == 0 and paragraphs[:half] == paragraphs[half:]
    return paragraphs[:half] if doubled else paragraphs
