"""The days of one month."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from archive.charts.chart import Chart
from archive.charts.drawing import ACCENT, WIDTH, counting, data, svg_of
from archive.charts.words import Language, say
from archive.figures import last_day

_NAME = "articles_by_day"


def articles_by_day(days: Sequence[tuple[str, int]], month: str, lang: Language) -> Chart | None:
    """A bar a day, those without articles too. None where the month has none."""
    if not days:
        return None
    counts, last = dict(days), last_day(month)
    rows = [(f"{day}", counts.get(f"{day}", 0)) for day in (last.replace(day=day) for day in range(1, last.day + 1))]
    title = say(lang, _NAME)
    busiest, peak = max(rows, key=lambda row: row[1])
    described = say(lang, "days_described", month=month, busiest=busiest, peak=peak, total=sum(counts.values()))
    return Chart(
        _NAME,
        title,
        described,
        lambda: svg_of(_bars(rows, lang), _NAME, title, described),
        (say(lang, "day"), say(lang, "articles")),
        rows,
    )


def _bars(rows: Sequence[tuple[str, int]], lang: Language) -> Any:
    import altair

    values = [
        {"day": int(day[8:]), "articles": count, "rest": date.fromisoformat(day).weekday() > 4} for day, count in rows
    ]
    x = altair.X("day:O", title=None, axis=altair.Axis(values=[1, 5, 10, 15, 20, 25, 30], labelAngle=0, ticks=False))
    y = altair.Y("articles:Q", title=say(lang, "articles"), axis=counting(max(count for _, count in rows)))
    paler = altair.condition("datum.rest", altair.value(0.5), altair.value(1))
    return altair.Chart(data(values), width=WIDTH - 60, height=170).mark_bar(color=ACCENT).encode(x, y, opacity=paler)
