"""Hosts that are left alone for a while: because they asked for it, or because they kept failing."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from archive.manners.records import HostRest
from zonenews import clock
from zonenews.exits import Exit
from zonenews.middlewares.errors import Postponed

LONGEST = timedelta(days=7)  # whatever a host says or a clock that ran ahead has put down
LONGEST_AFTER_FAILURES = timedelta(hours=6)
_of: WeakKeyDictionary[Crawler, "Rests"] = WeakKeyDictionary()


class Rests:
    """What a run knows of the rests of its hosts; `keep` and `forget` tell the archive.

    A host that failed so often in a row is left alone for the rest of the run, and for a while after it: twice as long
    after each run in which it did. The first request after that is a trial: one failure is enough to leave it again.
    """

    def __init__(self, failures: int, first: timedelta) -> None:
        self.begun: dict[str, HostRest] = {}  # in this run
        self.keep: Callable[[HostRest], None] = lambda rest: None
        self.forget: Callable[[str], None] = lambda host: None
        self._most, self._first = failures, first
        self._rests: dict[str, HostRest] = {}
        self._failures: Counter[str] = Counter()
        self._codes: dict[str, Exit] = {}

    def remember(self, rests: Iterable[HostRest]) -> None:
        """What earlier runs left; one that lies too far ahead was written by a wrong clock."""
        self._rests |= {rest.host: rest for rest in rests if rest.until <= clock.now() + LONGEST}

    def of(self, host: str) -> HostRest | None:
        """The rest that a host has now."""
        rest = self._rests.get(host)
        return rest if rest and (host in self.begun or clock.now() < rest.until) else None

    def refusal(self, url: str, host: str) -> Postponed | None:
        """Why an address is not asked for now; None where it may be."""
        rest = self.of(host)
        return Postponed(url, rest.until, why=rest.reason, code=self._codes.get(host, Exit.PARTIAL)) if rest else None

    def begin(self, host: str, until: datetime, reason: str, breaks: int = 0) -> None:
        """Leaves a host alone from now on, in this run and in those before that moment."""
        rest = HostRest(host, min(until, clock.now() + LONGEST), reason, breaks)
        self._rests[host] = self.begun[host] = rest
        self.keep(rest)

    def answered(self, host: str) -> None:
        """A host gave an answer of some use, so what it did before is forgiven."""
        self._failures.pop(host, None)
        if host in self._rests and host not in self.begun:
            del self._rests[host]
            self.forget(host)

    def failed(self, host: str, how: str, code: Exit = Exit.NETWORK) -> bool:
        """Counts a failure; whether it was the one that makes us leave the host alone."""
        self._failures[host] += 1
        before = self._rests[host].breaks if host in self._rests else 0
        if host in self.begun or self._failures[host] < (1 if before else self._most):
            return False
        pause = min(self._first * 2**before, LONGEST_AFTER_FAILURES)
        times = "it failed at the first request after a rest" if before else f"it failed {self._most} times in a row"
        self._codes[host] = code
        self.begin(host, clock.now() + pause, f"{times}, the last: {how}", before + 1)
        return True


def rests_of(crawler: Crawler) -> Rests:
    """What a crawler's run knows; whoever asks first begins it."""
    found = _of.get(crawler)
    if found is None:
        settings = crawler.settings
        found = Rests(settings.getint("HOST_FAILURES"), timedelta(seconds=settings.getfloat("HOST_REST_SECONDS")))
        _of[crawler] = found
    return found


def let_go(crawler: Crawler) -> None:
    """Forgets a crawler whose run is over: what its rests tell the archive would keep it in memory."""
    _of.pop(crawler, None)
