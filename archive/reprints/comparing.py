"""Whether two articles say the same in the same words, cut and edited, or only look alike."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_GRAM = 8
_SMALL = 24
_COUNTED = 4
_STRIDE = 6
_RUN = re.compile(b"\x01+")
_FIGURE = re.compile(r"\d+")
_DATE = re.compile(r"\d+[年月日]")


class Said:
    """An article's letters, in overlapping pieces of eight."""

    __slots__ = ("grams", "letters", "pieces")

    def __init__(self, letters: str) -> None:
        self.letters = letters
        self.pieces = [letters[place : place + _GRAM] for place in range(len(letters) - _GRAM + 1)]
        self.grams = frozenset(self.pieces)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, and how one differs from the other within what they share.

    `shared` is the share of all pieces that are in both, `contained` the share of the shorter text's letters that stand
    in the longer one, `letters` their number. `swapped` are letters, at most four a place, at the small places around
    shared pieces where both texts say something else; `figures` are numbers, and `dates` years, months and days,
    that each text has there and the other has not.
    """

    shared: float
    contained: float = 0.0
    letters: int = 0
    swapped: int = 0
    figures: int = 0
    dates: int = 0

    @property
    def is_reprint(self) -> bool:
        """Whether one text is the other, cut or edited."""
        return self._is_alike and self._is_edited

    @property
    def is_refilled(self) -> bool:
        """Whether the texts are one form, filled in anew: these differ in small places throughout."""
        return self._is_alike and not self._is_edited

    @property
    def _is_alike(self) -> bool:
        return self.shared >= _LEAST_SHARED and self.contained >= _LEAST_CONTAINED

    @property
    def _is_edited(self) -> bool:
        few = self.swapped * _LETTERS_A_SWAP <= max(0, self.letters - _UNSWAPPED)
        return few and not self.dates and self.figures * _LETTERS_A_FIGURE <= self.letters


# Chosen by looking at the `chosen` half of the labelled set (benchmarks/reprints): docs/benchmarks.md has the figures.
_LEAST_SHARED, _LEAST_CONTAINED = 0.3, 0.72
_LETTERS_A_SWAP, _LETTERS_A_FIGURE, _UNSWAPPED = 50, 350, 150


def likeness(one: Said, letters: str) -> Likeness:
    """Compares a text with the letters of another one."""
    sample = [letters[place : place + _GRAM] for place in range(0, len(letters) - _GRAM + 1, _STRIDE)]
    found = sum(map(one.grams.__contains__, sample)) / max(1, len(sample))
    if found < _LEAST_SHARED / 2:  # most that only look alike end here
        return Likeness(0.0)
    other = Said(letters)
    both = one.grams & other.grams
    shared = len(both) / max(1, len(one.grams) + len(other.grams) - len(both))
    if shared < _LEAST_SHARED:
        return Likeness(shared)
    covered, gaps = _parts(one, both)
    other_covered, other_gaps = _parts(other, both)
    return Likeness(
        shared,
        min(covered, other_covered) / min(len(one.letters), len(other.letters)),
        min(covered, other_covered),
        min(_size(gaps), _size(other_gaps)),
        _exchanged(_FIGURE, gaps, other_gaps),
        _exchanged(_DATE, gaps, other_gaps),
    )


def _parts(said: Said, both: frozenset[str]) -> tuple[int, list[str]]:
    """How many letters of a text are shared, and the small pieces before, between and behind what is shared.

    Each piece has the letter behind it, which tells whether a figure is a date's.
    """
    flags = bytes(map(both.__contains__, said.pieces))
    covered, end, gaps = 0, 0, []
    for run in _RUN.finditer(flags):
        start, stop = run.start(), run.end() + _GRAM - 1
        covered += stop - max(start, end)
        gaps.append((end, start))
        end = stop
    gaps.append((end, len(said.letters)))
    return covered, [said.letters[first : last + 1] for first, last in gaps if 0 < last - first <= _SMALL]


def _size(gaps: Sequence[str]) -> int:
    return sum(min(len(gap) - 1, _COUNTED) for gap in set(gaps))  # a name that was replaced throughout counts once


def _exchanged(what: re.Pattern[str], gaps: Sequence[str], others: Sequence[str]) -> int:
    """How many of these stand in the gaps of each text and not in those of the other."""
    one, other = (Counter(what.findall("，".join(each))) for each in (gaps, others))
    return min((one - other).total(), (other - one).total())
