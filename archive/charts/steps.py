"""Time on a chart's axis: months, or years where there are too many months to tell apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.charts.words import Language, say
from archive.figures import months_between

if TYPE_CHECKING:
    import altair

_MOST_MONTHS = 180
_LABELS = 6
_APART = (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200, 12000)  # months, or years where those are the steps


@dataclass(frozen=True, slots=True)
class Steps:
    """All steps from the first to the last, those without articles too."""

    names: Sequence[str]
    by_year: bool

    @classmethod
    def over(cls, months: Iterable[str]) -> "Steps":
        """The steps of these months; there must be one."""
        known = sorted(months)
        between = months_between(known[0], known[-1])
        if len(between) <= _MOST_MONTHS:
            return cls(between, by_year=False)
        return cls(list(dict.fromkeys(month[:4] for month in between)), by_year=True)

    def of(self, month: str) -> str:
        """The step of a month."""
        return month[:4] if self.by_year else month

    def summed(self, counts: Mapping[str, int]) -> list[int]:
        """Counts by month as counts by step."""
        found: Counter[str] = Counter()
        for month, count in counts.items():
            found[self.of(month)] += count
        return [found[name] for name in self.names]

    def word(self, lang: Language) -> str:
        """What a step is called."""
        return say(lang, "year" if self.by_year else "month")

    def axis(self) -> "altair.X":
        """The axis of the field `step`, with no more labels than there is room for."""
        import altair

        apart = next(months for months in _APART if len(self.names) <= months * _LABELS)
        named = [name for name in self.names if self._place(name) % apart == 0]
        moments = [altair.DateTime(year=int(name[:4]), month=int(name[5:] or 1), utc=True) for name in named]
        by_year = self.by_year or apart % 12 == 0
        axis = altair.Axis(values=moments, format="%Y" if by_year else "%Y-%m", labelFlush=False, grid=False)
        return altair.X("step:T", title=None, timeUnit="utcyear" if self.by_year else "utcyearmonth", axis=axis)

    def _place(self, name: str) -> int:
        return int(name) if self.by_year else int(name[:4]) * 12 + int(name[5:]) - 1
