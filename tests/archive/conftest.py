"""A fresh archive for every test, on each engine there is."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from samples import Crawl
from sqlalchemy import create_engine, make_url

# The URL of a PostgreSQL server on which databases may be made; without it the tests run on SQLite alone.
SERVER = os.environ.get("ZONENEWS_TEST_POSTGRESQL")
ENGINES = ["sqlite", *(["postgresql"] if SERVER else [])]


@pytest.fixture(params=ENGINES)
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an archive that does not exist yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "zonenews.db")
        return
    assert SERVER
    name = f"zonenews_{uuid4().hex}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def crawl(archive_url: str) -> Iterator[Crawl]:
    """A run that writes into a fresh archive."""
    crawl = Crawl(archive_url)
    yield crawl
    crawl.writer.close()
