"""A PostgreSQL server of the tests' own: started for a session out of what the system has installed, gone with it."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest

USER = "zonenews"
ABSENT = "PostgreSQL is not installed; Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql"
MADE = ("--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync")
# It keeps its promises on disk like any server; only what it takes from the machine is small.
SETTINGS = {
    "fsync": "on", "shared_buffers": "16MB", "max_connections": "30", "listen_addresses": "", "autovacuum": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "256MB", "log_min_messages": "fatal",
}  # fmt: skip


class Server:
    """A server, and the databases that tests borrow from it."""

    def __init__(self, folder: Path, command: list[str | Path]) -> None:
        self._folder = folder
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._unused: list[str] = []
        self._numbers = count(1)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of an empty database; it is emptied afterwards, which takes less than making one."""
        name = self._unused.pop() if self._unused else self._made()
        yield f"postgresql+psycopg://{USER}@/{name}?host={self._folder}"
        self._execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)
        with self._connected(name) as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS queue CASCADE")
        self._unused.append(name)

    def start(self) -> None:
        """Starts it; when this returns, it takes connections."""
        with (self._folder / "log").open("ab") as file:
            self._process = subprocess.Popen(self._command, cwd="/", stdout=file, stderr=file)
        while self._starts():
            assert self._process.poll() is None, (self._folder / "log").read_text(errors="replace")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends it: SIGINT breaks every connection off and loses nothing, SIGQUIT is as if it had crashed."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=60)

    def break_off(self, url: str) -> int:
        """Ends every connection to a database; gives how many there were."""
        name = urlsplit(url).path.removeprefix("/")
        with self._connected("postgres") as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            return len(connection.execute(ended, (name,)).fetchall())

    def _starts(self) -> bool:
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return True
        return False

    def _made(self) -> str:
        """A new database, in which words sort as Chinese ones do and not by their code points, as on a real server."""
        name = f"zonenews_{next(self._numbers)}"
        with self._connected("postgres") as connection:
            # before version 15 there is no such choice
            order = "LOCALE_PROVIDER icu ICU_LOCALE 'zh'" if connection.info.server_version >= 150000 else ""
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {order}".encode())
        return name

    def _execute(self, statement: LiteralString, *values: str) -> None:
        with self._connected("postgres") as connection:
            connection.execute(statement, values)

    def _connected(self, database: str) -> AbstractContextManager[psycopg.Connection]:
        return psycopg.connect(host=str(self._folder), user=USER, dbname=database, autocommit=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server for all tests of a session."""
    with running_server() as server:
        yield server


@contextmanager
def running_server(**settings: str) -> Iterator[Server]:
    """A server on a socket in a folder of its own, with these settings beside the usual ones."""
    programs = _programs()
    if programs is None:
        pytest.skip(ABSENT)
    with _folder() as folder:
        as_user = _as_somebody_else(folder)
        data: list[str | Path] = ["-D", folder / "data"]
        _run([*as_user, programs / "initdb", *data, "--username", USER, *MADE])
        given = [f"-c{name}={value}" for name, value in (SETTINGS | settings).items()]
        server = Server(folder, [*as_user, programs / "postgres", *data, "-k", folder, *given])
        try:
            server.start()
            yield server
        finally:
            server.stop(signal.SIGQUIT)  # at once: nobody wants its data any more


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an archive that does not exist yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "zonenews.db")
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.database() as url:
        yield url


def _programs() -> Path | None:
    """The folder of the newest server's programs: Debian keeps them off the PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: [int(digits) for digits in re.findall(r"\d+", path.parent.name)])
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder with a short name: a socket's path may have about a hundred characters."""
    folder = Path(tempfile.mkdtemp(prefix="zonenews-pg-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _as_somebody_else(folder: Path) -> list[str]:
    """What to put before a command so that it does not run as root, which PostgreSQL refuses.

    Root becomes the account that Debian's package made. Root of a user namespace has no other account: in a namespace
    within it the same user is no longer called root.
    """
    if os.geteuid() != 0:
        return []
    account = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    if _works([*account, "true"]):
        shutil.chown(folder, "postgres", "postgres")
        return account
    renamed = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if _works([*renamed, "true"]):
        return renamed
    pytest.skip("PostgreSQL does not run as root, and there is no account `postgres` to become")


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
