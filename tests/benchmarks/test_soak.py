"""The long tests in small: two days of five sites, and what they hold to be amiss."""

import logging
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import orjson
import pytest
from twisted.internet.defer import AlreadyCalledError

from benchmarks.soak.__main__ import amiss_after_kills, amiss_after_month
from benchmarks.soak.crawls import Complaints
from benchmarks.soak.kills import Survived
from benchmarks.soak.month import Found, Month
from benchmarks.soak.report import kills_table, month_table
from benchmarks.soak.sites import Sites

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(280)
def test_two_days_of_five_sites_in_one_process() -> None:
    command = [sys.executable, "-m", "benchmarks.soak", "month", "--days", "2", "--sites", "5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = orjson.loads(done.stdout)["month"]
    assert (found["runs"], found["codes"]) == (20, {"0": 20})
    assert found["overlaps"] == found["refused"] > 0
    assert found["requests"] > 5 * (1 + 1 + 8 + 3)  # robots.txt, the list, its articles, the list again
    assert (found["held"], found["missing"], found["twice"], found["problems"]) == (0, 0, 0, 0)


def test_a_connection_that_is_closed_twice_is_no_error() -> None:
    complaints, logger = Complaints(), logging.getLogger("soak")
    logger.addHandler(complaints)
    for error in (AlreadyCalledError(), ValueError()):
        logger.error("while handling timed call", exc_info=error)
    assert (complaints.late_closings, complaints.count) == (1, 1)


def test_sites_live_through_days_and_say_how_often_they_were_asked() -> None:
    with Sites(2, 5, date(2026, 11, 2)) as sites:
        before = sites.truth()
        out = sum(sites.live(date(2026, 11, day), half) for day in (2, 3, 4, 5, 6) for half in (0, 1))
        after = sites.truth()
        asked = sites.asked()
    assert len(before) == 10
    assert out > 0
    assert len(set(after) - set(before)) >= out - len(set(before) - set(after))
    assert (asked["requests"], asked["gaps"]) == (0, [None, None])


def test_every_figure_that_must_not_be_is_named() -> None:
    good = Found(runs=1, memory=[100.0, 105.0], files=[9, 9], least_gap=0.6, codes=Counter([0]))
    assert amiss_after_month(Month(), good) == []
    bad = Found(runs=1, memory=[100.0, 111.0], locked=1, overlaps=3, refused=2, drifts=8, drifts_found=7)
    bad.false_alarms = ["a"] * 16
    assert [line.split(":")[1].strip() for line in amiss_after_month(Month(), bad)] == [
        *("locked", "overlaps that were not refused", "drifts that were not found", "false alarms", "memory")
    ]
    survived = Survived(2000, last_code=0, restarts=[1.0])
    assert amiss_after_kills(survived) == []
    survived.lost, survived.twice = 1, 2
    assert amiss_after_kills(survived) == ["kills: lost is 1", "kills: twice is 2"]
    assert "| **lost** | 1 |" in kills_table(survived)
    assert "| **memory** when warm, at the end | 100 MB, 105 MB: +5.0% |" in month_table(Month(), good)
