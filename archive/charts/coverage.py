"""Which fields were found, over time: a site that changes its pages shows as a column that turns pale."""

from collections.abc import Sequence
from typing import Any

from archive.charted import FIELDS
from archive.charts.chart import Chart
from archive.charts.drawing import ACCENT, WIDTH, breadth, by_place, data, svg_of
from archive.charts.steps import Steps
from archive.charts.words import Language, percent, say
from archive.figures import Month, by_month

_NAME = "field_coverage"


def field_coverage(months: Sequence[Month], lang: Language) -> Chart | None:
    """A row a field, a column a month. None where there are no articles."""
    together = by_month(months)
    if not together:
        return None
    steps = Steps.over(month.month for month in together)
    articles = steps.summed({month.month: month.articles for month in together})
    found = {field: steps.summed({month.month: month.with_field[field] for month in together}) for field in FIELDS}
    title = say(lang, _NAME)
    described = say(lang, "coverage_described", step=steps.word(lang), first=steps.names[0], last=steps.names[-1])
    head = (steps.word(lang), say(lang, "articles"), *(say(lang, field) for field in FIELDS))
    rows = [
        (name, whole, *(percent(part, whole) for part in parts))
        for name, whole, *parts in zip(steps.names, articles, *found.values(), strict=True)
    ]
    return Chart(
        _NAME,
        title,
        described,
        lambda: svg_of(_squares(steps, articles, found, lang), _NAME, title, described),
        head,
        rows[::-1],
        say(lang, "coverage_note"),
    )


def _squares(steps: Steps, articles: Sequence[int], found: dict[str, list[int]], lang: Language) -> Any:
    import altair

    whole = sum(articles)
    labels = [f"{say(lang, field)}  {percent(sum(counts), whole)}" for field, counts in found.items()]
    rows = [
        {"step": name, "place": place, "share": count / number}
        for place, counts in enumerate(found.values())
        for name, number, count in zip(steps.names, articles, counts, strict=True)
        if number
    ]
    extent = max(map(breadth, labels))
    axis = altair.Axis(
        title=None, ticks=False, domain=False, minExtent=extent, labelPadding=6, labelExpr=by_place(labels)
    )
    share = altair.Opacity("share:Q", scale=altair.Scale(domain=[0, 1], range=[0.06, 1]), legend=None)
    chart = altair.Chart(data(rows), width=WIDTH - 20 - extent, height={"step": 22}).mark_rect(color=ACCENT)
    return chart.encode(x=steps.axis(), y=altair.Y("place:O", axis=axis), opacity=share)
