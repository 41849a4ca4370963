"""The replica as a model, and served in a thread."""

from collections.abc import Iterator
from datetime import date

import pytest

from zonenews.demo import Replica, ReplicaClient, ReplicaServer, zone_site

TODAY = date(2025, 10, 20)


@pytest.fixture(scope="session")
def site() -> Replica:
    """The demo's site, which no test changes."""
    return zone_site(TODAY)


@pytest.fixture
def small() -> Replica:
    """A small site of the same kind, to be changed."""
    return zone_site(TODAY, articles=70, notices=20)


@pytest.fixture
def served(small: Replica) -> Iterator[ReplicaClient]:
    """The small site, served."""
    with ReplicaServer(small) as server:
        yield ReplicaClient(server.url)
