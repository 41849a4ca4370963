"""docs/reliability.md lists every fault and check of ours, tests that are there, and what `make faults` measured."""

import re
from pathlib import Path

from benchmarks.faults import BEGIN, END, Measured, named_tests, table, written

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
FAULTS = [f"F{number}" for number in (*range(1, 62), 63)]
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


def test_figures_are_those_of_the_tests() -> None:
    figures = {"trials": 4, "lost": 0, "missing": 0, "twice": 0, "codes": [3, 0], "recovered": 2.04, "peak": 2**27}
    none = {"trials": 0, "lost": None, "missing": None, "twice": None, "codes": [0], "recovered": None, "peak": 0}
    found = [
        Measured("a.py::one[F1]", True, figures),
        Measured("a.py::one[F2]", False, figures),
        Measured("a.py::two[x]", True, none),
        Measured("a.py::two[y]", True, none),
    ]
    faults = {"F1": ["a.py::one[F1]", "a.py::two"], "F2": ["a.py::one[F2]"], "F3": ["a.py::two"], "F4": ["a.py::none"]}
    assert table(faults, found).splitlines()[2:] == [
        "| F1 | 6 | 0 | 0 | 0 | 3, 0 | 2.0 s | 128 MB |",
        "| F2 | **failed** | | | | | | |",
        "| F3 | 2 | – | – | – | 0 | – | – |",
        "| F4 | **failed** | | | | | | |",
    ]
    page = written(f"before\n{BEGIN}\nold\n{END}\nafter\n", faults, found, 61)
    assert "old" not in page
    assert page.startswith("before\n")
    assert page.endswith(f"{END}\nafter\n")
