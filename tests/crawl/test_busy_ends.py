"""A run that ends while others write says so all the same."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from crawling import Crawl
from many_sites import served_sites

from archive.sqlite import library


@pytest.mark.slow
def test_a_run_that_ends_while_others_write_has_its_end_in_its_row(crawl: Crawl) -> None:
    with served_sites(1, articles=8) as (replica,):
        process = crawl.start("zone", f"{replica.url}/jkqzx/", DOWNLOAD_DELAY="0.1")
        until = time.monotonic() + 60
        while len(replica.log()) < 4:
            assert time.monotonic() < until
            time.sleep(0.05)
        with _others_write(crawl.archive):
            _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "could not be archived" not in said
    assert crawl.last_run()["state"] == "complete"


@contextmanager
def _others_write(archive: Path) -> Iterator[None]:
    """Somebody holds the write lock for 0.4 of each 0.6 seconds: longer than a run in full swing waits at a time."""
    over = Event()

    def write() -> None:
        connection = library().connect(str(archive), timeout=10, isolation_level=None, check_same_thread=False)
        while not over.is_set():
            connection.execute("BEGIN IMMEDIATE")
            over.wait(0.4)
            connection.execute("ROLLBACK")
            time.sleep(0.2)
        connection.close()

    thread = Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
