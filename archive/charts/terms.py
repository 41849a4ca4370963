"""How much of what is published holds some words, over time."""

from collections.abc import Sequence
from typing import Any

from archive.charts.chart import Chart
from archive.charts.drawing import COLOURS, WIDTH, data, svg_of, unlike
from archive.charts.steps import Steps
from archive.charts.words import Language, percent, say
from archive.figures import Hits, Month, by_month

_NAME = "terms_over_time"


def terms_over_time(found: Sequence[Hits], months: Sequence[Month], lang: Language) -> Chart | None:
    """A line for each query. None where no article is dated, or nothing was asked."""
    dated = {month.month: month.dated for month in by_month(months) if month.dated}
    if not dated or not found:
        return None
    steps = Steps.over(dated)
    whole = steps.summed(dated)
    counts = [steps.summed(dict(hits.months)) for hits in found]
    title = say(lang, _NAME)
    said = (", " if lang == "en" else "、").join(hits.query for hits in found)
    described = say(
        lang, "terms_described", step=steps.word(lang), terms=said, first=steps.names[0], last=steps.names[-1]
    )
    heads = [say(lang, word, term=hits.query) for hits in found for word in ("hits", "hit_share")]
    rows = [
        (name, number, *(cell for part in parts for cell in (part, percent(part, number))))
        for name, number, *parts in zip(steps.names, whole, *counts, strict=True)
    ]
    cut = [say(lang, "terms_note", term=hits.query, month=hits.complete_since) for hits in found if hits.complete_since]
    head = (steps.word(lang), say(lang, "articles"), *heads)
    return Chart(
        _NAME,
        title,
        described,
        lambda: svg_of(_lines(steps, whole, counts, found, lang), _NAME, title, described),
        head,
        rows[::-1],
        " ".join(cut),
    )


def _lines(
    steps: Steps, whole: Sequence[int], counts: Sequence[Sequence[int]], found: Sequence[Hits], lang: Language
) -> Any:
    import altair

    names = unlike([hits.query for hits in found])
    rows = [
        {"step": step, "term": name, "share": part / number}
        for name, hits, parts in zip(names, found, counts, strict=True)
        for step, number, part in zip(steps.names, whole, parts, strict=True)
        if number and (hits.complete_since is None or step >= steps.of(hits.complete_since))
    ]
    legend = altair.Legend(orient="bottom", columns=2, title=None, symbolType="stroke", symbolStrokeWidth=3)
    colour = altair.Color("term:N", scale=altair.Scale(domain=names, range=list(COLOURS[: len(names)])), legend=legend)
    y = altair.Y("share:Q", title=say(lang, "share_of_articles"), axis=altair.Axis(format="~%", tickCount=5))
    chart = altair.Chart(data(rows), width=WIDTH - 60, height=200).mark_line(strokeWidth=2, point={"size": 16})
    return chart.encode(x=steps.axis(), y=y, color=colour)
