"""A fresh archive for every test, on each engine."""

from collections.abc import Iterator

import pytest
from samples import Crawl


@pytest.fixture
def crawl(archive_url: str) -> Iterator[Crawl]:
    """A run that writes into a fresh archive."""
    crawl = Crawl(archive_url)
    yield crawl
    crawl.writer.close()
