"""One crawl a host: locks that vanish with the process that holds them, and when each host was last asked.

Files lock a host for one machine. Where the archive is on a server, it locks the host for all machines that share it.
"""

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Lock
from time import monotonic

from filelock import FileLock, Timeout

from archive import ArchiveError, Lost
from archive.database import sqlite_path
from archive.manners.hosts import HeldHosts, held_hosts
from zonenews import clock
from zonenews.exits import Exit, Refused

_DAY = 86400.0


class HostLocks:
    """The locks of a run's hosts. A file beside each says by its time when the host was last asked, by any process."""

    def __init__(self, folder: Path, server: HeldHosts | None = None) -> None:
        self._folder = folder
        self._held = ExitStack()
        self._hosts: set[str] = set()
        self._server = server
        self._one_at_a_time = Lock()
        self._asked: dict[str, float] = {}  # what the server is still to be told
        self._known: dict[str, float] = {}  # what it told, by this process's clock

    @property
    def are_shared(self) -> bool:
        """Whether crawls of other machines see them."""
        return self._server is not None

    def hold(self, host: str) -> None:
        """Locks a host. Raises Refused where another crawl holds it."""
        lock = FileLock(self._folder / f"{host}.lock")
        try:
            self._held.enter_context(lock.acquire(timeout=0))
        except Timeout:
            raise _refused(host) from None
        if self._server is not None and not self._server.hold(host):
            raise _refused(host)
        self._hosts.add(host)

    def remember(self) -> None:
        """Asks the server when the hosts were last asked from another machine."""
        if self._server is not None:
            self._known = {host: monotonic() - age for host, age in self._server.ages().items()}

    def note(self, host: str) -> None:
        """Says that the host is being asked; only those that are locked have a delay to keep between crawls."""
        file = self._file(host)
        if file is None:
            return
        if self.are_shared:
            self._asked[_plain(host)] = monotonic()
        try:
            os.utime(file)
        except FileNotFoundError:
            file.touch(mode=0o600)

    def age(self, host: str) -> float:
        """Seconds since the host was last asked, a day at most; 0 where the clock was put back meanwhile."""
        file = self._file(host)
        if file is None:
            return _DAY
        elsewhere = monotonic() - self._known.get(_plain(host), -_DAY)
        try:
            return min(max(0.0, clock.file_age(file)), elsewhere, _DAY)
        except FileNotFoundError:
            return min(elsewhere, _DAY)

    def look_after(self) -> str | None:
        """Tells the server when hosts were asked, and holds them anew where the connection broke. Any thread may ask.

        Gives a host that another crawl has got meanwhile; None where all is well, or the server is still away.
        """
        if self._server is None or not self._one_at_a_time.acquire(blocking=False):
            return None  # another thread does it
        try:
            self._tell()
        except Lost:
            with suppress(Lost):
                return self._server.hold_again()
        finally:
            self._one_at_a_time.release()
        return None

    def close(self) -> None:
        """Gives the hosts back."""
        with self._one_at_a_time:
            if self._server is not None:
                with suppress(ArchiveError):
                    self._tell()
                self._server.close()
                self._server = None
            self._held.close()

    def _tell(self) -> None:
        if self._server is not None:
            now, asked = monotonic(), dict(self._asked)
            self._server.tell({host: now - then for host, then in asked.items()})
            for host, then in asked.items():
                if self._asked[host] == then:
                    del self._asked[host]

    def _file(self, host: str) -> Path | None:
        plain = _plain(host)
        return self._folder / f"{plain}.asked" if plain in self._hosts else None


def lock_hosts(hosts: Iterable[str], archive: str) -> HostLocks:
    """Locks hosts for this process until the result is closed. Raises Refused where another crawl holds one.

    The files lie beside a SQLite archive, for a database server in the machine's temporary folder.
    """
    path = sqlite_path(archive)
    folder = Path(f"{path}-locks") if path else Path(tempfile.gettempdir()) / "zonenews-locks"
    folder.mkdir(mode=0o700, exist_ok=True)
    locks = HostLocks(folder, held_hosts(archive))
    try:
        for host in sorted({_plain(host) for host in hosts}):
            locks.hold(host)
        locks.remember()
    except BaseException:
        locks.close()
        raise
    return locks


def _refused(host: str) -> Refused:
    return Refused(Exit.ALREADY_RUNNING, f"another crawl of {host} is running; nothing was done")


def _plain(host: str) -> str:
    return host.removeprefix("www.")
