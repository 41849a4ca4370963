"""A round of a fleet's crawls, event by event: what the sizing says in closed form comes about here one job at a time.

Jobs wait under a lock for each host; a slot of a worker takes the oldest whose host is free. A crawl asks its host once
in its delay; each page takes a core of the worker's machine, then the archive's write lock. Runs fail and come again as
`zonenews.fleet.retries` says, workers die and their jobs go back when they were silent long enough.
"""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import simpy

from zonenews.exits import Exit
from zonenews.fleet.retries import WAITS

_STALLED = 30.0  # seconds of silence after which a worker is dead: --stalled
_BACK = 60.0  # … and until the machine has another
_LEFT: dict[int, float] = {
    Exit.PARTIAL: 0.05,
    Exit.NETWORK: 1.0,
}  # of its pages, what a failed run leaves to the next try

Events = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True)
class Fleet:
    """So many workers, each a machine of so many cores that runs so many crawls at once."""

    workers: int
    jobs: int
    cores: int

    @property
    def crawls(self) -> int:
        """At once, in all."""
        return self.workers * self.jobs


@dataclass(frozen=True, slots=True)
class Round:
    """What is to be done once: pages of a site on average, seconds of a core for start and page, of the write lock.

    A host's requests are so many seconds `apart`: its answer and the delay. All sites are enqueued within `spread`
    seconds; of a hundred sites the first `shared` have one host.
    """

    sites: int
    pages: float
    apart: float
    start: float
    page: float
    write: float
    spread: float = 3600.0
    shared: int = 2


@dataclass(frozen=True, slots=True)
class Faults:
    """How often tries end with which exit code, and seconds from one death of a worker to the next."""

    codes: dict[int, float] = field(default_factory=lambda: {Exit.PARTIAL: 0.03, Exit.NETWORK: 0.02})
    death: float = 8 * 3600.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round came to: seconds, shares of what there is, pages written a second."""

    makespan: float
    wait95: float
    cores: float
    lock: float
    rate: float
    complete: int = 0
    tries: int = 0
    together: int = 0  # the most crawls of one host at once
    written: float = 0.0


@dataclass(slots=True)
class _Job:
    site: int
    host: int
    left: float
    asked: float
    tries: int = 0
    waited: float | None = None


@dataclass(slots=True)
class _Machine:
    cores: simpy.Resource
    free: int
    alive: bool = True
    running: dict[simpy.Process, None] = field(default_factory=dict)  # in their order: a round is the same each time


def simulate(given: Round, fleet: Fleet, *, faults: Faults | None = None, grain: int = 1, seed: int = 1) -> Outcome:
    """Carries out a round; `grain` pages are one event."""
    return _Simulation(given, fleet, faults, grain, Random(seed)).outcome()


class _Simulation:
    def __init__(self, given: Round, fleet: Fleet, faults: Faults | None, grain: int, random: Random) -> None:
        self.env = simpy.Environment()
        self._given, self._fleet, self._faults, self._grain, self._random = given, fleet, faults, grain, random
        self._lock = simpy.Resource(self.env, 1)
        self._machines = [_Machine(simpy.Resource(self.env, fleet.cores), fleet.jobs) for _ in range(fleet.workers)]
        self._waiting: deque[_Job] = deque()
        self._asked: dict[int, int] = {}
        self._waits: list[float] = []
        self._cpu = self._locked = self._written = self._last = 0.0
        self._open, self._complete, self._tries, self._together = given.sites, 0, 0, 0
        self._over = self.env.event()

    def outcome(self) -> Outcome:
        for site in range(self._given.sites):
            self.env.process(self._enqueue(self._job(site), self._given.spread * site / self._given.sites))
        if self._faults:
            for machine in self._machines:
                self.env.process(self._die(machine, self._faults.death))
        self.env.run(self._over)
        span = self._last
        waits = sorted(self._waits)
        return Outcome(
            span, waits[int(0.95 * len(waits))], self._cpu / span / self._fleet.workers / self._fleet.cores,
            self._locked / span, self._written / span, self._complete, self._tries, self._together, self._written,
        )  # fmt: skip

    def _job(self, site: int) -> _Job:
        """Sites have half as many pages as the mean, to half as many more."""
        host = site - site % 100 if site % 100 < self._given.shared else site
        return _Job(site, host, self._given.pages * self._random.uniform(0.5, 1.5), 0.0)

    def _enqueue(self, job: _Job, seconds: float) -> Events:
        yield self.env.timeout(seconds)
        job.asked = self.env.now
        self._waiting.append(job)
        self._hand_out()

    def _hand_out(self) -> None:
        """Gives free slots the oldest jobs whose hosts are free."""
        skipped: list[_Job] = []
        while self._waiting and (free := [each for each in self._machines if each.alive and each.free]):
            job = self._waiting.popleft()
            if self._asked.get(job.host):
                skipped.append(job)
                continue
            self._start(job, self._random.choice(free))
        self._waiting.extendleft(reversed(skipped))

    def _start(self, job: _Job, machine: _Machine) -> None:
        if job.waited is None:
            job.waited = self.env.now - job.asked
            self._waits.append(job.waited)
        machine.free -= 1
        self._asked[job.host] = self._asked.get(job.host, 0) + 1
        self._together = max(self._together, self._asked[job.host])
        self._tries += 1
        process = self.env.process(self._run(job, machine))
        machine.running[process] = None

    def _run(self, job: _Job, machine: _Machine) -> Events:
        died, mine = False, self.env.active_process
        assert mine
        code = self._code()
        until = job.left * _LEFT.get(code, 0.0)
        try:
            yield from self._use(machine.cores, self._given.start, "_cpu")
            while job.left > until:
                yield from self._ask(job, machine, min(self._grain, job.left - until))
        except simpy.Interrupt:
            died = True
        machine.running.pop(mine)
        if died:
            yield self.env.timeout(_STALLED)
        else:
            machine.free += 1
        self._asked[job.host] -= 1
        self._ended(job, None if died else code)
        self._hand_out()

    def _ask(self, job: _Job, machine: _Machine, pages: float) -> Events:
        began = self.env.now
        yield from self._use(machine.cores, pages * self._given.page, "_cpu")
        yield from self._use(self._lock, pages * self._given.write, "_locked")
        job.left -= pages
        self._written += pages
        rest = pages * self._given.apart - (self.env.now - began)
        if rest > 0:
            yield self.env.timeout(rest)

    def _use(self, resource: simpy.Resource, seconds: float, tally: str) -> Events:
        with resource.request() as turn:
            yield turn
            took = seconds * self._random.uniform(0.5, 1.5)
            yield self.env.timeout(took)
            setattr(self, tally, getattr(self, tally) + took)

    def _code(self) -> int:
        draw = self._random.random()
        for code, share in self._faults.codes.items() if self._faults else ():
            if draw < share:
                return code
            draw -= share
        return Exit.COMPLETE

    def _ended(self, job: _Job, code: int | None) -> None:
        """A job whose worker died goes back; one that failed comes again after its wait, or not."""
        waits = WAITS.get(code, ()) if code else ()
        if code is None:
            self._waiting.appendleft(job)
        elif code and job.tries < len(waits):
            job.tries += 1
            self.env.process(self._enqueue(job, waits[job.tries - 1]))
        else:
            self._open -= 1
            self._complete += not code
            self._last = self.env.now
            if not self._open:
                self._over.succeed()

    def _die(self, machine: _Machine, mean: float) -> Events:
        while True:
            yield self.env.timeout(self._random.expovariate(1 / mean))
            machine.alive, machine.free = False, 0
            for process in list(machine.running):
                process.interrupt()
            yield self.env.timeout(_BACK)
            machine.alive, machine.free = True, self._fleet.jobs
            self._hand_out()
