"""docs/reliability.md lists every fault and check of ours, tests that are there, and what `make faults` measured."""

import re
from pathlib import Path

from benchmarks.faults import BEGIN, END, HEAD, Measured, named_tests, rows, written

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
FAULTS = [f"F{number}" for number in range(1, 64)]
CHECKS = [f"S{number}" for number in (*range(1, 10), *range(21, 35))]


def test_every_fault_has_a_row_of_tests() -> None:
    found = named_tests(PAGE)
    assert list(found) == [*FAULTS, *CHECKS]
    assert [number for number, tests in found.items() if not tests] == []


def test_every_test_that_is_named_is_there() -> None:
    named = {test for tests in named_tests(PAGE).values() for test in tests}
    assert [test for test in sorted(named) if not _is_there(test)] == []


def _is_there(test: str) -> bool:
    file, name, case = re.fullmatch(r"(.+)::(\w+)(?:\[(.+)\])?", test).groups()  # type: ignore[union-attr]
    code = (ROOT / file).read_text("utf-8")
    return f"def {name}(" in code and (case is None or f'"{case}"' in code)


def test_figures_are_of_these_faults_and_none_failed() -> None:
    figures = PAGE.split(BEGIN)[1].split(END)[0]
    measured = re.findall(r"^\| ([FS]\d+) ", figures, re.MULTILINE)
    assert measured == [*FAULTS, *CHECKS]
    assert "failed**" not in figures


def test_figures_are_those_of_the_tests() -> None:
    figures = {"trials": 4, "lost": 0, "missing": 0, "twice": 0, "codes": [3, 0], "recovered": 2.04, "peak": 2**27}
    none = {"trials": 0, "lost": None, "missing": None, "twice": None, "codes": [0], "recovered": None, "peak": 0}
    found = [
        Measured("a.py::one[F1]", True, figures),
        Measured("a.py::one[F2]", False, figures),
        Measured("a.py::two[x]", True, none),
        Measured("a.py::two[y]", True, none),
    ]
    faults = {
        "F1": ["a.py::one[F1]", "a.py::two"],
        "F2": ["a.py::one[F2]"],
        "F3": ["a.py::two"],
        "F4": ["a.py::two", "a.py::none"],
    }
    assert list(rows(faults, found).values()) == [
        "| F1 | 6 | 0 | 0 | 0 | 3, 0 | 2.0 s | 128 MB |",
        "| F2 | **failed** | | | | | | |",
        "| F3 | 2 | – | – | – | 0 | – | – |",
        "| F4 | **failed** | | | | | | |",
    ]


def test_new_figures_replace_old_ones_and_leave_the_others() -> None:
    named = "".join(f"| {number} x | y | `tests/a.py::z` |\n" for number in ("F1", "F2", "S1"))
    page = f"{named}{BEGIN}\n| F1 | old |\n| F2 | old |\n{END}\nafter\n"
    assert written(page, {"F2": "| F2 | new |", "S1": "| S1 | new |"}, "said") == (
        f"{named}{BEGIN}\n{HEAD}\n| F1 | old |\n| F2 | new |\n| S1 | new |\n\nsaid\n{END}\nafter\n"
    )
