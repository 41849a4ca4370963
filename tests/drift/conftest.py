"""Replicas served for crawls, and the other folders' helpers."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("archive", "crawl")]

from crawling import Crawl, served

from zonenews.demo.client import ReplicaClient


@pytest.fixture
def plain() -> Iterator[ReplicaClient]:
    """A plain site of one section with twenty articles, on a free port in a process of its own."""
    with served("--sites", "1", "--articles", "20") as client:
        yield client


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Runs crawls into one fresh archive."""
    return Crawl(tmp_path / "zonenews.db")
