"""Hosts that one crawl holds, over all machines that share an archive on PostgreSQL, and when each was last asked.

A host is held by an advisory lock of the server, which is the holder's for as long as its connection lives. The lock's
number is the first eight bytes of the host's SHA-256: two hosts that had the same, which is not to be expected of fewer
than thousands of millions, would be crawled one after the other.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from time import sleep
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from archive.database import shown, sqlite_path
from archive.errors import Lost
from archive.failures import translated
from archive.server import open_session

_TAKE = text("SELECT pg_try_advisory_lock(:key)")
_ME = text("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
_END = text("""
SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND (l.classid::bigint << 32 | l.objid::bigint) = :key
AND a.pid = :pid AND a.backend_start = :backend_start
""")
_ASKED = text("SELECT host, extract(epoch FROM clock_timestamp() - asked::timestamptz) FROM host_asked")
# by the server's clock: those of the machines that crawl may differ
_TELL = text("""
INSERT INTO host_asked (host, asked) VALUES (:host, to_char(
  (clock_timestamp() - make_interval(secs => :ago)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
ON CONFLICT (host) DO UPDATE SET asked = greatest(host_asked.asked, excluded.asked)
""")
_NOTHING = text("SELECT 1")
_GIVE_BACK = text("SELECT pg_advisory_unlock_all()")
_LAST_PATIENCE, _BETWEEN = 5, 0.2  # tries, and seconds between them, until a connection of ours that hung has ended


class HeldHosts:
    """The hosts that one crawl holds on a server; the connection is for that alone.

    Raises Lost when it broke, and from then on, until `hold_again` has made it anew.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._hosts: dict[str, int] = {}
        self._engine = open_session(url)
        self._connection: Connection | None = None
        self._me: Mapping[str, Any] = {}
        with self._translated():
            self._connect()

    def hold(self, host: str) -> bool:
        """Takes a host; False where somebody else holds it."""
        with self._connected() as connection:
            taken = bool(connection.execute(_TAKE, {"key": key_of(host)}).scalar_one())
        if taken:
            self._hosts[host] = key_of(host)
        return taken

    def hold_again(self) -> str | None:
        """Takes all hosts by a new connection; gives one that somebody else has got meanwhile, None where all is well.

        The old connection may still hang on the server, and hold them: it is ended.
        """
        before = self._me
        self._let_go()
        with self._translated():
            self._connect()
        return next((host for host, key in self._hosts.items() if not self._taken_from(key, before)), None)

    def ages(self) -> dict[str, float]:
        """Seconds since each host that is held was last asked by anybody, as far as it was told."""
        with self._connected() as connection:
            found = connection.execute(_ASKED).all()
        return {host: max(0.0, float(seconds)) for host, seconds in found if host in self._hosts}

    def tell(self, asked: Mapping[str, float]) -> None:
        """Says how many seconds ago hosts were asked; without any, looks whether the connection still lives."""
        rows = [{"host": host, "ago": ago} for host, ago in asked.items()]
        with self._connected() as connection:
            connection.execute(*((_TELL, rows) if rows else (_NOTHING,)))

    def close(self) -> None:
        """Gives the hosts back; when this returns, another crawl can have them."""
        with suppress(Lost), self._connected() as connection:
            connection.execute(_GIVE_BACK)
        self._let_go()
        self._engine.dispose()

    def _connect(self) -> None:
        self._connection = self._engine.connect()
        self._me = dict(self._connection.execute(_ME).mappings().one())

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        with suppress(DBAPIError):
            if connection is not None:
                connection.close()

    def _taken_from(self, key: int, before: Mapping[str, Any]) -> bool:
        for _ in range(_LAST_PATIENCE):
            with self._connected() as connection:
                if connection.execute(_TAKE, {"key": key}).scalar_one():
                    return True
                if not connection.execute(_END, {"key": key, **before}).all():
                    return False
            sleep(_BETWEEN)
        return False

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """The connection that holds the hosts: one that was made behind our back would hold none."""
        if self._connection is None:
            raise Lost(f"{shown(self._url)}: the connection that held the hosts broke")
        with self._translated():
            yield self._connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            self._let_go()
            raise translated(error, shown(self._url)) from error


def held_hosts(url: str) -> HeldHosts | None:
    """Where crawls of other machines see what is held; None where the archive is a file of this one."""
    return HeldHosts(url) if sqlite_path(url) is None else None


def key_of(host: str) -> int:
    """The number of a host's lock."""
    return int.from_bytes(hashlib.sha256(host.encode()).digest()[:8], signed=True)
