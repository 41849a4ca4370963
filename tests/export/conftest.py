"""Exports are of archives like those of the tests beside these, and of one that a real crawl of the replica filled."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parents[1] / name) for name in ("archive", "crawl")]

from crawling import Crawl as RealCrawl
from crawling import sections, served
from samples import Crawl


@pytest.fixture
def crawl(archive_url: str) -> Iterator[Crawl]:
    """A run that writes into a fresh archive."""
    crawl = Crawl(archive_url)
    yield crawl
    crawl.writer.close()


@pytest.fixture(scope="session")
def replica_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the replica, crawled once; it is only read."""
    archive = tmp_path_factory.mktemp("replica") / "zonenews.db"
    with served("--articles", "60") as replica:
        assert RealCrawl(archive)("zone", sections(replica)).code == 0
    return archive
