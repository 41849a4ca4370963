"""`make faults`: brings about every fault of docs/reliability.md, and writes there what was measured."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: written by `make faults` -->", "<!-- end of figures -->"
HEAD = """\
| fault | trials | lost | missing after the next run | twice | exit codes | back within | most memory |
|---|---|---|---|---|---|---|---|"""
_ROW = re.compile(r"^\| ([FS]\d+) [^|]*\|[^|]*\| (.*) \|$", re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py::\w+(?:\[[^\]`]+\])?)`")
_JOBS = "2"


@dataclass(frozen=True)
class Measured:
    """One test's line in the file that `--figures` wrote."""

    test: str
    passed: bool
    figures: dict[str, Any]

    def is_of(self, named: str) -> bool:
        """Whether a test of the page is this one, or all of its cases."""
        return self.test == named or self.test.partition("[")[0] == named


def named_tests(page: str) -> dict[str, list[str]]:
    """The tests of each fault, by its number."""
    return {number: _TEST.findall(tests) for number, tests in _ROW.findall(page.partition(BEGIN)[0])}


def run(tests: Iterable[str], figures: Path) -> int:
    """Runs the tests; gives pytest's exit code."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", _JOBS, "--dist", "loadfile", "--no-loadscope-reorder"]
    options = ["--no-skips", "--figures", str(figures)]
    return subprocess.run([*command, *options, *sorted(set(tests))], cwd=ROOT, check=False).returncode


def read(figures: Path) -> list[Measured]:
    """What the tests measured."""
    lines = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    return [Measured(line.pop("test"), line.pop("passed"), line) for line in lines]


def table(faults: dict[str, list[str]], found: Sequence[Measured]) -> str:
    """The figures of every fault, a row each."""
    rows = (_row(number, [line for line in found if any(map(line.is_of, tests))]) for number, tests in faults.items())
    return "\n".join((HEAD, *rows))


def _row(number: str, lines: Sequence[Measured]) -> str:
    failed = [line.test for line in lines if not line.passed]
    if failed or not lines:
        return f"| {number} | **failed** | | | | | | |"
    trials = sum(line.figures["trials"] or 1 for line in lines)
    counts = [_added(line.figures[name] for line in lines) for name in ("lost", "missing", "twice")]
    codes = dict.fromkeys(str(code) for line in lines for code in line.figures["codes"])
    cells = [number, str(trials), *counts, ", ".join(codes) or "–", _seconds(lines), _megabytes(lines)]
    return f"| {' | '.join(cells)} |"


def _added(values: Iterable[int | None]) -> str:
    known = [value for value in values if value is not None]
    return str(sum(known)) if known else "–"


def _seconds(lines: Sequence[Measured]) -> str:
    known = [line.figures["recovered"] for line in lines if line.figures["recovered"] is not None]
    return f"{max(known):.1f} s" if known else "–"


def _megabytes(lines: Sequence[Measured]) -> str:
    peak = max(line.figures["peak"] for line in lines)
    return f"{peak / 2**20:.0f} MB" if peak else "–"


def written(page: str, faults: dict[str, list[str]], found: Sequence[Measured], seconds: float) -> str:
    """The page with these figures in place of those it had."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    cores = len(os.sched_getaffinity(0))
    about = (
        f"{len(found)} tests, {sum(not line.passed for line in found)} failed; {seconds / 60:.0f} minutes on {cores} "
        f"cores, {datetime.now(UTC):%Y-%m-%d}."
    )
    return f"{before}{BEGIN}\n{table(faults, found)}\n\n{about}\n{END}{after}"


def main() -> int:
    """Runs the tests that the page names, or those of the faults given, and writes the page; 1 where one failed."""
    page = PAGE.read_text(encoding="utf-8")
    faults = named_tests(page)
    only = sys.argv[1:]
    tests = [test for number, named in faults.items() if not only or number in only for test in named]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.jsonl"
        code = run(tests, figures)
        found = read(figures)
    if only:
        print(table({number: faults[number] for number in only}, found))
    else:
        page = PAGE.read_text(encoding="utf-8")  # somebody may have added a row meanwhile
        PAGE.write_text(written(page, faults, found, time.monotonic() - started), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
