"""Numbers as a small picture in a line of a table, drawn with SVG attributes alone."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 24
_BAR = 3


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Bars as x, y and height; `most` is what the highest stands for, `total` what all of them do."""

    width: int
    bars: tuple[tuple[int, float, float], ...]
    most: int
    total: int


def sparkline(counts: Sequence[int]) -> Sparkline:
    """The bars of some counts; what is more than nothing is seen."""
    most = max(counts, default=0)
    heights = [max(2.0, round(HEIGHT * count / most, 1)) if count else 0.0 for count in counts]
    bars = tuple((place * _BAR, HEIGHT - height, height) for place, height in enumerate(heights) if height)
    return Sparkline(len(counts) * _BAR, bars, most, sum(counts))
