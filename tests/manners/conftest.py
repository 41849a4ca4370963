"""Crawls as a user would run them, of hosts on loopback that write down when they were asked."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("archive", "crawl", "middlewares", "faults")]

from crawling import Crawl
from loopback import Loopback


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Runs crawls into one fresh archive."""
    return Crawl(tmp_path / "zonenews.db")


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    """Loopback hosts for a module's tests."""
    loopback = Loopback()
    yield loopback
    loopback.close()
