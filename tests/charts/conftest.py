"""Charts are drawn of archives like those of the tests of the archive."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "archive"))

from samples import Crawl


@pytest.fixture
def crawl(archive_url: str) -> Iterator[Crawl]:
    """A run that writes into a fresh archive."""
    crawl = Crawl(archive_url)
    yield crawl
    crawl.writer.close()
