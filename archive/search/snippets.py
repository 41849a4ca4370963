"""Where a hit's words stand in the article as it was printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.search.folding import fold_with_places

_WIDTH = 90
_BEFORE = 20


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text; `marks` are start and end of each hit in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def marked(line: str, terms: Sequence[str]) -> Snippet:
    """A whole line with its hits; terms are folded."""
    return Snippet(line, _marks(line, terms))


def snippet(paragraphs: Sequence[str], folded: Sequence[str], terms: Sequence[str]) -> Snippet:
    """The most telling piece of a text: of the paragraph with the most different terms, from shortly before a hit."""
    count = min(len(paragraphs), len(folded))
    best = max(range(count), key=lambda place: sum(term in folded[place] for term in terms), default=None)
    return Snippet("") if best is None else _cut(marked(paragraphs[best], terms))


def _cut(whole: Snippet) -> Snippet:
    text, first = whole.text, whole.marks[0][0] if whole.marks else 0
    if len(text) <= _WIDTH:
        return whole
    start = max(0, min(first - _BEFORE, len(text) - _WIDTH))
    end = start + _WIDTH
    before = "…" if start else ""
    moved = len(before) - start
    marks = tuple((left + moved, min(right, end) + moved) for left, right in whole.marks if start <= left < end)
    return Snippet(before + text[start:end] + ("…" if end < len(text) else ""), marks)


def _marks(line: str, terms: Sequence[str]) -> tuple[tuple[int, int], ...]:
    if not terms or not line:
        return ()
    folded, places = fold_with_places(line)
    places.append(len(line))
    longest_first = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    found = (hit.span() for hit in re.finditer(longest_first, folded))
    return tuple((places[start], _end(places, end)) for start, end in found)


def _end(places: list[int], end: int) -> int:
    """Where in the line the last character of a hit ends, which may fold to several."""
    last = places[end - 1]
    while places[end] == last:
        end += 1
    return places[end]
