"""The sizing of a fleet: closed form and simulation say the same, and both move as they should."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import fleet as crawled
from benchmarks.fleet_figures import measured
from benchmarks.fleet_model import LOADS, PAGE, sizing
from benchmarks.fleet_simulation import Faults, Fleet, Outcome, Round, simulate
from benchmarks.fleet_sizing import BUSY, MEMORY, ROUND, Load, closed, sized
from zonenews.exits import Exit

MARGIN = 0.15
SMALL = Round(sites=120, pages=30, apart=1.0, start=2.0, page=0.02, write=0.006, spread=60.0)
FLEETS = {
    "slots": (SMALL, Fleet(2, 4, 4)),
    "a worker": (SMALL, Fleet(1, 4, 4)),
    "cores": (replace(SMALL, page=0.4), Fleet(2, 10, 1)),
    "the lock": (replace(SMALL, write=0.2), Fleet(4, 5, 4)),
    "arrivals": (replace(SMALL, spread=3600.0), Fleet(2, 4, 4)),
}


@pytest.mark.parametrize("scarce", FLEETS)
def test_closed_form_and_simulation_agree_whatever_is_scarce(scarce: str) -> None:
    given, fleet = FLEETS[scarce]
    said, found = closed(given, fleet), simulate(given, fleet)
    for name in ("makespan", "cores", "lock", "rate"):
        assert getattr(found, name) == pytest.approx(getattr(said, name), rel=MARGIN), name
    run = given.start + given.pages * given.apart
    assert found.wait95 == pytest.approx(said.wait95, rel=MARGIN, abs=run)
    assert found.complete == given.sites


def test_each_page_is_written_once_and_no_host_is_asked_by_two() -> None:
    """Workers die, runs fail and come again: only what a failure left is done again."""
    faults = Faults(death=300.0, codes={Exit.PARTIAL: 0.3, Exit.NETWORK: 0.1})
    smooth = simulate(SMALL, Fleet(3, 4, 4))
    rough = simulate(SMALL, Fleet(3, 4, 4), faults=faults)
    assert (smooth.together, rough.together) == (1, 1)
    assert rough.tries > smooth.tries == SMALL.sites
    assert rough.written <= smooth.written * 1.1
    assert rough.complete > 0.8 * SMALL.sites
    assert rough.makespan > smooth.makespan
    always = simulate(SMALL, Fleet(3, 4, 4), faults=Faults(codes={Exit.CHALLENGED: 1.0}))
    assert (always.complete, always.tries) == (0, SMALL.sites), "what waiting does not mend is not tried again"


@pytest.mark.parametrize("ways", [closed, simulate])
def test_twice_the_delay_or_half_the_workers_takes_twice_as_long(ways: Callable[[Round, Fleet], Outcome]) -> None:
    usual = ways(SMALL, Fleet(4, 2, 4))
    slow = ways(replace(SMALL, apart=2.0), Fleet(4, 2, 4))
    few = ways(SMALL, Fleet(2, 2, 4))
    for other in (slow, few):
        assert other.makespan == pytest.approx(2 * usual.makespan, rel=0.2)
        assert other.wait95 > 1.5 * usual.wait95
        assert other.rate == pytest.approx(usual.rate / 2, rel=0.2)
    assert few.cores == pytest.approx(usual.cores, rel=0.2)
    assert slow.cores < 0.7 * usual.cores


@pytest.mark.parametrize("ways", [closed, simulate])
def test_more_workers_than_the_lock_can_take_give_nothing_more(ways: Callable[[Round, Fleet], Outcome]) -> None:
    held = replace(SMALL, write=0.2, spread=0.0)
    enough, more = ways(held, Fleet(2, 4, 4)), ways(held, Fleet(6, 4, 4))
    assert more.rate == pytest.approx(enough.rate, rel=0.1)
    assert more.rate == pytest.approx(1 / held.write, rel=0.15)
    assert more.lock > 0.85


def test_a_load_asks_for_what_its_articles_take() -> None:
    few, many = Load(2_000, 5, 10), Load(2_000, 5, 100)
    assert (few.new, few.lists, few.revisits) == (25, 10, 200)
    assert (many.new, many.lists, many.revisits) == (250, 20, 200), "revisits have a bound"
    assert many.walk == 10 * few.walk
    assert Load(2_000, 5, 2).revisits < 200


def test_a_sized_fleet_is_through_in_time_where_the_lock_lets_it() -> None:
    figures = measured()
    for load in LOADS.values():
        size = sized(load, figures)
        found = closed(size.round, size.fleet)
        assert found.makespan <= 1.1 * ROUND or found.lock > 0.9
        assert found.cores <= BUSY
        assert size.memory <= BUSY * MEMORY * 1.05
    zones = [sized(replace(LOADS["10 articles a section"], zones=zones), figures) for zones in (2_000, 20_000)]
    assert zones[1].fleet.crawls == pytest.approx(10 * zones[0].fleet.crawls, rel=0.05)
    assert zones[1].disk == pytest.approx(10 * zones[0].disk)


def test_the_page_goes_by_the_figures_that_it_shows() -> None:
    page = PAGE.read_text("utf-8")
    for line in sizing(measured()):
        assert line in page, "figures were measured anew: run python -m benchmarks.fleet_model"


def test_a_crawl_costs_what_benchmarks_fleet_says(tmp_path: Path) -> None:
    """As it writes it: of sites of 100 pages at 5 s of CPU each, and of 20 pages at 3 s."""
    page, sites = tmp_path / "fleet.md", crawled._SITES
    large, small = (
        crawled.Crawled(sites * 100, 60.0, sites * 5.0, 9.0),
        crawled.Crawled(sites * 20, 20.0, sites * 3.0, 2.0),
    )
    page.write_text(f"{crawled._of_a_run([large], [small])}\n{PAGE.read_text('utf-8')}", "utf-8")
    figures = measured(page)
    assert (figures.start, figures.page, figures.of) == (2.5, 0.025, "python -m benchmarks.fleet")


def test_without_figures_it_says_what_to_run(tmp_path: Path) -> None:
    page = tmp_path / "fleet.md"
    page.write_text(PAGE.read_text("utf-8").replace("<!-- written by python -m benchmarks.ingest -->", ""), "utf-8")
    with pytest.raises(SystemExit, match=r"no figures of `python -m benchmarks\.ingest` yet: run it first"):
        measured(page)
