"""Runs commands and says how long they took and how much memory they needed."""

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Thread

import psutil  # type: ignore[import-untyped]
import psycopg

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run of a command took; memory in MB, all of its processes together at the worst moment."""

    seconds: float
    cpu: float
    memory: float
    output: str


def spent_by(command: Sequence[str], *, env: dict[str, str] | None = None, cwd: Path = ROOT) -> Spent:
    """Runs a command to its end; raises RuntimeError with its last lines where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    watch = Watch(process.pid)
    watch.start()
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} exited {process.returncode}:\n{output[-2000:]}")
    return Spent(seconds, used.ru_utime + used.ru_stime, max(watch.peak, _peak_of_its_own(used)), output)


def _peak_of_its_own(used: resource.struct_rusage) -> float:
    """The most memory that a process had, 0 where that may have been ours: a new process begins with what we have."""
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used.ru_maxrss / 1024 if used.ru_maxrss > ours else 0.0


class Watch(Thread):
    """Looks ten times a second at how much memory a process and its children have, until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._process = psutil.Process(pid)

    def run(self) -> None:
        """Watches."""
        with suppress(psutil.Error):
            while self._process.status() != psutil.STATUS_ZOMBIE:
                family = [self._process, *self._process.children(recursive=True)]
                self.peak = max(self.peak, sum(one.memory_info().rss for one in family) / 2**20)
                time.sleep(0.1)


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def spread(values: Sequence[float]) -> str:
    """Median, and the extremes behind it."""
    return f"{median(values):.0f} ({min(values):.0f}–{max(values):.0f})"


def machine() -> str:
    """The machine in a few words."""
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {sys.platform}"


def server_cpu(url: str) -> float:
    """CPU seconds of the PostgreSQL server of a database on this machine, those of its ended processes included."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        server = psutil.Process(db.info.backend_pid).parent()
        times = [process.cpu_times() for process in (server, *server.children())]
    own = server.cpu_times()
    return sum(float(each.user + each.system) for each in times) + float(own.children_user + own.children_system)


def write_between(page: Path, begin: str, text: str, end: str) -> None:
    """Writes figures into a document, in place of those that stand between two marks."""
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.S)
    written, count = marked.subn(lambda _: begin + text + end, page.read_text("utf-8"), count=1)
    if not count:
        raise RuntimeError(f"{page} has no place for figures: {begin.strip()}")
    page.write_text(written, "utf-8")
