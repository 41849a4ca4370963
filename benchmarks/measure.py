"""Runs commands and says how long they took and how much memory they needed."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run of a command took; memory in MB, the largest of its processes."""

    seconds: float
    cpu: float
    memory: float
    output: str


def spent_by(command: Sequence[str], *, env: dict[str, str] | None = None) -> Spent:
    """Runs a command to its end; raises RuntimeError with its last lines where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} exited {process.returncode}:\n{output[-2000:]}")
    return Spent(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, output)


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def spread(values: Sequence[float]) -> str:
    """Median, and the extremes behind it."""
    return f"{median(values):.0f} ({min(values):.0f}–{max(values):.0f})"


def machine() -> str:
    """The machine in a few words."""
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {sys.platform}"


def own_memory() -> float:
    """This process's peak memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
