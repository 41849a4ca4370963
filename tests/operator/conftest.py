"""A served replica, and the real `scrapy crawl` command run on it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("archive", "crawl")]

from crawling import Crawl, served

from zonenews.demo.client import ReplicaClient


@pytest.fixture
def replica() -> Iterator[ReplicaClient]:
    """A zone's site with 60 articles in its main section, on a free port in a process of its own."""
    with served("--articles", "60") as client:
        yield client


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Runs crawls into one fresh archive."""
    return Crawl(tmp_path / "zonenews.db")
