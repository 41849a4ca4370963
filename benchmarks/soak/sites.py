"""Many replicas in a process of their own, which live through days: news, edits, removals, redesigns.

`Sites` starts it and talks to it: an order and an answer are a line of JSON each.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from random import Random
from types import TracebackType
from typing import Any

import orjson

from benchmarks.measure import ROOT
from zonenews.demo.families import FAMILIES
from zonenews.demo.server import ReplicaServer
from zonenews.demo.sites import plain_site

_WITHOUT_PROFILE = sorted(FAMILIES.keys() - {"app"})  # an app's list takes a profile to be read
_NEWS_A_DAY = 1.2  # on a working day; a tenth of it at the weekend
_EDITED, _REMOVED = 0.05, 0.01  # how often in half a day a site edits, or takes down, one of its articles


class Sites:
    """So many sites, each on a loopback address of its own, under a family of its own as far as there are."""

    def __init__(self, count: int, articles: int, today: date) -> None:
        command = [sys.executable, "-m", "benchmarks.soak.sites", str(count), str(articles), today.isoformat()]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.urls: list[str] = self._answer()

    def __enter__(self) -> "Sites":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def live(self, day: date, half: int) -> int:
        """Half a day goes by; gives how many articles came out."""
        return int(self._ask("live", day=day.isoformat(), half=half))

    def redesign(self, number: int, way: str | None) -> None:
        """A site is redesigned in one of the replica's ways, or back."""
        self._ask("redesign", number=number, way=way)

    def asked(self) -> dict[str, Any]:
        """How often all were asked since the last time, and each site's smallest gap."""
        found: dict[str, Any] = self._ask("asked")
        return found

    def truth(self) -> list[str]:
        """The address of every article there is."""
        urls: list[str] = self._ask("truth")
        return urls

    def _ask(self, name: str, **order: Any) -> Any:
        assert self._process.stdin
        self._process.stdin.write(orjson.dumps([name, order]) + b"\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the sites' process has ended")
        return orjson.loads(line)


class _Life:
    """The process's side."""

    def __init__(self, count: int, articles: int, today: date) -> None:
        families = (_WITHOUT_PROFILE[number % len(_WITHOUT_PROFILE)] for number in range(count))
        replicas = [plain_site(today, n, articles=articles, family=family) for n, family in enumerate(families)]
        self.servers = [ReplicaServer(site, f"127.0.{1 + n // 250}.{1 + n % 250}") for n, site in enumerate(replicas)]

    async def serve(self) -> None:
        for server in self.servers:
            await server.start()
        _say([server.url + self._first(server) for server in self.servers])
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            name, order = orjson.loads(line)
            work: Callable[..., Any] = getattr(self, name)
            _say(work(**order))

    def live(self, day: str, half: int) -> int:
        return sum(self._half_day(number, date.fromisoformat(day), half) for number in range(len(self.servers)))

    def redesign(self, number: int, way: str | None) -> None:
        replica = self.servers[number].replica
        replica.redesign(replica.sections[0].path, way)

    def asked(self) -> dict[str, Any]:
        gaps, count = [], 0
        for server in self.servers:
            log = server.control.log
            count += len(log)
            moments = (served.at for served in log)  # before the first lie the hours since the run before
            gaps.append(min((later - sooner for sooner, later in pairwise(moments)), default=None))
            log.clear()
        return {"requests": count, "gaps": gaps}

    def truth(self) -> list[str]:
        return [server.replica.url(path) for server in self.servers for path in server.replica.articles]

    def _half_day(self, number: int, day: date, half: int) -> int:
        replica, chance = self.servers[number].replica, Random(f"{number}/{day}/{half}")
        replica.today, section = day, replica.sections[0].path
        busy = _NEWS_A_DAY / 2 * (0.1 if day.weekday() > 4 else 1.0)
        count = sum(chance.random() < busy / 4 for _ in range(4))
        if count:
            replica.publish(count, section)
        if chance.random() < _EDITED:
            replica.edit(chance.choice(sorted(replica.articles)))
        if chance.random() < _REMOVED:
            replica.remove(chance.choice(sorted(replica.articles)))
        return count

    def _first(self, server: ReplicaServer) -> str:
        section = server.replica.sections[0]
        return section.family.first_path(section.path)


def _say(answer: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    _count, _articles, _today = sys.argv[1:]
    asyncio.run(_Life(int(_count), int(_articles), date.fromisoformat(_today)).serve())
