"""When a host is left alone, for how long, and what a first answer forgives."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.manners.records import HostRest
from zonenews import clock
from zonenews.exits import Exit
from zonenews.manners.rests import Rests

HOST, URL = "www.example.cn", "http://www.example.cn/1.html"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def rests() -> Rests:
    return Rests(3, timedelta(minutes=10))


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)


def next_run(before: Rests, kept: list[HostRest]) -> Rests:
    """What the run after it knows."""
    rests = Rests(3, timedelta(minutes=10))
    rests.remember(kept[-1:])
    return rests


def test_so_many_failures_in_a_row_and_a_host_is_left_alone_for_the_rest_of_the_run(rests: Rests) -> None:
    with clock.told_by(lambda: NOW):
        assert [rests.failed(HOST, "status 500") for _ in range(5)] == [False, False, True, False, False]
        refusal = rests.refusal(URL, HOST)
    assert refusal is not None
    assert (refusal.until, refusal.code) == (later(minutes=10), Exit.NETWORK)
    assert str(refusal).endswith("it failed 3 times in a row, the last: status 500")
    with clock.told_by(lambda: later(hours=1)):
        assert rests.of(HOST) is not None


def test_an_answer_between_failures_starts_the_count_anew(rests: Rests) -> None:
    for _ in range(4):
        assert not rests.failed(HOST, "no answer in time")
        assert not rests.failed(HOST, "no answer in time")
        rests.answered(HOST)
    assert rests.of(HOST) is None


def test_the_first_request_after_a_rest_is_a_trial_and_the_rests_grow(rests: Rests) -> None:
    kept: list[HostRest] = []
    lengths, now = [], NOW
    for _ in range(8):
        rests.keep = kept.append
        with clock.told_by(lambda now=now: now):
            failures = 1
            while not rests.failed(HOST, "status 500"):
                failures += 1
            lengths.append((failures, kept[-1].until - now))
            now = kept[-1].until
        rests = next_run(rests, kept)
    hours = [timedelta(minutes=10) * 2**power for power in range(6)] + [timedelta(hours=6)] * 2
    assert lengths == list(zip([3, *[1] * 7], hours, strict=True))


def test_an_answer_at_the_trial_forgives_all(rests: Rests) -> None:
    kept, forgotten = [], []
    rests.keep = kept.append
    with clock.told_by(lambda: NOW):
        for _ in range(3):
            rests.failed(HOST, "status 500")
    rests = next_run(rests, kept)
    rests.forget = forgotten.append
    with clock.told_by(lambda: later(minutes=10)):
        assert rests.of(HOST) is None
        rests.answered(HOST)
        assert [rests.failed(HOST, "status 500") for _ in range(3)] == [False, False, True]
    assert forgotten == [HOST]


def test_inside_the_rest_the_next_run_asks_nothing(rests: Rests) -> None:
    rests.remember([HostRest(HOST, later(minutes=10), "the host asked for it (Retry-After)")])
    with clock.told_by(lambda: later(minutes=9)):
        refusal = rests.refusal(URL, HOST)
    assert refusal is not None
    assert refusal.code is Exit.PARTIAL
    with clock.told_by(lambda: later(minutes=11)):
        assert rests.refusal(URL, HOST) is None


def test_a_rest_that_a_wrong_clock_put_years_ahead_is_none(rests: Rests) -> None:
    with clock.told_by(lambda: NOW):
        rests.remember([HostRest(HOST, later(days=365), "the host asked for it (Retry-After)")])
        assert rests.of(HOST) is None
