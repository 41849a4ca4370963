"""Sorts a page's blocks of text into those of its rows and those outside them."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Any

from zonenews.extraction.anchors import is_read_on
from zonenews.extraction.blocks import Block, Outline
from zonenews.extraction.chrome import is_linked
from zonenews.extraction.groups import Row

_FEW = 3  # fewer rows show no pattern
_MOST_BETWEEN = 3
_LONGEST = 500  # a row with more text is none
_LINK = 6
_LEAD = 20  # so many Chinese characters may stand before a row's link: a date, a number, a category


class RowBlocks:
    """The blocks of a page's rows: `inside` are their indexes, `count` is how many rows there are indeed.

    What only stands around a link, such as the whole middle of an article page, is no row: it holds too much text, too
    much of it before its link, or a title that leads nowhere.
    """

    def __init__(self, outline: Outline, rows: Sequence[Row], title: int) -> None:
        owners = _owners(rows)
        held = _held(outline, rows, owners)
        real = {row for row, blocks in held.items() if _is_row(row, blocks, title)}
        self.count = len(real)
        self.inside = frozenset(block.index for row in real for block in held[row])
        self._elements = {element for element, row in owners.items() if row in real}

    def holds(self, element: Any) -> bool:
        """Whether an element stands in a row."""
        return element in self._elements


def leads_on(block: Block) -> bool:
    """Whether a good part of the block is a link of some length."""
    return block.link_length >= _LINK and block.link_length * 4 >= len(block.text)


def _owners(rows: Sequence[Row]) -> dict[Any, Row]:
    """The row of every element in one, and in what follows it where that is the same behind most rows."""
    following = _usual_gap([row.element for row in rows])
    owners: dict[Any, Row] = {}
    for row in rows:
        behind = list(islice(row.element.itersiblings(), len(following)))
        for element in (row.element, *(behind if _tags(behind) == following else ())):
            owners.update(dict.fromkeys(element.iter(), row))
    return owners


def _held(outline: Outline, rows: Sequence[Row], owners: dict[Any, Row]) -> dict[Row, list[Block]]:
    """The blocks of each row."""
    lines = _lines(outline, rows)
    held: dict[Row, list[Block]] = {row: [] for row in rows}
    for block in outline.blocks:
        if owner := owners.get(block.region.element) or lines.get(block.index):
            held[owner].append(block)
    return held


def _lines(outline: Outline, rows: Sequence[Row]) -> dict[int, Row]:
    """The lines that are little more than a row's link, where rows have no element of their own."""
    links = {anchor.element: row for row in rows for anchor in row.anchors}
    marks = [mark for mark in outline.links if mark.element in links and mark.index < len(outline.blocks)]
    return {mark.index: links[mark.element] for mark in marks if _is_line(outline.blocks[mark.index])}


def _is_line(block: Block) -> bool:
    return block.link_length * 5 >= len(block.text) * 2


def _usual_gap(rows: list[Any]) -> tuple[Any, ...]:
    """The tags between a row and the next one, if most rows have the same there."""
    own = set(rows)
    gaps = Counter(_gap(row, own) for row in rows[:-1])
    usual, count = gaps.most_common(1)[0] if gaps else ((), 0)
    return usual if len(rows) >= _FEW and count * 5 >= len(rows) * 3 else ()


def _gap(row: Any, rows: set[Any]) -> tuple[Any, ...]:
    following = list(islice(row.itersiblings(), _MOST_BETWEEN + 1))
    places = [place for place, element in enumerate(following) if element in rows]
    return _tags(following[: places[0]]) if places else ()


def _tags(elements: list[Any]) -> tuple[Any, ...]:
    return tuple(element.tag for element in elements)


def _is_row(row: Row, blocks: list[Block], title: int) -> bool:
    """Whether what was taken for a row leads somewhere as a whole."""
    if sum(len(block.text) for block in blocks) > _LONGEST:
        return False
    if row.best.element.tag != "a" or is_read_on(row.best.text):
        return True  # a click anywhere in it, or a link that says what it is for
    lead = takewhile(lambda block: not leads_on(block), blocks)
    titled = any(block.index == title and not is_linked(block) for block in blocks)
    return not titled and sum(_han(block.text) for block in lead) <= _LEAD


def _han(text: str) -> int:
    return sum("\u4e00" <= character <= "\u9fff" for character in text)
