"""When in the day each site is crawled: spread over the hour by the site's name, so that adding one moves none."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from zonenews.manners.hours import Hours

HOUR, DAY = 3600, 86400
_FIRST = 7 * HOUR  # offices have put their news of the day before on the site by then


def slots(site: str, every: int, hours: Hours | None = None, behind: float = 0.0) -> tuple[int, ...]:
    """The seconds of the day, in Beijing time, at which a site's crawls start, so many hours apart.

    Within opening hours there are as many as have room at that interval, one at least. `behind` is the part of an
    interval by which it starts later than others.
    """
    begins, room = _window(hours) if hours else (_FIRST, DAY)
    shift = int(sha256(site.encode()).hexdigest(), 16) % min(HOUR, room) + int(behind * min(every * HOUR, room))
    count = max(1, room // (every * HOUR))
    return tuple(sorted((begins + (shift + number * every * HOUR) % room) % DAY for number in range(count)))


def turns(hosts: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """How far behind each site starts, so that those of one host take turns: a second crawl of it is refused."""
    together = {site: sorted(other for other in hosts if hosts[other] & hosts[site]) for site in hosts}
    return {site: others.index(site) / len(others) for site, others in together.items() if len(others) > 1}


def shifted(times: Sequence[int], seconds: int) -> tuple[int, ...]:
    """The same moments of the day on a clock that is so many seconds ahead."""
    return tuple(sorted((time + seconds) % DAY for time in times))


def _window(hours: Hours) -> tuple[int, int]:
    """Where opening hours begin, and how long they last."""
    begins, ends = (int(text[:2]) * HOUR + int(text[3:]) * 60 for text in hours)
    return begins, (ends - begins) % DAY or DAY
