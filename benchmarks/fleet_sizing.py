"""How large a fleet must be, in closed form: what sites ask for, and what that takes at the measured figures."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from benchmarks.fleet_figures import Figures
from benchmarks.fleet_simulation import Fleet, Outcome, Round
from zonenews import settings
from zonenews.frontier import next_check

RUNS = 2  # a day, as `zonenews schedule` and a worker's --schedule have it
ROWS = 20  # of a list page
ROUND = 4 * 3600.0  # seconds in which a round of all sites is to be over: retries take up to three hours more
BUSY = 0.7  # of a core, of the write lock, of memory: what is used at most
CORES, MEMORY = 4, 16e9  # of a machine
ANSWER = 0.5  # seconds a host takes to answer, from when it is asked
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Load:
    """Zones with so many sections, and so many new articles a day in each section; the archive is a year old."""

    zones: int
    sections: int
    articles: float

    @property
    def new(self) -> float:
        """New articles of a run."""
        return self.sections * self.articles / RUNS

    @property
    def lists(self) -> int:
        """List pages that a run reads: those with new rows, and one with none."""
        return self.sections * (1 + ceil(self.articles / RUNS / ROWS))

    @property
    def walk(self) -> float:
        """List pages of a whole walk of all sections."""
        return self.sections * self.articles * _YEAR / ROWS

    @property
    def revisits(self) -> float:
        """Known articles of a run that are looked at again."""
        return min(settings.REVISITS_A_RUN, self.new * looks())

    @property
    def requests(self) -> float:
        """Requests of a run: robots.txt, list pages, its share of the walk of a week, articles new and known."""
        return 1 + self.lists + self.walk / settings.WALK_EVERY_DAYS / RUNS + self.new + self.revisits

    @property
    def longest(self) -> float:
        """Requests of a run that walks all sections."""
        return 1 + self.walk + self.new + self.revisits


def looks() -> int:
    """How often an article is looked at again in its first year, by the crawler's own rule."""
    first, last = timedelta(days=settings.REVISIT_FIRST_DAYS), timedelta(days=settings.REVISIT_LAST_DAYS)
    published = at = datetime(2026, 1, 1, tzinfo=UTC)
    count = 0
    while (check := next_check(published, at, first, last)) and check <= published + timedelta(days=_YEAR):
        at, count = check, count + 1
    return count


@dataclass(frozen=True, slots=True)
class Size:
    """What a load takes: the fleet, its rounds, and what the archive writes."""

    load: Load
    fleet: Fleet
    round: Round
    run: float  # seconds of a host's run
    database: float  # cores of the server while a round runs
    memory: float  # of a machine, bytes
    connections: float
    rows: float  # a second, while a round runs
    log: float  # bytes a day
    disk: float  # bytes a year

    @property
    def fetches(self) -> float:
        """Rows of `fetch` in a month."""
        return self.load.zones * self.load.requests * RUNS * 30


def sized(load: Load, figures: Figures) -> Size:
    """The fleet that is through with a round in time, where the write lock lets it."""
    known = load.requests - load.new
    apart = settings.DOWNLOAD_DELAY + ANSWER
    run = figures.start + load.requests * apart
    lock = (load.new / figures.new.rate + known / figures.again.rate) / load.requests
    given = Round(load.zones, load.requests, apart, figures.start, figures.page, lock)
    fleet = fleet_for(given, figures)
    seconds = closed(given, fleet).makespan
    a_round = load.zones * load.new, load.zones * known
    rows, log, cpu = (
        sum(count * cost for count, cost in zip(a_round, costs, strict=True))
        for costs in zip(
            *((each.rows, each.log, each.cpu) for each in (figures.new, figures.again)),
            strict=True,
        )
    )
    disk = a_round[0] * figures.new.disk + a_round[1] * figures.fetch
    memory = figures.worker.memory + fleet.jobs * figures.crawl.memory
    connections = fleet.workers * figures.worker.connections + fleet.crawls * figures.crawl.connections
    year = RUNS * _YEAR
    return Size(
        load, fleet, given, run, cpu / seconds, memory, connections, rows / seconds, log * RUNS, disk * year
    )  # fmt: skip


def fleet_for(given: Round, figures: Figures) -> Fleet:
    """Machines enough for a round, each with as many crawls as its cores and its memory carry."""
    run = given.start + given.pages * given.apart
    crawls = ceil(given.sites * run / ROUND)
    each = (given.start + given.pages * given.page) / run  # cores of a crawl
    most = min(BUSY * CORES / each, (BUSY * MEMORY - figures.worker.memory) / figures.crawl.memory)
    workers = ceil(crawls / most)
    return Fleet(workers, ceil(crawls / workers), CORES)


def closed(given: Round, fleet: Fleet) -> Outcome:
    """What a round comes to: the scarcest of slots, cores, lock and arrivals says how long it takes."""
    run = given.start + given.pages * given.apart
    cpu = given.sites * (given.start + given.pages * given.page)
    lock = given.sites * given.pages * given.write
    work = max(given.sites * run / fleet.crawls, cpu / fleet.workers / fleet.cores, lock)
    # half of the slots' worth of sites is not begun when the slots fill, and ends when they empty
    full = min(fleet.crawls, given.sites) / 2 / given.sites
    span = max(work * (1 + full), given.spread + run)
    waited = (0.95 - full) * work - 0.95 * given.spread
    return Outcome(
        span, max(0.0, waited), cpu / span / fleet.workers / fleet.cores, lock / span, given.sites * given.pages / span
    )  # fmt: skip
