"""Waits for an archive that another process writes to, or whose server is away, without holding up the requests."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

from archive import Busy, Lost

P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)
BUSY_WAIT = 0.05  # seconds that a locked archive may stop the reactor: what the run's writer waits at most
AWAY = 75.0  # seconds that a crawl waits for a server in all: a restart takes less
_BETWEEN = 0.2
_LONGEST_PAUSE = 5.0
_PATIENCE = 60.0  # seconds that a crawl waits for other writers in all


async def patiently(call: Callable[P, T], *args: P.args, **values: P.kwargs) -> T:
    """Calls a method of the archive, again while another process writes or the server is away.

    Raises Busy after a minute, Lost after a little more.
    """
    pauses = Pauses()
    while True:
        try:
            return call(*args, **values)
        except (Busy, Lost) as error:
            await asyncio.sleep(pauses.after(error))


def stubbornly(patience: float, call: Callable[P, T], *args: P.args, **values: P.kwargs) -> T:
    """The same for a server that is away, where nothing else goes on any more: at the end of a run."""
    pauses = Pauses(patience)
    while True:
        try:
            return call(*args, **values)
        except Lost as error:
            time.sleep(pauses.after(error))


class Pauses:
    """How long to wait before each new try of a call."""

    def __init__(self, patience: float = AWAY) -> None:
        self._patience = patience
        self._waited = 0.0
        self._began: float | None = None
        self._growing = _growing()

    def after(self, error: Busy | Lost) -> float:
        """Seconds until the next try. Raises the error where there were enough."""
        if isinstance(error, Busy):
            if self._waited >= _PATIENCE:
                raise error
            self._waited += _BETWEEN + BUSY_WAIT
            return _BETWEEN
        if self._began is None:
            self._began = time.monotonic()
            logger.warning("%s; the crawl waits for it", error)
        elif time.monotonic() - self._began >= self._patience:
            raise error
        return next(self._growing)


def _growing() -> Iterator[float]:
    pause = _BETWEEN
    while True:
        yield pause
        pause = min(2 * pause, _LONGEST_PAUSE)
