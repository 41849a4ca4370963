"""`python -m benchmarks.fleet_model`: how large a fleet must be, in closed form and simulated; writes docs/fleet.md."""

from collections.abc import Callable, Iterable, Iterator
from math import ceil

from benchmarks.fleet_figures import Figures, measured
from benchmarks.fleet_simulation import Faults, Outcome, simulate
from benchmarks.fleet_sizing import BUSY, CORES, MEMORY, ROUND, Load, Size, closed, looks, sized
from benchmarks.measure import ROOT, write_between

PAGE = ROOT / "docs" / "fleet.md"
_BEGIN, _END = "<!-- written by python -m benchmarks.fleet_model -->\n", "<!-- end of the model's figures -->"
LOADS = {
    "10 articles a section": Load(2_000, 5, 10),
    "ten times the zones": Load(20_000, 5, 10),
    "ten times the articles": Load(2_000, 5, 100),
    "10 articles a zone": Load(2_000, 5, 2),
}
_SERVER_MEMORY = 4e9  # of the database: DB_MEMORY of compose.yaml
_EVENTS = 150_000  # so many steps a simulated round has at most

_ROWS: dict[str, Callable[[Size], str]] = {
    "articles a day": lambda it: f"{it.load.zones * it.load.sections * it.load.articles:,.0f}",
    "requests of a run": lambda it: f"{it.load.requests:,.0f}",
    "of them new articles, list pages, known articles": lambda it: (
        f"{it.load.new:.0f}, {it.load.requests - it.load.new - it.load.revisits - 1:.0f}, {it.load.revisits:.0f}"
    ),
    "requests a host and day": lambda it: f"{2 * it.load.requests:,.0f}",
    "a host's run at its delay": lambda it: _duration(it.run),
    "… the run of the week that walks all sections": lambda it: _duration(it.load.longest * it.round.apart),
    "crawls at once": lambda it: f"{it.fleet.crawls:,}",
    "**workers**, a machine each, `--jobs`": lambda it: f"**{it.fleet.workers}**, {it.fleet.jobs}",
    "memory of each": lambda it: f"{it.memory / 1e9:.1f} GB",
    "cores of crawling that are busy": lambda it: f"{_busy(it) * it.fleet.workers * CORES:.1f}",
    "connections to the server": lambda it: f"{it.connections:,.0f}",
    "a round takes": lambda it: _duration(closed(it.round, it.fleet).makespan),
    "pages written a second": lambda it: f"{closed(it.round, it.fleet).rate:.0f}",
    "**of the write lock**": lambda it: f"**{closed(it.round, it.fleet).lock:.0%}**",
    f"archives, so that no lock is held more than {BUSY:.0%}": lambda it: f"{ceil(_lock_of_a_round(it) / BUSY)}",
    "cores of the server": lambda it: f"{it.database:.1f}",
    "rows written a second": lambda it: f"{it.rows:,.0f}",
    "log (WAL) a day": lambda it: f"{it.log / 1e9:.1f} GB",
    "disk a year": lambda it: f"{it.disk / 1e9:,.0f} GB",
    "rows of `fetch` a month": lambda it: f"{it.fetches / 1e6:,.1f} million",
}


def sizing(figures: Figures) -> Iterator[str]:
    """The table of all loads."""
    sizes = [sized(load, figures) for load in LOADS.values()]
    yield _line(["", *LOADS])
    yield f"|{'---|' * (len(LOADS) + 1)}"
    for name, cell in _ROWS.items():
        yield _line([name, *map(cell, sizes)])
    yield _line(
        ["a month of `fetch`, with its indexes", *(f"{size.fetches * figures.fetch / 1e9:,.0f} GB" for size in sizes)]
    )
    days = (30 * _SERVER_MEMORY / figures.fetch / size.fetches for size in sizes)
    yield _line(
        [
            f"`fetch` is larger than {_SERVER_MEMORY / 1e9:.0f} GB of memory after",
            *(f"{each:.1f} days" for each in days),
        ]
    )


def compared(figures: Figures) -> Iterator[str]:
    """The same rounds simulated: without faults, and with."""
    head = ("a round", "", "takes", "95% wait at most", "cores busy", "lock held", "pages a second", "complete")
    yield _line(head)
    yield f"|{'---|' * len(head)}"
    for name, load in LOADS.items():
        size = sized(load, figures)
        grain = max(1, round(load.zones * load.requests / _EVENTS))
        yield _outcome(name, "closed form", closed(size.round, size.fleet), "")
        for kind, faults in (("simulated", None), ("… with failures and deaths", Faults())):
            found = simulate(size.round, size.fleet, faults=faults, grain=grain)
            yield _outcome("", kind, found, f"{found.complete:,} of {load.zones:,}")


def _outcome(name: str, kind: str, found: Outcome, complete: str) -> str:
    times = _duration(found.makespan), _duration(found.wait95)
    return _line([name, kind, *times, f"{found.cores:.0%}", f"{found.lock:.0%}", f"{found.rate:.0f}", complete])


def text(figures: Figures) -> str:
    """What stands between the marks."""
    assumed = (
        f"A machine has {CORES} cores and {MEMORY / 1e9:.0f} GB, of which {BUSY:.0%} may be busy; a round is to take "
        f"{_duration(ROUND)}; an article is looked at again {looks()} times in its first year."
    )
    parts = [*figures.table(), "", assumed, "", *sizing(figures), "", *compared(figures)]
    return "\n".join(parts) + "\n"


def _busy(it: Size) -> float:
    return closed(it.round, it.fleet).cores


def _lock_of_a_round(it: Size) -> float:
    """Of the time that a round may take, the share that the write lock is needed."""
    return it.round.sites * it.round.pages * it.round.write / ROUND


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def main() -> None:
    """Reckons, and writes the page."""
    written = text(measured())
    print(written)
    write_between(PAGE, _BEGIN, written, _END)


if __name__ == "__main__":
    main()
