"""Text as search compares it: NFKC, simplified characters, lower case, one space for any blank.

The table of simplified characters is the archive's own file, not a library's: what was folded years ago must still
equal what is folded today. A change of it, or of this module, needs a migration that builds the search index again.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

_SPACES = re.compile("  +")
# NFKC may join what follows with what stands before it, but never across the start of one of these pieces.
_PIECE = re.compile("[ -~\u3400-\u4dbf\u4e00-\u9fff]?[^ -~\u3400-\u4dbf\u4e00-\u9fff]*")
_IGNORED = frozenset(
    code
    for first, end in (
        *((0xAD, 0xAE), (0x34F, 0x350), (0x61C, 0x61D), (0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070)),
        *((0xFE00, 0xFE10), (0xFEFF, 0xFF00), (0xE0000, 0xE0200)),
    )
    for code in range(first, end)
)
_CONTROL_PICTURES = range(0x2400, 0x2427)  # tokens.py uses them as marks, so that no text may hold them


def fold(text: str) -> str:
    """A text as search compares it; its lines stay lines."""
    folded = text.translate(_table())
    if not unicodedata.is_normalized("NFKC", folded):
        folded = unicodedata.normalize("NFKC", folded)
    return _SPACES.sub(" ", folded) if "  " in folded else folded


def fold_line(text: str) -> str:
    """A text as search compares it, on one line."""
    return fold(text.replace("\n", " "))


def fold_with_places(line: str) -> tuple[str, list[int]]:
    """A line folded, and for each character of it the place in the line that it comes from."""
    whole = fold(line)
    if len(whole) == len(line) and _table().odd.isdisjoint(line):
        return whole, list(range(len(line)))
    folded: list[str] = []
    places: list[int] = []
    start = 0
    for length, piece in _pieces(line):
        for character in piece:
            if character != " " or folded[-1:] != [" "]:
                folded.append(character)
                places.append(start)
        start += length
    return "".join(folded), places


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """What can be folded by itself, almost always every character: its length and what it becomes."""
    table = _table()
    if not unicodedata.is_normalized("NFKC", line.translate(table)):
        return ((len(piece), fold(piece)) for piece in _PIECE.findall(line))
    becomes = (table[ord(character)] for character in line)
    return ((1, chr(one) if isinstance(one, int) else one) for one in becomes)


class _Table(dict[int, str | int]):
    """What each character is folded to; filled as characters are met. `odd` are those that become none or several."""

    def __init__(self) -> None:
        self.odd: set[str] = set()

    def __missing__(self, code: int) -> str | int:
        folded = _folded_character(code)
        if isinstance(folded, str) and len(folded) != 1:
            self.odd.add(chr(code))
        self[code] = folded
        return folded


@cache
def _table() -> _Table:
    table = _Table()
    lines = resources.files(__package__).joinpath("simplified.txt").read_text(encoding="utf-8").splitlines()
    groups = " ".join(line for line in lines if not line.startswith("#")).split()
    table.update({ord(traditional): group[0] for group in groups for traditional in group[1:]})
    return table


def _folded_character(code: int) -> str | int:
    """One character folded; the number itself where it stays, which is what `translate` takes quickest."""
    if code in _IGNORED:
        return ""
    if code == 0 or 0xD800 <= code < 0xE000:
        return "\ufffd"  # no database takes it
    if code in _CONTROL_PICTURES:
        return " "
    normal = unicodedata.normalize("NFKC", chr(code)).casefold()
    if len(normal) == 1 and ord(normal) == code:
        return " " if _is_blank(normal) else code
    return "".join(" " if _is_blank(part) else part.translate(_table()) for part in normal)


def _is_blank(character: str) -> bool:
    return character != "\n" and (character.isspace() or unicodedata.category(character) == "Cc")
