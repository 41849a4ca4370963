"""Gathers what a month's report says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive import Archive, NotFound
from archive.charts import (
    Chart,
    Language,
    articles_by_day,
    articles_over_time,
    field_coverage,
    publication_calendar,
    source_shares,
)
from archive.figures import Figures, Span, next_month
from archive.figures import Month as Counted
from archive.monthly import Between
from zonenews.manners.hours import BEIJING

_MONTHS_SHOWN = 24
LISTED = 15
_FIRST, _LAST = "0010", "9999"  # no calendar has the months around them


@dataclass(frozen=True, slots=True)
class Zone:
    """A line of the report: one site and what it did."""

    site: str
    zone: str | None
    published: int
    before: int
    new: int
    edited: int
    vanished: int
    back: int
    with_source: int
    counted: int
    runs: int
    complete: int


@dataclass(frozen=True, slots=True)
class Month:
    """All that a report says. `charts` are those that have anything to show."""

    month: str
    site: str | None
    zones: list[Zone]
    charts: list[Chart]
    reprinted: list[dict[str, Any]]
    edited: list[dict[str, Any]]
    vanished: list[dict[str, Any]]
    troubled: list[dict[str, Any]]

    def total(self, count: str) -> int:
        """A count of all zones together."""
        return sum(getattr(zone, count) for zone in self.zones)


def newest_month(archive: Archive, site: str | None) -> str:
    """The last month in which articles were published. Raises NotFound where there is none."""
    dated = [month.month for month in archive.figures.months(Span(site)) if month.dated]
    if not dated:
        raise NotFound(f"{site or 'the archive'} has no article with a day of publication")
    return max(dated)


def gather(archive: Archive, month: str, site: str | None, lang: Language) -> Month:
    """A month of all sites or of one. Raises NotFound where nothing was published, came, changed or ran in it."""
    zones = []
    if _FIRST < month < _LAST:
        figures, between = archive.figures, _between(month, site)
        zones = _zones(archive, month, between)
    if not zones:
        raise NotFound(f"nothing was published or crawled in {month}" + (f" at {site}" if site else ""))
    vanished = [*figures.changed(between, "gone", most=LISTED), *figures.changed(between, "missing", most=LISTED)]
    return Month(
        month, site, zones, _charts(archive, month, site, lang),
        figures.most_reprinted(month, site),
        figures.changed(between, "edited", most=LISTED),
        sorted(vanished, key=lambda row: str(row["at"]), reverse=True)[:LISTED],
        figures.troubled_runs(between, most=LISTED),
    )  # fmt: skip


def _between(month: str, site: str | None) -> Between:
    start, end = (datetime.fromisoformat(f"{name}-01").replace(tzinfo=BEIJING) for name in (month, next_month(month)))
    return Between(start, end, site)


def _zones(archive: Archive, month: str, between: Between) -> list[Zone]:
    """The sites at which anything happened, those that published most first."""
    figures, before = archive.figures, _month_before(month)
    counted = {(one.site, one.month): one for one in figures.months(Span(between.site, before, month))}
    happened, states = figures.happened(between), figures.run_states(between)
    named = figures.zones()
    active = {site for site, of in counted if of == month} | set(happened) | set(states)
    zones = [
        _zone(site, named.get(site), counted.get((site, month)), counted.get((site, before)),
              happened.get(site, {}), states.get(site, {}))
        for site in active
    ]  # fmt: skip
    return sorted(zones, key=lambda zone: (-zone.published, zone.site))


def _zone(
    site: str, zone: str | None, counted: Counted | None, before: Counted | None, happened: dict[str, int],
    states: dict[str, int],
) -> Zone:  # fmt: skip
    return Zone(
        site, zone, counted.dated if counted else 0, before.dated if before else 0, happened.get("new", 0),
        happened.get("edited", 0), happened.get("missing", 0), happened.get("back", 0),
        counted.with_field["source"] if counted else 0, counted.articles if counted else 0,
        sum(states.values()), states.get("complete", 0),
    )  # fmt: skip


def _charts(archive: Archive, month: str, site: str | None, lang: Language) -> list[Chart]:
    figures: Figures = archive.figures
    year = Span(site, _months_before(month, _MONTHS_SHOWN - 1), month)
    this = Span(site, month, month)
    months = figures.months(year)
    names = {key: zone for key, zone in figures.zones().items() if zone}
    drawn = (
        articles_by_day(figures.days(this), month, lang),
        articles_over_time(months, lang, names),
        source_shares(figures.sources(this), lang),
        field_coverage(months, lang),
        publication_calendar(figures.days(Span(site, _months_before(month, 11), month)), lang),
    )
    return [chart for chart in drawn if chart]


def _month_before(month: str) -> str:
    return _months_before(month, 1)


def _months_before(month: str, count: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - count
    return f"{number // 12:04}-{number % 12 + 1:02}"
