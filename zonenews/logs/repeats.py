"""Bounds what one kind of line can fill a log with: a fault that hits every page is told, not told a million times."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

_PLACE = tuple[str, int, int]


@dataclass(slots=True)
class _Kind:
    """What comes from one line of code, at one level."""

    allowed: float
    at: float
    sample: str = ""
    left_out: int = 0


class Repeats(logging.Filter):
    """Lets so many lines of one kind pass at once, and a tenth of it each minute; says how many it left out.

    Lines below INFO pass: who asks for them wants them all.
    """

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._most = most
        self._clock = clock
        self._kinds: dict[_PLACE, _Kind] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written; one that follows others which were not says so."""
        if record.levelno < logging.INFO:
            return True
        kind, now = self._kind_of(record), self._clock()
        kind.allowed = min(self._most, kind.allowed + (now - kind.at) * self._most / 600)
        kind.at = now
        if kind.allowed < 1:
            kind.left_out += 1
            kind.sample = str(record.msg)[:80]
            return False
        kind.allowed -= 1
        if kind.left_out:
            record.msg, record.args = f"{record.getMessage()} ({kind.left_out} lines like this were left out)", None
            kind.left_out = 0
        return True

    def left_out(self) -> dict[str, int]:
        """What was left out and not yet told, by what such lines begin with."""
        return {kind.sample: kind.left_out for kind in self._kinds.values() if kind.left_out}

    def _kind_of(self, record: logging.LogRecord) -> _Kind:
        place = (record.pathname, record.lineno, record.levelno)
        return self._kinds.setdefault(place, _Kind(self._most, self._clock()))
