"""A fresh archive for every test, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgresql import Server
from samples import Crawl


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an archive that does not exist yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "zonenews.db")
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.database() as url:
        yield url


@pytest.fixture
def crawl(archive_url: str) -> Iterator[Crawl]:
    """A run that writes into a fresh archive."""
    crawl = Crawl(archive_url)
    yield crawl
    crawl.writer.close()
