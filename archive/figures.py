"""Numbers for charts: articles, sources and fields over time, counted from `charted`."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select

from archive import monthly
from archive.charted import CHARTED, FIELDS
from archive.models import Site
from archive.monthly import Between
from archive.search.finding import candidates
from archive.search.narrowing import DAY, Narrowing
from archive.search.query import parse_query

MOST_HITS = 30_000


@dataclass(frozen=True, slots=True)
class Span:
    """Which articles are counted: of one site or all, from a month to a month (YYYY-MM), both included."""

    site: str | None = None
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where a month is none."""
        for month in filter(None, (self.since, self.until)):
            if len(month) != len("YYYY-MM") or not date.fromisoformat(f"{month}-01"):
                raise ValueError(f"{month!r} is no month; write YYYY-MM")

    @property
    def narrowing(self) -> Narrowing:
        """The same for a search."""
        since = date.fromisoformat(f"{self.since}-01") if self.since else None
        return Narrowing(site=self.site, since=since, until=last_day(self.until) if self.until else None)


@dataclass(frozen=True, slots=True)
class Month:
    """A site's month: its articles, those of them whose day of publication is known, and those that have each field."""

    site: str
    month: str
    articles: int
    dated: int
    with_field: dict[str, int]


@dataclass(frozen=True, slots=True)
class Shares:
    """How many articles credit each source 来源, the most first; all others; those that name none."""

    sources: tuple[tuple[str, int], ...]
    others: int
    unnamed: int

    @property
    def articles(self) -> int:
        """All of them."""
        return sum(count for _, count in self.sources) + self.others + self.unnamed


@dataclass(frozen=True, slots=True)
class Hits:
    """How many articles of each month hold some words; months before `complete_since` were not looked through."""

    query: str
    months: tuple[tuple[str, int], ...]
    complete_since: str | None


class Figures:
    """Counts over an archive; each is bounded, and quick over hundreds of thousands of articles."""

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connect = connect

    def months(self, span: Span = Span()) -> list[Month]:
        """Every month of every site, by site and month; an article without a day counts where it was first seen."""
        return [
            Month(row.site, row.month, row.articles, row.dated, dict(zip(FIELDS, row[4:], strict=True)))
            for row in self._rows(_MONTHS.where(*_of(span)))
        ]

    def sources(self, span: Span = Span(), *, most: int = 12) -> Shares:
        """Whom the articles credit."""
        found = [(row.source, row.articles) for row in self._rows(_SOURCES.where(*_of(span)))]
        named = sorted(((name, count) for name, count in found if name), key=lambda pair: (-pair[1], pair[0]))
        unnamed = sum(count for name, count in found if not name)
        return Shares(tuple(named[:most]), sum(count for _, count in named[most:]), unnamed)

    def days(self, span: Span = Span()) -> list[tuple[str, int]]:
        """How many articles were published on each day on which there were any."""
        return [(row.day, row.articles) for row in self._rows(_DAYS.where(*_of(span)))]

    def hits(self, query: str, span: Span = Span(), *, most: int = MOST_HITS) -> Hits:
        """How many articles of each month hold some words, counted from the newest, no more than `most` of them."""
        with self._connect() as db, closing(candidates(db, parse_query(query), span.narrowing)) as found:
            numbers = [row.id // DAY for row in islice(found, most + 1)]
        months = [date.fromordinal(number).isoformat()[:7] for number in numbers if number]
        if len(numbers) <= most:
            return Hits(query, tuple(sorted(Counter(months).items())), None)
        whole = [month for month in months if month > months[-1]]
        return Hits(query, tuple(sorted(Counter(whole).items())), next_month(months[-1]))

    def zones(self) -> dict[str, str | None]:
        """The zone's name of every site, None where it is not known."""
        with self._connect() as db:
            return {row.key: row.zone for row in db.execute(select(Site.key, Site.zone).order_by(Site.key))}

    def happened(self, between: Between) -> dict[str, dict[str, int]]:
        """By site and kind: how many articles were new, edited, missing, gone or back."""
        with self._connect() as db:
            return monthly.happened(db, between)

    def changed(self, between: Between, kind: str, *, most: int = 20) -> list[dict[str, Any]]:
        """Articles that were edited, missing, gone or back, the last first."""
        with self._connect() as db:
            return monthly.changed(db, between, kind, most)

    def run_states(self, between: Between) -> dict[str, dict[str, int]]:
        """By site and state: how many runs began."""
        with self._connect() as db:
            return monthly.run_states(db, between)

    def troubled_runs(self, between: Between, *, most: int = 20) -> list[dict[str, Any]]:
        """Runs that were not complete, the last first."""
        with self._connect() as db:
            return monthly.troubled_runs(db, between, most)

    def most_reprinted(self, month: str, site: str | None = None, *, most: int = 10) -> list[dict[str, Any]]:
        """Articles of which there are most copies, one at least in that month."""
        with self._connect() as db:
            return monthly.most_reprinted(db, month, site, most)

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._connect() as db:
            return db.execute(query).all()


def by_month(months: Iterable[Month]) -> list[Month]:
    """All sites' months together, under the site ''."""
    found = []
    for name, group in groupby(sorted(months, key=lambda month: month.month), key=lambda month: month.month):
        some = list(group)
        fields = {field: sum(month.with_field[field] for month in some) for field in FIELDS}
        found.append(Month("", name, sum(m.articles for m in some), sum(m.dated for m in some), fields))
    return found


def months_between(first: str, last: str) -> list[str]:
    """Every month from one to another, both included."""
    months = [first]
    while months[-1] < last:
        months.append(next_month(months[-1]))
    return months


def next_month(month: str) -> str:
    """The month after a month."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def last_day(month: str) -> date:
    """The last day of a month."""
    if month == f"{date.max}"[:7]:
        return date.max  # no calendar has the month after it
    return date.fromordinal(date.fromisoformat(f"{next_month(month)}-01").toordinal() - 1)


def _of(span: Span) -> Iterable[ColumnElement[bool]]:
    if span.site:
        yield CHARTED.c.site == span.site
    if span.since:
        yield CHARTED.c.month >= span.since
    if span.until:
        yield CHARTED.c.month <= span.until


def _having(bit: int) -> ColumnElement[int]:
    return func.sum(case((CHARTED.c.fields.op("&")(bit) != 0, 1), else_=0))


_ARTICLES = func.count().label("articles")
_DATED = func.count(CHARTED.c.day).label("dated")
_MONTHS = (
    select(CHARTED.c.site, CHARTED.c.month, _ARTICLES, _DATED, *(_having(1 << place) for place in range(len(FIELDS))))
    .group_by(CHARTED.c.site, CHARTED.c.month)
    .order_by(CHARTED.c.site, CHARTED.c.month)
)
_SOURCES = select(CHARTED.c.source, _ARTICLES).group_by(CHARTED.c.source)
_DAYS = (
    select(CHARTED.c.day, _ARTICLES).where(CHARTED.c.day.is_not(None)).group_by(CHARTED.c.day).order_by(CHARTED.c.day)
)
