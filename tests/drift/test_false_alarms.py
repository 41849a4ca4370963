"""Sites in which nothing changes raise at most one alarm in 200 site-days; sites in which something does are told."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import count, islice

import pytest
from simulated_sites import START, Section, Site, live


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_at_most_one_false_alarm_in_200_site_days() -> None:
    assert live(seed=7, site_days=4_000).total() <= 20


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("share", [0.4, 1.0])
def test_a_source_that_is_gone_is_found_with_the_first_news(share: float) -> None:
    """In the first run that reads an article of the section, but for a few sites, and those in one soon after."""
    found = list(islice(alarms(share), 40))
    assert sum(place == 0 for place in found) >= 36
    assert all(place is not None and place <= 6 for place in found)


def alarms(share: float) -> Iterator[int | None]:
    """For one site after another, how long it takes."""
    for number in count():
        site = Site(random.Random(f"{share} {number}"))
        section = max(site.sections, key=lambda one: one.daily)
        if len(section.past) >= 60:
            prepare(section, share)
            yield first_alarm(site, section)


def prepare(section: Section, share: float) -> None:
    """Gives a section a past in which this share of pages has a source, and none from now on."""
    chance = random.Random(section.number)
    for place, page in enumerate(section.past):
        source = frozenset({"source"}) if chance.random() < share else frozenset()
        section.past[place] = type(page)(
            page.sections, page.has - {"source"} | source, page.length, page.head, page.published
        )
    section.daily, section.notices, section.printed = 2.0, 0.0, 0.0


def first_alarm(site: Site, section: Section) -> int | None:
    """How many runs with news of the section went by before its sources were missed."""
    runs = 0
    for place in range(60):
        before = len(section.past)
        opened = site.opened(site.run(START + timedelta(days=place // 2), evening=bool(place % 2)))
        if "source" in opened:
            return runs
        runs += len(section.past) > before
    return None
