"""Collects the info lines of a page: labelled values above the title, under it, and right after the body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zonenews.extraction.blocks import Block, Outline
from zonenews.extraction.chrome import is_prose
from zonenews.extraction.dates import Stamp, find_date, may_be_dated
from zonenews.extraction.labels import KINDS, Kind, Labelled, value_text

Place = Literal["head", "above", "tail"]
_LONGEST_VALUE = 60
# The element that may hold the value of a label that stands alone in such an element; a list item never borrows.
_VALUE_TAGS = {
    "td": ("td",),
    "th": ("td", "th"),
    "dt": ("dd",),
    "div": ("div", "p"),
    "p": ("p", "div"),
    "section": ("section",),
}
_LABEL_CELLS = frozenset(("th", "td", "dt"))  # here a label needs no colon
_TODAY = ("今天是", "今日是", "今天：", "现在是", "当前时间", "农历", "欢迎您", "欢迎访问")
_BEFORE_DATE = ("发布于", "发表于", "更新于", "发布", "时间", "日期", "发稿", "于", "：", ":")


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, its raw value, the block it stands in and where that is."""

    kind: Kind
    label: str
    raw: str
    index: int
    place: Place

    @property
    def value(self) -> str | None:
        """The value as a reader sees it."""
        return value_text(self.raw)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date without a label, the block it stands in, and that block's flattened text."""

    stamp: Stamp
    index: int
    line: str


@dataclass(frozen=True, slots=True)
class InfoLines:
    """The entries in order of trust (under the title, above it, after the body), and the dates without a label."""

    entries: tuple[Entry, ...]
    dates: tuple[Dated, ...]

    def of(self, *kinds: Kind) -> list[Entry]:
        """The entries of these kinds, best place first."""
        return [entry for entry in self.entries if entry.kind in kinds]

    @property
    def indexes(self) -> frozenset[int]:
        """The blocks that hold an entry or a date."""
        return frozenset(entry.index for entry in self.entries) | {dated.index for dated in self.dates}


def read_info_lines(outline: Outline, head: Sequence[int], above: Sequence[int]) -> InfoLines:
    """The info lines under the title and above it."""
    under = [block for block in map(outline.blocks.__getitem__, head) if may_be_dated(block.text)]
    free = ((free_date(block.line, block.labels), block) for block in under if not _is_today(block))
    dates = tuple(Dated(stamp, block.index, block.line) for stamp, block in free if stamp)
    return InfoLines((*_read(outline, head, "head"), *_read(outline, above, "above")), dates)


def with_tail(info: InfoLines, outline: Outline, tail: Sequence[int]) -> InfoLines:
    """The info lines together with those after the body."""
    return InfoLines((*info.entries, *_read(outline, tail, "tail")), info.dates)


def _read(outline: Outline, indexes: Sequence[int], place: Place) -> Iterator[Entry]:
    for index in indexes:
        block = outline.blocks[index]
        if block.labels and not _is_today(block):
            yield from _entries(outline, block, place)
        elif block.region.tag in _LABEL_CELLS and (word := "".join(block.text.split())) in KINDS:
            yield _with_next(outline, block, Entry(KINDS[word], word, "", index, place))


def _is_today(block: Block) -> bool:
    return any(word in block.text for word in _TODAY)


def _entries(outline: Outline, block: Block, place: Place) -> list[Entry]:
    found = block.labels
    if place == "tail" and is_prose(block.text) and (not found or found[0].start > 4):
        return []
    entries = [Entry(each.kind, each.label, each.value, block.index, place) for each in found]
    if entries and not entries[-1].raw.strip(" \x1e\x1f"):
        entries[-1] = _with_next(outline, block, entries[-1])
    return entries


def _with_next(outline: Outline, block: Block, entry: Entry) -> Entry:
    """The entry with the text of the next cell, where label and value stand in two elements."""
    if block.index + 1 >= len(outline.blocks):
        return entry
    following = outline.blocks[block.index + 1]
    if following.region.parent is not block.region.parent or len(following.text) > _LONGEST_VALUE:
        return entry
    if following.region.tag not in _VALUE_TAGS.get(block.region.tag, ()) or following.region is block.region:
        return entry
    line = following.line
    if following.labels or (entry.kind == "source" and find_date(line)) or is_prose(following.text):
        return entry
    return Entry(entry.kind, entry.label, line, entry.index, entry.place)


def free_date(line: str, found: list[Labelled]) -> Stamp | None:
    """The first date of a line that belongs to no label and stands free, not in a sentence."""
    stamp = find_date(line)
    if stamp is None or any(
        each.start < stamp.start and each.kind not in ("tool", "author", "source") for each in found
    ):
        return None
    before, after = line[: stamp.start], line[stamp.end :]
    glued = any(each.kind in ("source", "author") for each in found if each.start < stamp.start)
    if before and _is_han(before[-1]) and not glued and not before.endswith(_BEFORE_DATE):
        return None
    if stamp.precision == "day" and after and _is_han(after[0]) and not any(after.startswith(word) for word in KINDS):
        return None
    return stamp if len(line) <= 200 else None


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
