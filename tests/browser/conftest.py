"""Sites that scripts draw: the replica's, and hosts on loopback that answer what a test gives them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("crawl", "middlewares")]

from crawling import Crawl, served
from loopback import Loopback

from zonenews.demo.client import ReplicaClient


@pytest.fixture(scope="module")
def drawn() -> Iterator[ReplicaClient]:
    """The replica whose pages scripts draw: 22 articles in one section, 5 in the one whose scripts wait."""
    with served("--drawn", "--articles", "22") as client:
        yield client


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    """Runs crawls into one fresh archive."""
    return Crawl(tmp_path / "zonenews.db")


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """Loopback hosts for one test."""
    loopback = Loopback()
    yield loopback
    loopback.close()
