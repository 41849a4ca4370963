"""docs/reliability.md lists every fault of ours, and tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
FAULTS = [38, 39, 42, 43, *range(46, 58), 59, 60]


def test_every_fault_has_a_row() -> None:
    assert [int(number) for number in re.findall(r"^\| F(\d+) ", TABLE, re.MULTILINE)] == FAULTS


def test_every_test_that_is_named_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE)
    assert len(named) > len(FAULTS)
    assert [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text("utf-8")] == []
