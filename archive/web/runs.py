"""Runs and health: what each run did, what is wrong now, and every address that gives no article."""

from typing import Any

from archive.web.asked import number
from archive.web.desk import desk_of
from archive.web.pages import page

_RUNS = 50
_MISSES = 500
_FAILING = 300


async def runs(datasette: Any, request: Any) -> Any:
    """The last runs, and the incidents that are open."""
    site = request.args.get("site") or None
    desk = desk_of(datasette)
    found = await desk.remembered(("runs", site), lambda archive: archive.runs(site=site, limit=_RUNS))
    incidents = await desk.ask(lambda archive: archive.incidents(site=site, open_only=True))
    return await page(datasette, request, "runs.html", runs=found, incidents=incidents, site=site)


async def run(datasette: Any, request: Any) -> Any:
    """The story of one run."""
    wanted = number(request.url_vars, "number", 1, least=0, most=1 << 60)
    found = await desk_of(datasette).ask(lambda archive: archive.run(wanted))
    return await page(datasette, request, "run.html", run=found, most=_MISSES)


async def failing(datasette: Any, request: Any) -> Any:
    """Addresses that give no article now, by site."""
    site = request.args.get("site") or None
    rows = await desk_of(datasette).remembered(
        ("failing", site), lambda archive: archive.failing(site=site, limit=_FAILING)
    )
    return await page(datasette, request, "failing.html", rows=rows, site=site, most=_FAILING)


ROUTES = [(r"^/runs$", runs), (r"^/runs/failing$", failing), (r"^/runs/(?P<number>\d+)$", run)]
