"""Says to every run of the process that a signal interrupts it, and then lets the signal do what it did before."""

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

Told = Callable[[int], None]
_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_told: list[Told] = []
_before: dict[int, Callable[[int, FrameType | None], Any]] = {}


def listen(told: Told) -> None:
    """Has this called with the number of each signal that comes, from now on."""
    if not _told:
        _take_over()
    _told.append(told)


def stop_listening(told: Told) -> None:
    """Ends that; with the last one the signals are as they were, so that no ended run is held in memory by them."""
    if told in _told:
        _told.remove(told)
    if not _told:
        _give_back()


def _take_over() -> None:
    for number in _NUMBERS:
        before = signal.getsignal(number)
        if callable(before):  # one that ends the process at once leaves nobody to tell
            _before[number] = before
            signal.signal(number, _tell)


def _give_back() -> None:
    for number, before in _before.items():
        if signal.getsignal(number) is _tell:  # Scrapy puts another in its place once it shuts down
            signal.signal(number, before)
    _before.clear()


def _tell(number: int, frame: FrameType | None) -> None:
    for told in _told:
        told(number)
    _before[number](number, frame)
