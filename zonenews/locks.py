"""One crawl a host: locks that vanish with the process that holds them, and when each host was last asked."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from zonenews import clock
from zonenews.exits import Exit, Refused

_DAY = 86400.0


class HostLocks:
    """The locks of a run's hosts. A file beside each says by its time when the host was last asked, by any process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held = ExitStack()
        self._hosts: set[str] = set()

    def hold(self, host: str) -> None:
        """Locks a host. Raises Refused where another crawl holds it."""
        lock = FileLock(self._folder / f"{host}.lock")
        try:
            self._held.enter_context(lock.acquire(timeout=0))
        except Timeout:
            self.close()
            raise Refused(Exit.ALREADY_RUNNING, f"another crawl of {host} is running; nothing was done") from None
        self._hosts.add(host)

    def note(self, host: str) -> None:
        """Says that the host is being asked; only those that are locked have a delay to keep between crawls."""
        file = self._file(host)
        if file is None:
            return
        try:
            os.utime(file)
        except FileNotFoundError:
            file.touch(mode=0o600)

    def age(self, host: str) -> float:
        """Seconds since the host was last asked, a day at most; 0 where the clock was put back meanwhile."""
        file = self._file(host)
        try:
            return min(max(0.0, clock.file_age(file)), _DAY) if file else _DAY
        except FileNotFoundError:
            return _DAY

    def close(self) -> None:
        """Gives the hosts back."""
        self._held.close()

    def _file(self, host: str) -> Path | None:
        plain = _plain(host)
        return self._folder / f"{plain}.asked" if plain in self._hosts else None


def lock_hosts(hosts: Iterable[str], archive: Path | None) -> HostLocks:
    """Locks hosts for this process until the result is closed. Raises Refused where another crawl holds one.

    The locks lie beside a SQLite archive, for a database server in the machine's temporary folder.
    """
    folder = Path(f"{archive}-locks") if archive else Path(tempfile.gettempdir()) / "zonenews-locks"
    folder.mkdir(mode=0o700, exist_ok=True)
    locks = HostLocks(folder)
    for host in sorted({_plain(host) for host in hosts}):
        locks.hold(host)
    return locks


def _plain(host: str) -> str:
    return host.removeprefix("www.")
