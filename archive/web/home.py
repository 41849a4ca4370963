"""The first page: sites at a glance, what is new since yesterday, what changed, what vanished."""

from datetime import datetime, timedelta
from typing import Any

from archive.news import week_of
from archive.queries import Archive
from archive.web.desk import Desk, desk_of
from archive.web.pages import page
from archive.web.sparklines import sparkline

_WEEKS = 52
_LISTED = 8


async def home(datasette: Any, request: Any) -> Any:
    """The first page; two minutes old at most."""
    shown = await glance(desk_of(datasette))
    return await page(datasette, request, "home.html", **shown)


async def glance(desk: Desk) -> dict[str, Any]:
    """What the first page shows."""
    now = desk.now()
    return await desk.remembered("home", lambda archive: _glance(archive, now))


def _glance(archive: Archive, now: datetime) -> dict[str, Any]:
    yesterday = now - timedelta(days=1)
    sites = [_site(site, now) for site in archive.overview(yesterday)]
    return {
        "sites": sites,
        "articles": sum(site["articles"] for site in sites),
        "new": sum(site["new"] for site in sites),
        "newest": archive.newest(since=yesterday, limit=_LISTED) or archive.newest(limit=_LISTED),
        "edited": archive.changes(kinds=("edited",), limit=_LISTED),
        "vanished": archive.changes(kinds=("missing", "gone"), limit=_LISTED),
        "as_of": _text(now),
        "since": _text(yesterday),
    }


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _site(site: dict[str, Any], now: datetime) -> dict[str, Any]:
    last = week_of(now.date())
    counts = [site["weeks"].get(week, 0) for week in range(last - _WEEKS + 1, last + 1)]
    run = site["ended"] or site["started"]
    hours = (now - datetime.fromisoformat(run)).total_seconds() / 3600 if run else None
    return site | {"spark": sparkline(counts), "hours": hours, "freshness": _freshness(hours)}


def _freshness(hours: float | None) -> str:
    """How fresh a site is: crawled within a day and a half, within a week, or longer ago."""
    if hours is None:
        return "never"
    return "fresh" if hours < 36 else "aging" if hours < 24 * 7 else "stale"


ROUTES = [(r"^/$", home)]
