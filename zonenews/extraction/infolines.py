"""Collects the info lines of a page: the labelled values that stand above, under the title, and right after the body."""

from dataclasses import dataclass

from zonenews.extraction.blocks import Block, Outline
from zonenews.extraction.chrome import is_prose
from zonenews.extraction.dates import Stamp, find_date
from zonenews.extraction.labels import Kind, parse_labels, value_text
from zonenews.extraction.text import flatten

_LONGEST_LINE = 600
_ABOVE, _AFTER = 30, 8
_CELLS = {"td": ("td",), "th": ("td", "th"), "dt": ("dd",), "div": ("div",), "span": ("span",), "p": ("p",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, its raw value, the block it stands in and where that is: `head`, `above` the title or `tail`."""

    kind: Kind
    label: str
    raw: str
    index: int
    place: str

    @property
    def value(self) -> str | None:
        """The value as a reader sees it."""
        return value_text(self.raw)


@dataclass(frozen=True, slots=True)
class InfoLines:
    """The entries in order of trust (under the title, above it, after the body), and the dates that have no label."""

    entries: tuple[Entry, ...]
    dates: tuple[tuple[Stamp, int], ...]
    indexes: frozenset[int]

    def of(self, *kinds: Kind) -> list[Entry]:
        """The entries of these kinds, best place first."""
        return [entry for entry in self.entries if entry.kind in kinds]


def read_info_lines(outline: Outline, title: tuple[int, int], head_end: int, tail: tuple[int, int]) -> InfoLines:
    """The info lines around an article whose title and body are known."""
    start, end = title
    entries: list[Entry] = []
    dates: list[tuple[Stamp, int]] = []
    above = range(max(0, start - _ABOVE), start) if start >= 0 else range(max(0, head_end - _ABOVE), head_end)
    head = range(end, head_end) if start >= 0 else range(0)
    after = range(tail[0], min(tail[1], tail[0] + _AFTER))
    for place, indexes in (("head", head), ("above", above), ("tail", after)):
        for index in indexes:
            block = outline.blocks[index]
            if len(block.text) > _LONGEST_LINE or (
                is_prose(block.text) and place == "tail" and ":" not in block.text[:8]
            ):
                continue
            entries += _entries(outline, block, place)
            if place != "tail" and (stamp := find_date(flatten(block.pieces))) and "今天" not in block.text:
                dates.append((stamp, index))
    used = frozenset(entry.index for entry in entries) | frozenset(index for _, index in dates)
    return InfoLines(tuple(entries), tuple(dates), used)


def _entries(outline: Outline, block: Block, place: str) -> list[Entry]:
    if not any(colon in block.text for colon in ":：∶︰"):
        return []
    found = parse_labels(flatten(block.pieces))
    entries = [Entry(each.kind, each.label, each.value, block.index, place) for each in found]
    if entries and value_text(entries[-1].raw) is None and not entries[-1].raw.strip(" \x1e\x1f"):
        entries[-1] = _with_next(outline, block, entries[-1])
    return entries


def _with_next(outline: Outline, block: Block, entry: Entry) -> Entry:
    """The entry with the text of the next cell, where label and value stand in two cells; a list item never borrows."""
    if block.index + 1 >= len(outline.blocks):
        return entry
    following = outline.blocks[block.index + 1]
    same_parent = following.region.parent is block.region.parent or following.region is block.region
    if not same_parent or following.region.tag not in _CELLS.get(block.region.tag, ()) or len(following.text) > 60:
        return entry
    if any(colon in following.text for colon in "：∶") or (entry.kind == "source" and find_date(following.text)):
        return entry
    return Entry(entry.kind, entry.label, flatten(following.pieces), entry.index, entry.place)
