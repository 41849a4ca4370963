"""Faults are injected into archives and crawls like those of the tests beside these."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("archive", "crawl", "middlewares")]

from crawling import Crawl
from loopback import Loopback


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Runs crawls into one fresh archive."""
    return Crawl(tmp_path / "zonenews.db")


@pytest.fixture
def url(archive_url: str) -> str:
    """The URL of a fresh archive on each engine."""
    return archive_url


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """Loopback hosts for one test."""
    loopback = Loopback()
    yield loopback
    loopback.close()
