"""Signals reach every run of a process, and no ended run stays in memory because of them."""

import os
import signal
from collections.abc import Callable, Iterator

import pytest

from zonenews.runs.interrupts import listen, stop_listening


@pytest.fixture
def outer() -> Iterator[list[int]]:
    """What a handler that was there before is told."""
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
    yield told
    signal.signal(signal.SIGTERM, before)


def test_every_run_is_told_and_so_is_the_handler_before_them(outer: list[int]) -> None:
    first: list[int] = []
    second: list[int] = []
    runs: tuple[Callable[[int], None], ...] = (first.append, second.append)
    for run in runs:
        listen(run)
    os.kill(os.getpid(), signal.SIGTERM)
    for run in runs:
        stop_listening(run)
    assert first == second == outer == [signal.SIGTERM]


def test_the_last_run_to_end_leaves_the_handlers_as_they_were(outer: list[int]) -> None:
    before = signal.getsignal(signal.SIGTERM)
    first: list[int] = []
    second: list[int] = []
    listen(first.append)
    listen(second.append)
    stop_listening(first.append)
    os.kill(os.getpid(), signal.SIGTERM)
    stop_listening(second.append)
    assert (first, second) == ([], [signal.SIGTERM])
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_handler_that_was_put_in_its_place_meanwhile_stays(outer: list[int]) -> None:
    first: list[int] = []
    later: list[int] = []
    listen(first.append)
    signal.signal(signal.SIGTERM, lambda number, frame: later.append(number))
    stop_listening(first.append)
    os.kill(os.getpid(), signal.SIGTERM)
    assert (first, outer, later) == ([], [], [signal.SIGTERM])
