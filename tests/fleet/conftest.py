"""Workers as an operator starts them, on a PostgreSQL of the tests' own, crawling replicas on loopback."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgresql import Server

sys.path += [str(Path(__file__).parents[1] / name) for name in ("crawl", "manners")]

from fleets import Fleet


@pytest.fixture
def fleet(postgresql: Server, tmp_path: Path) -> Iterator[Fleet]:
    """An archive's empty database, and the workers that a test starts; they are gone with it."""
    with postgresql.database() as url:
        fleet = Fleet(url, tmp_path)
        yield fleet
        fleet.close()
