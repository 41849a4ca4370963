"""Waits for an archive that another process writes to, without holding up the crawl's requests."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from archive import Busy

P = ParamSpec("P")
T = TypeVar("T")
BUSY_WAIT = 0.05  # seconds that a locked archive may stop the reactor: what the run's writer waits at most
_BETWEEN = 0.2
_PATIENCE = 60.0  # seconds that a crawl waits in all


async def patiently(call: Callable[P, T], *args: P.args, **values: P.kwargs) -> T:
    """Calls a writing method of the archive, again while another process writes. Raises Busy after a minute."""
    waited = 0.0
    while True:
        try:
            return call(*args, **values)
        except Busy:
            if waited >= _PATIENCE:
                raise
            await asyncio.sleep(_BETWEEN)
            waited += _BETWEEN + BUSY_WAIT
