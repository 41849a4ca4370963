"""`make faults`: brings about every fault of docs/reliability.md, and writes there what was measured.

`python -m benchmarks.faults F12 S3` does so for some of them.
"""

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
    options = ["--no-skips", "--timeout", "300", "--figures", str(figures)]
    return subprocess.run([*command, *options, *sorted(set(tests))], cwd=ROOT, check=False).returncode


def read(figures: Path) -> list[Measured]:
    """What the tests measured."""
    lines = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    return [Measured(line.pop("test"), line.pop("passed"), line) for line in lines]


def rows(faults: dict[str, list[str]], found: Sequence[Measured]) -> dict[str, str]:
    """The figures of every fault, a row of the table each; a test that did not run has failed."""
    return {
        number: _row(number, [[line for line in found if line.is_of(test)] for test in tests])
        for number, tests in faults.items()
    }


def _row(number: str, of_tests: Sequence[Sequence[Measured]]) -> str:
    lines = [line for of_test in of_tests for line in of_test]
    if not all(of_tests) or not all(line.passed for line in lines):
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


def written(page: str, rows: dict[str, str], about: str) -> str:
    """The page with these rows of figures in place of those it had, and what is said of the run below them."""
    before, rest = page.split(BEGIN)
    earlier, after = rest.split(END)
    had = {found[1]: found[0] for found in re.finditer(r"^\| ([FS]\d+) \|.*\|$", earlier, re.MULTILINE)}
    all_rows = (rows.get(number) or had.get(number) for number in named_tests(page))
    table = "\n".join((HEAD, *filter(None, all_rows)))
    return f"{before}{BEGIN}\n{table}\n\n{about}\n{END}{after}"


def main() -> int:
    """Measures all faults, or those that are named, and writes the page; gives pytest's exit code."""
    faults = named_tests(PAGE.read_text(encoding="utf-8"))
    wanted = {number: tests for number, tests in faults.items() if number in sys.argv[1:] or not sys.argv[1:]}
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.jsonl"
        code = run((test for tests in wanted.values() for test in tests), figures)
        found = read(figures)
    page = PAGE.read_text(encoding="utf-8")  # somebody may have added a row meanwhile
    PAGE.write_text(written(page, rows(wanted, found), _about(found, time.monotonic() - started)), encoding="utf-8")
    return code


def _about(found: Sequence[Measured], seconds: float) -> str:
    failed, cores = sum(not line.passed for line in found), len(os.sched_getaffinity(0))
    took = f"{seconds / 60:.0f} minutes on {cores} shared cores, {datetime.now(UTC):%Y-%m-%d}"
    return f"The last run: {len(found)} tests, {failed} failed, {took}."


if __name__ == "__main__":
    sys.exit(main())
