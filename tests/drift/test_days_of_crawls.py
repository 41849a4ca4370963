"""Days of real crawls on a clock that is moved on: redesigns are found and seen to be over, nothing else is found."""

import subprocess
import sys
from pathlib import Path

import pytest
from crawling import ROOT

LIVED = """
import sys
from pathlib import Path
from benchmarks.soak import month
month.DELAY = 0.0
days = month.Month(days=5, sites=3, jobs=3, redesigned=2, worse=2, well=4)
found = month.live(days, Path(sys.argv[1]), lambda *_, **__: None)
print(found.runs, found.drifts_over, found.false_alarms, found.unforeseen)
"""


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_redesigns_are_found_in_days_of_crawls_and_nothing_else_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIVED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "30 2 [] []"
