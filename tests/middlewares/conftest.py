"""Real hosts on loopback, real crawls in a process of their own."""

from collections.abc import Iterator

import pytest
from downloading import Crawl, crawl_urls
from loopback import Loopback


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    """Loopback hosts for a module's tests."""
    loopback = Loopback()
    yield loopback
    loopback.close()


@pytest.fixture(scope="session")
def crawl() -> Crawl:
    """Crawls addresses; the hosts are every 127.0.0.x unless named."""
    return crawl_urls
