"""Articles over time, by zone."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from archive.charts.chart import Chart
from archive.charts.drawing import COLOURS, WIDTH, counting, data, svg_of, unlike
from archive.charts.steps import Steps
from archive.charts.words import Language, say
from archive.figures import Month

_NAME = "articles_over_time"


def articles_over_time(months: Sequence[Month], lang: Language, zones: Mapping[str, str]) -> Chart | None:
    """Bars by month, a colour for each of the largest sites; `zones` are their names. None where there is nothing."""
    counts = _by_group(months, zones, say(lang, "others"))
    if not counts:
        return None
    steps = Steps.over(month for group in counts.values() for month in group)
    table = {group: steps.summed(of_month) for group, of_month in counts.items()}
    sums = [sum(column) for column in zip(*table.values(), strict=True)]
    title = say(lang, _NAME)
    described = say(
        lang, "articles_described", step=steps.word(lang), first=steps.names[0], last=steps.names[-1],
        total=f"{sum(sums):,}", peak=f"{max(sums):,}",
    )  # fmt: skip
    undated = sum(month.articles - month.dated for month in months)
    together = [say(lang, "all")] if len(table) > 1 else []
    return Chart(
        _NAME, title, described, lambda: svg_of(_bars(steps, table, lang), _NAME, title, described),
        (steps.word(lang), *table, *together),
        [(name, *row, *([sum(row)] if together else []))
         for name, *row in zip(steps.names, *table.values(), strict=True)][::-1],
        say(lang, "undated", count=f"{undated:,}") if undated else "",
    )  # fmt: skip


def _by_group(months: Sequence[Month], zones: Mapping[str, str], others: str) -> dict[str, Counter[str]]:
    """Articles by month of each of the largest sites, and of all others together; articles without a day are none."""
    sizes: Counter[str] = Counter()
    for month in months:
        sizes[month.site] += month.dated
    largest = [site for site, _ in sizes.most_common()]
    named = largest if len(largest) <= len(COLOURS) else largest[: len(COLOURS) - 1]
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for group in (*named, *([None] if len(named) < len(largest) else [])):
        name = others if group is None else _unlike(zones.get(group) or group, group, found)
        for month in months:
            if month.dated and (month.site == group or (group is None and month.site not in named)):
                found[name][month.month] += month.dated
    return dict(found)


def _unlike(name: str, site: str, known: Mapping[str, object]) -> str:
    """A zone may have several sites."""
    return name if name not in known else f"{name} ({site})"


def _bars(steps: Steps, table: Mapping[str, Sequence[int]], lang: Language) -> Any:
    import altair

    names = unlike(list(table))
    rows = [
        {"step": step, "zone": name, "place": place, "articles": count}
        for place, (name, counts) in enumerate(zip(names, table.values(), strict=True))
        for step, count in zip(steps.names, counts, strict=True)
    ]
    legend = altair.Legend(orient="bottom", columns=2, title=None) if len(names) > 1 else None
    colour = altair.Color("zone:N", scale=altair.Scale(domain=names, range=list(COLOURS[: len(names)])), legend=legend)
    peak = max(map(sum, zip(*table.values(), strict=True)))
    chart = altair.Chart(data(rows), width=WIDTH - 60, height=200).mark_bar()
    y = altair.Y("articles:Q", title=say(lang, "articles"), axis=counting(peak))
    return chart.encode(x=steps.axis(), y=y, color=colour, order="place:O")
