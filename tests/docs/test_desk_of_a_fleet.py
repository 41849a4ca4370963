"""deploy/desk.sh beside a fleet: a copy of its archive is served, and a new one takes its place."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from documents import ROOT
from postgresql import Server
from sqlalchemy import NullPool, create_engine, make_url

from archive import Writer
from archive.records import Fetch
from zonenews.demo import zone_site
from zonenews.demo.answer import Call
from zonenews.extraction import extract_article
from zonenews.records import reading_of

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@contextmanager
def desk(url: str, folder: Path) -> Iterator[int]:
    """The desk of an archive on a server, a try at a new copy every two seconds; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "ZONENEWS_ARCHIVE": url}
    env |= {"ZONENEWS_DESK": str(folder), "ZONENEWS_DESK_EVERY": "2", "ZONENEWS_DESK_PORT": str(port)}
    with (folder / "said").open("wb") as said:
        command = ["bash", str(ROOT / "deploy" / "desk.sh")]
        served = subprocess.Popen(command, cwd=ROOT, env=env | {"ZONENEWS_FILES": "/nowhere"}, stderr=said)
        yield port
        served.terminate()
        assert served.wait(timeout=30) == 0


def archive_article(writer: Writer, run: int, number: int) -> None:
    """One of the replica's articles."""
    replica = zone_site(date(2026, 11, 20))
    path = list(replica.articles)[number]
    url, body = f"http://127.0.0.1{path}", replica.answer(Call(path)).body
    fetch, reading = Fetch(url, AT, "ok", url, status=200, body=body), reading_of(extract_article(body, url), AT)
    writer.record_article(run, "example", fetch, reading, due=None, reread=lambda pages: None)


def execute(url: str, statement: str) -> None:
    """Runs a statement of an administrator."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.exec_driver_sql(statement)


def articles(port: int) -> int:
    """How many the desk knows; 0 while it does not answer."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/sites", timeout=5) as answer:
            return sum(site["articles"] for site in json.load(answer)["sites"])
    except OSError:
        return 0


def wait(until: Callable[[], bool]) -> None:
    """Waits, a minute at most."""
    deadline = time.monotonic() + 60
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.slow
def test_the_desk_shows_copies_while_a_crawl_goes_on(postgresql: Server, tmp_path: Path) -> None:
    """Where no copy can be taken, the old one stays."""
    with postgresql.database() as url:
        writer = Writer(url)
        writer.add_site("example", ["127.0.0.1"], AT)
        run = writer.start_run("example", "example", AT, "0.1")
        archive_article(writer, run, 0)
        with desk(url, tmp_path) as port:
            wait(lambda: articles(port) == 1)
            writer.beat(run, datetime.now(UTC))
            archive_article(writer, run, 1)
            wait(lambda: articles(port) == 2)
            writer.close()
            postgresql.break_off(url)
            execute(url, "ALTER TABLE reading RENAME TO hidden")
            wait(lambda: "no new copy was taken" in (tmp_path / "said").read_text("utf-8"))
            wait(lambda: articles(port) == 2)
    assert (tmp_path / "zonenews.db.files").readlink() == Path(f"/nowhere/{make_url(url).database}.files")
