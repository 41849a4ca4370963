"""`--no-skips`: a test that is skipped has failed, but for those whose data in ../shared is not there.

`--figures FILE`: what each test measured is added to the file (measuring.py).
"""

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import measuring
import pytest
from postgresql import archive_url, postgresql

__all__ = ["archive_url", "postgresql"]  # fixtures for all

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
SHARED = Path(__file__).parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option that `make test-all` uses."""
    parser.addoption("--no-skips", action="store_true", help="a skipped test has failed; an absent ../shared may skip")
    parser.addoption("--figures", type=Path, help="a file to add what each test measured to")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test, or one that has measured something."""
    report = _judged((yield), item.config)
    file: Path | None = item.config.getoption("--figures")
    if report.when == "setup":
        measuring.begin()
    elif file is not None and report.when == "call":
        measuring.write(file, item.nodeid, passed=report.passed)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A file that skips itself as a whole."""
    report = yield
    return _judged(report, collector.config)


def _judged(report: Report, config: pytest.Config) -> Report:
    if config.getoption("--no-skips") and report.skipped and not hasattr(report, "wasxfail"):
        assert isinstance(report.longrepr, tuple)
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if SHARED.exists() or "../shared" not in reason:
            report.outcome = "failed"
            report.longrepr = f"skipped ({reason}), and --no-skips allows none"
    return report
