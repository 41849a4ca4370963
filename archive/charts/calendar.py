"""On which days articles are published."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from archive.charts.chart import Chart
from archive.charts.drawing import ACCENT, WIDTH, by_place, data, svg_of
from archive.charts.words import WEEKDAYS, Language, say

_NAME = "publication_calendar"
_YEARS = 3
_SQUARE = 7.4


def publication_calendar(days: Sequence[tuple[str, int]], lang: Language) -> Chart | None:
    """A square a day of the last few years, the darker the more articles. None where there is no day."""
    years = sorted({day[:4] for day, _ in days})[-_YEARS:]
    shown = [(day, count) for day, count in days if day[:4] in years]
    if not shown:
        return None
    busiest, peak = max(shown, key=lambda pair: pair[1])
    title = say(lang, _NAME)
    first, last = shown[0][0], shown[-1][0]
    described = say(lang, "calendar_described", first=first, last=last, peak=peak, busiest=busiest)
    cut = len({day[:4] for day, _ in days}) > _YEARS
    note = say(lang, "calendar_note", years=_YEARS) if cut else ""
    return Chart(
        _NAME,
        title,
        described,
        lambda: svg_of(_squares(dict(shown), years, lang), _NAME, title, described),
        (say(lang, "day"), say(lang, "articles")),
        shown[::-1],
        note,
    )


def _squares(counts: dict[str, int], years: Sequence[str], lang: Language) -> Any:
    import altair

    many = sorted(counts.values())[len(counts) * 95 // 100]  # one day of a hundred articles leaves the others visible
    first, last = min(counts)[:7], max(counts)[:7]
    rows = [
        {"year": day.year, "week": _week(day), "weekday": day.weekday(), "articles": min(counts.get(f"{day}", 0), many)}
        for year in years
        for day in _days_of(int(year))
        if first <= f"{day}"[:7] <= last  # what nobody asked for, or is to come, is not empty
    ]
    months = sorted({_week(date(2026, month, 1)) for month in range(1, 13)})
    x = altair.X(
        "week:O", title=None, scale=altair.Scale(domain=list(range(54)), padding=0.1),
        axis=altair.Axis(values=months, labelExpr="round(datum.value / 4.345) + 1", labelAngle=0, ticks=False,
                         domain=False, labelPadding=4),
    )  # fmt: skip
    names = [say(lang, weekday) for weekday in WEEKDAYS]
    y = altair.Y(
        "weekday:O", title=None, scale=altair.Scale(domain=list(range(7)), padding=0.1),
        axis=altair.Axis(values=[0, 2, 4, 6], labelExpr=by_place(names), ticks=False, domain=False),
    )  # fmt: skip
    amount = altair.Opacity("articles:Q", scale=altair.Scale(domain=[0, many], range=[0.08, 1]), legend=None)
    row = altair.Row(
        "year:O", title=None, sort="descending", spacing=18, header=altair.Header(labelAngle=0, labelAlign="left")
    )
    chart = altair.Chart(data(rows), width=WIDTH - 80, height=round(7 * _SQUARE) + 8).mark_rect(color=ACCENT)
    return chart.encode(x=x, y=y, opacity=amount, row=row)


def _days_of(year: int) -> Sequence[date]:
    return [date(year, 1, 1) + timedelta(day) for day in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def _week(day: date) -> int:
    """The column of a day: weeks begin on Monday, the first may be short."""
    return (day.timetuple().tm_yday - 1 + date(day.year, 1, 1).weekday()) // 7
