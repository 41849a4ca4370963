"""Whom articles credit."""

from typing import Any

from archive.charts.chart import Chart
from archive.charts.drawing import ACCENT, COLOURS, WIDTH, breadth, by_place, data, shortened, svg_of
from archive.charts.words import Language, percent, say
from archive.figures import Shares

_NAME = "source_shares"
_ROW = 22


def source_shares(shares: Shares, lang: Language) -> Chart | None:
    """A bar for each of the most frequent sources, for all others, and for none. None where there are no articles."""
    whole = shares.articles
    if not whole:
        return None
    rest = ((say(lang, "others"), shares.others), (say(lang, "unnamed"), shares.unnamed))
    rows = [*shares.sources, *((name, count) for name, count in rest if count)]
    title = say(lang, _NAME)
    first, most = rows[0]
    described = say(lang, "sources_described", total=f"{whole:,}", first=first, share=percent(most, whole))
    head = (say(lang, "source"), say(lang, "articles"), say(lang, "share"))
    return Chart(
        _NAME,
        title,
        described,
        lambda: svg_of(_bars(rows, len(shares.sources), whole), _NAME, title, described),
        head,
        [(name, count, percent(count, whole)) for name, count in rows],
    )


def _bars(rows: list[tuple[str, int]], named: int, whole: int) -> Any:
    import altair

    values: list[dict[str, Any]] = [
        {"place": place, "source": shortened(name), "articles": count, "said": f"{count:,} · {percent(count, whole)}",
         "colour": ACCENT if place < named else COLOURS[-1]}
        for place, (name, count) in enumerate(rows)
    ]  # fmt: skip
    extent = max(breadth(value["source"]) for value in values)
    room = max(breadth(value["said"]) for value in values) + 8
    names = altair.Axis(
        title=None, ticks=False, domain=False, minExtent=extent, labelPadding=6,
        labelExpr=by_place([value['source'] for value in values]),
    )  # fmt: skip
    y = altair.Y("place:O", axis=names)
    bars = altair.Chart(data(values), width=WIDTH - 20 - extent - room, height={"step": _ROW})
    x = altair.X("articles:Q", axis=None)
    drawn = bars.mark_bar().encode(x=x, y=y, color=altair.Color("colour:N", scale=None))
    return drawn + bars.mark_text(align="left", dx=5).encode(x=x, y=y, text="said:N")
