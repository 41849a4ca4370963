"""What a call costs the processor, on a machine that may be busy with other things."""

import re
import time
from collections.abc import Callable

TRIES = 12
# what `_known_work` takes on an idle core of the machine that the limits were set on (two cores, shared), in seconds
CALM = 0.0125


def cost(call: Callable[[], object], limit: float) -> float:
    """The call's CPU time in seconds; above the limit, the best of several tries, scaled to a calm machine."""
    spent = _elapsed(call)
    for _ in range(TRIES):
        if spent <= limit:
            break
        slowness = max(1.0, _elapsed(_known_work) / CALM)
        spent = min(spent, _elapsed(call) / slowness)
    return spent


def ratio(call: Callable[[], object], usual: Callable[[], object], limit: float) -> float:
    """How many times the CPU time of another call it costs; above the limit, the best of several tries."""
    found = _elapsed(call) / _elapsed(usual)
    for _ in range(TRIES):
        if found <= limit:
            break
        found = min(found, _elapsed(call) / _elapsed(usual))
    return found


def _elapsed(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def _known_work() -> object:
    words = re.findall(r"\w+", " ".join(map(str, range(20_000))))
    return sum(len(word) for word in {word[::-1]: word for word in words}.values())
