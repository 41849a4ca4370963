"""Hosts that crawls of several machines share: held on the server of the archive, and asked no sooner than allowed."""

import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from crawling import ROOT, Crawl, sections, served
from postgresql import Server
from samples import rows
from sqlalchemy.exc import OperationalError

from archive import Writer
from archive.manners.hosts import HeldHosts, key_of
from zonenews.demo.client import ReplicaClient
from zonenews.exits import Refused
from zonenews.manners.locks import HostLocks, lock_hosts

pytestmark = pytest.mark.slow
HOSTS = ("a.example.cn", "b.example.cn")


@pytest.fixture
def database(postgresql: Server) -> Iterator[str]:
    with postgresql.database() as url:
        Writer(url).close()
        yield url


@pytest.fixture
def replica() -> Iterator[ReplicaClient]:
    with served("--articles", "50") as client:
        yield client


@contextmanager
def machine(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HostLocks]:
    """The locks of a crawl on a machine of its own, which has a temporary folder of its own."""
    folder.mkdir(exist_ok=True)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    locks = lock_hosts(HOSTS, url)
    try:
        yield locks
    finally:
        locks.close()


def test_a_host_is_held_for_all_machines(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = r"another crawl of a\.example\.cn is running"
    with machine(database, tmp_path / "1", monkeypatch), pytest.raises(Refused, match=said) as refused:
        machine(database, tmp_path / "2", monkeypatch).__enter__()
    assert refused.value.code == 7
    with machine(database, tmp_path / "2", monkeypatch):
        pass


def test_a_delay_is_kept_from_one_machine_to_the_next(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with machine(database, tmp_path / "1", monkeypatch) as locks:
        assert locks.age("a.example.cn") > 80_000, "nobody has asked it yet"
        locks.note("www.a.example.cn")
        locks.note("stranger.example.cn")
        time.sleep(0.3)
    assert [host for (host,) in rows(database, "SELECT host FROM host_asked")] == ["a.example.cn"]
    with machine(database, tmp_path / "2", monkeypatch) as locks:
        assert 0.3 <= locks.age("a.example.cn") < 10
        assert locks.age("b.example.cn") > 80_000
        locks.note("a.example.cn")
        assert locks.age("a.example.cn") < 0.3


def test_what_broke_is_held_anew_at_once(
    database: str, postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with machine(database, tmp_path / "1", monkeypatch) as locks:
        assert locks.look_after() is None
        assert postgresql.break_off(database) == 1
        assert locks.look_after() is None
        with pytest.raises(Refused), machine(database, tmp_path / "2", monkeypatch):
            pass
        postgresql.stop()
        assert locks.look_after() is None, "it is still away"
        postgresql.start()
        assert locks.look_after() is None
        with pytest.raises(Refused), machine(database, tmp_path / "2", monkeypatch):
            pass
        postgresql.break_off(database)
        with machine(database, tmp_path / "3", monkeypatch):
            assert locks.look_after() == "a.example.cn"


def test_a_connection_of_ones_own_that_hangs_is_ended(database: str) -> None:
    """The server may not have noticed yet that the connection broke, and still hold the hosts for it."""
    mine, other = HeldHosts(database), HeldHosts(database)
    assert mine.hold("a.example.cn")
    hanging, mine._connection = mine._connection, None
    assert mine.hold_again() is None
    assert not other.hold("a.example.cn")
    assert hanging is not None
    with pytest.raises(OperationalError, match="terminating connection"):
        hanging.exec_driver_sql("SELECT 1")
    hanging.close()
    mine.close()
    assert other.hold("a.example.cn")
    other.close()


def test_the_number_of_a_lock_is_the_same_everywhere() -> None:
    assert key_of("www.example.cn") == int.from_bytes(bytes.fromhex("414c06be82cff24f"), signed=True)


def _crawl(url: str, replica: ReplicaClient, folder: Path) -> subprocess.Popen[str]:
    """A crawl on a machine of its own."""
    folder.mkdir(exist_ok=True)
    env = {**Crawl(ROOT).env, "ZONENEWS_ARCHIVE": url, "TMPDIR": str(folder)}
    command = Crawl(ROOT).command("shangrao_jkq", sections(replica), DOWNLOAD_DELAY="0.3")
    return subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)


def _end(process: subprocess.Popen[str]) -> tuple[int, str]:
    said = process.communicate(timeout=60)[1]
    return process.returncode, said.splitlines()[-1]


def _wait(url: str) -> None:
    while not rows(url, "SELECT id FROM article LIMIT 1"):
        time.sleep(0.1)


def test_two_machines_never_crawl_a_host_at_once(database: str, replica: ReplicaClient, tmp_path: Path) -> None:
    first = _crawl(database, replica, tmp_path / "1")
    _wait(database)
    code, said = _end(_crawl(database, replica, tmp_path / "2"))
    assert (code, said) == (7, "zonenews: another crawl of 127.0.0.1 is running; nothing was done")
    assert first.poll() is None
    first.terminate()
    assert _end(first)[0] == 143
    (asked,) = rows(database, "SELECT host, asked FROM host_asked")
    assert asked[0] == "127.0.0.1"


def test_a_run_stops_where_another_one_has_got_its_host(
    database: str, postgresql: Server, replica: ReplicaClient, tmp_path: Path
) -> None:
    crawl, plain = _crawl(database, replica, tmp_path / "1"), re.sub(r"\+psycopg", "", database)
    _wait(database)
    until, held = time.monotonic() + 30, False
    while not held:  # another crawl that comes at the very moment when the connection breaks
        assert time.monotonic() < until
        postgresql.break_off(database)
        with psycopg.connect(plain, autocommit=True) as other:
            taken = other.execute("SELECT pg_try_advisory_lock(%s)", (key_of("127.0.0.1"),)).fetchone()
            held = taken == (True,)
            if held:
                code, said = _end(crawl)
    assert code == 7, said
    assert said == "zonenews: another crawl of 127.0.0.1 began while the archive's server was away"
    assert rows(database, "SELECT state, exit_code FROM run") == [("failed", 7)]


def test_looking_after_locks_does_not_wait_for_another_thread(database: str) -> None:
    locks = lock_hosts(HOSTS, database)
    locks._one_at_a_time.acquire()
    began = time.monotonic()
    thread = threading.Thread(target=locks.look_after)
    thread.start()
    thread.join()
    assert time.monotonic() - began < 1
    locks._one_at_a_time.release()
    locks.close()
