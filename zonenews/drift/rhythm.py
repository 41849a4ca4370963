"""How long a site may be silent before something is wrong: by its own longest silence of a year, holidays and all."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from zonenews.drift.findings import Part

YEAR = timedelta(days=365)
_LEAST_DAYS = 10  # days with news, to have a rhythm
_LEAST_SILENCE = 15  # days; the Spring Festival with its weekends takes ten
_LONGER = 2


def judged(days: Sequence[date], today: date) -> Part:
    """Whether a site is silent for too long; `days` are those with news, of the last year, in their order."""
    known = [day for day in days if day <= today]
    if len(known) < _LEAST_DAYS:
        return Part("stale", None, "unknown")
    longest = max((later - earlier).days for earlier, later in pairwise(known))
    silent = (today - known[-1]).days
    if silent <= max(_LEAST_SILENCE, _LONGER * longest):
        return Part("stale", None, "well")
    said = f"nothing was published since {known[-1]}, for {silent} days; before, never for more than {longest}"
    return Part("stale", None, "wrong", said)
