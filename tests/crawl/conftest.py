"""A served replica, and the real `scrapy crawl` command run on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from crawling import Crawl, served

from zonenews.demo.client import ReplicaClient


@pytest.fixture
def replica() -> Iterator[ReplicaClient]:
    """The zone's whole replica, 430 articles and more, on a free port in a process of its own."""
    with served() as client:
        yield client


@pytest.fixture
def small_replica() -> Iterator[ReplicaClient]:
    """The same site with 60 articles in its main section."""
    with served("--articles", "60") as client:
        yield client


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Runs crawls into one fresh archive."""
    return Crawl(tmp_path / "zonenews.db")
