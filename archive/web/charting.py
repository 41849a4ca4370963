"""The charts page, each chart as a picture, and its numbers as a sheet."""

import csv
import hashlib
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, replace
from io import StringIO
from typing import Any, Self

from datasette.utils.asgi import Response

from archive.charts import (
    Chart,
    articles_over_time,
    field_coverage,
    publication_calendar,
    source_shares,
    terms_over_time,
)
from archive.charts.chart import STYLE
from archive.errors import NotFound
from archive.export.sheets import FORMULA
from archive.figures import Hits, Month, Span
from archive.queries import Archive
from archive.web.addresses import address
from archive.web.asked import Unanswerable
from archive.web.desk import Desk, desk_of
from archive.web.languages import Language, language_of
from archive.web.pages import page

MOST_TERMS = 4
_LONGEST = 200
_COMMA = re.compile("[,，、;；]")
_STYLE_DIGEST = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_PICTURE = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; frame-ancestors 'none'",
    "Cache-Control": "private, max-age=60",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the charts are of: a site or all, some months or all; and the terms to compare, separated by commas."""

    site: str = ""
    since: str = ""
    until: str = ""
    q: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Self:
        """What an address asks. Raises Unanswerable."""
        wanted = cls(**{name: (arguments.get(name) or "").replace("\x00", " ").strip() for name in cls.__slots__})
        if len(wanted.q) > _LONGEST:
            raise Unanswerable(f"q is longer than {_LONGEST} characters")
        _ = wanted.span
        return wanted

    @property
    def span(self) -> Span:
        """Site and months, as the figures take them. Raises Unanswerable where a month is none."""
        try:
            return Span(self.site or None, self.since or None, self.until or None)
        except ValueError as error:
            raise Unanswerable(str(error)) from None

    @property
    def terms(self) -> tuple[str, ...]:
        """The first few terms, each once."""
        terms = (term.strip() for term in _COMMA.split(self.q))
        return tuple(dict.fromkeys(filter(None, terms)))[:MOST_TERMS]

    def has(self, month: str) -> bool:
        """Whether a month is asked for."""
        return (not self.since or month >= self.since) and (not self.until or month <= self.until)

    def at(self, path: str, **changed: str) -> str:
        """An address that asks this, with something changed or added."""
        return address(
            path, asdict(replace(self, **{k: v for k, v in changed.items() if k in self.__slots__})) | changed
        )


async def charts(datasette: Any, request: Any) -> Any:
    """All charts, with their numbers."""
    desk, wanted, lang = desk_of(datasette), Wanted.of(request.args), language_of(request)
    drawn = [chart for make in _CHARTS.values() if (chart := await make(desk, wanted, lang))]
    shown: dict[str, Any] = {"charts": drawn, "wanted": wanted, "most_terms": MOST_TERMS}
    return await page(datasette, request, "charts.html", **shown)


async def chart_file(datasette: Any, request: Any) -> Any:
    """One chart as SVG, or its numbers as CSV."""
    name, kind = request.url_vars["name"], request.url_vars["kind"]
    desk, wanted, lang = desk_of(datasette), Wanted.of(request.args), language_of(request)
    chart = await _CHARTS[name](desk, wanted, lang)
    if chart is None:
        raise NotFound("no articles to draw")
    if kind == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(sheet(chart), content_type="text/csv; charset=utf-8", headers=headers)
    drawn = await desk.remembered(("svg", name, wanted, lang), lambda _: chart.file)
    return Response(drawn, content_type="image/svg+xml; charset=utf-8", headers=_PICTURE)


def sheet(chart: Chart) -> str:
    """The numbers of a chart as CSV that opens right in Excel and runs nothing there."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [_harmless(cell) for cell in row] for row in (chart.head, *chart.rows)
    )
    return f"\ufeff{out.getvalue()}"


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA and cell else cell


async def _months(desk: Desk, wanted: Wanted) -> list[Month]:
    site = wanted.site or None
    every = await desk.remembered(("months", site), lambda archive: archive.figures.months(Span(site)))
    return [month for month in every if wanted.has(month.month)]


async def _articles(desk: Desk, wanted: Wanted, lang: Language) -> Chart | None:
    zones = await desk.remembered("zones", lambda archive: archive.figures.zones())
    return articles_over_time(await _months(desk, wanted), lang, {site: zone for site, zone in zones.items() if zone})


async def _sources(desk: Desk, wanted: Wanted, lang: Language) -> Chart | None:
    return source_shares(await desk.ask(lambda archive: archive.figures.sources(wanted.span)), lang)


async def _coverage(desk: Desk, wanted: Wanted, lang: Language) -> Chart | None:
    return field_coverage(await _months(desk, wanted), lang)


async def _calendar(desk: Desk, wanted: Wanted, lang: Language) -> Chart | None:
    site = wanted.site or None
    every = await desk.remembered(("days", site), lambda archive: archive.figures.days(Span(site)))
    return publication_calendar([(day, count) for day, count in every if wanted.has(day[:7])], lang)


async def _terms(desk: Desk, wanted: Wanted, lang: Language) -> Chart | None:
    if not wanted.terms:
        return None
    found = await desk.remembered(("hits", wanted.terms, wanted.span), lambda archive: _hits(archive, wanted))
    return terms_over_time(found, await _months(desk, wanted), lang)


def _hits(archive: Archive, wanted: Wanted) -> list[Hits]:
    return [archive.figures.hits(term, wanted.span) for term in wanted.terms]


_CHARTS: dict[str, Callable[[Desk, Wanted, Language], Awaitable[Chart | None]]] = {
    "terms_over_time": _terms,
    "articles_over_time": _articles,
    "source_shares": _sources,
    "publication_calendar": _calendar,
    "field_coverage": _coverage,
}
ROUTES = [(r"^/charts$", charts), (rf"^/charts/(?P<name>{'|'.join(_CHARTS)})\.(?P<kind>svg|csv)$", chart_file)]
