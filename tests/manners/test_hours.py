"""Opening hours, in Beijing time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from at_a_time import crawl_at
from crawling import Crawl
from loopback import Loopback
from small_sites import Site, write_site_file

from zonenews.manners.hours import hours_problem, opens, seconds_open
from zonenews.profile import Profile, ProfileError

NIGHT, DAY = ("22:00", "06:00"), ("09:00", "17:30")
HOUR = 3600.0


def beijing(text: str) -> datetime:
    """A moment of 2 March 2026 in Beijing, as UTC."""
    return datetime.fromisoformat(f"2026-03-02T{text}:00+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "now", "left"),
    [
        (NIGHT, "21:59", 0),
        (NIGHT, "22:00", 8 * HOUR),
        (NIGHT, "23:00", 7 * HOUR),
        (NIGHT, "00:00", 6 * HOUR),
        (NIGHT, "05:30", 0.5 * HOUR),
        (NIGHT, "06:00", 0),
        (NIGHT, "12:00", 0),
        (DAY, "08:59", 0),
        (DAY, "09:00", 8.5 * HOUR),
        (DAY, "17:29", 60),
        (DAY, "17:30", 0),
        (("00:00", "00:00"), "12:00", float("inf")),
    ],
)
def test_how_long_a_site_stays_open(hours: tuple[str, str], now: str, left: float) -> None:
    assert seconds_open(hours, beijing(now)) == left


def test_when_it_opens() -> None:
    assert opens(NIGHT, beijing("12:00")) == beijing("22:00")
    assert opens(DAY, beijing("18:00")) == beijing("09:00") + timedelta(days=1)


@pytest.mark.parametrize(
    "hours", ["22:00-06:00", ("22", "06"), ("22:00",), ("22:00", "24:30"), (22, 6), ["22:00", "6"]]
)
def test_hours_that_are_none_are_refused(hours: object) -> None:
    assert hours_problem(hours)
    with pytest.raises(ProfileError, match=r"Profile\.hours"):
        Profile(hours=hours)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_run_ends_when_the_window_closes_and_the_next_one_goes_on(
    crawl: Crawl, loopback: Loopback, tmp_path: Path
) -> None:
    host = loopback.host(Site(30).answers())
    path = write_site_file(tmp_path, "a_gxq", host.url("/list/"), f"hours={NIGHT!r}")
    early = crawl_at(crawl, beijing("12:00"), "a_gxq", path)
    assert (early.code, host.seen) == (3, [])
    assert "is crawled from 22:00 to 06:00 in Beijing; nothing was asked, it opens at 2026-03-02 22:00" in early.reason
    ended = crawl_at(crawl, beijing("06:00") - timedelta(seconds=4), "a_gxq", path, DOWNLOAD_DELAY="0.4")
    assert ended.code == 3
    assert "the site's hours, 22:00 to 06:00 in Beijing, are over; the next run goes on" in ended.reason
    assert 1 < crawl.states()["done"] < 30
    assert crawl_at(crawl, beijing("22:00"), "a_gxq", path).code == 0
    assert crawl.states() == {"done": 30}
    assert len(host.pages()) == 30 + 2
