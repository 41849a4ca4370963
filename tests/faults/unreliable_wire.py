"""A wire between a writer and its server that breaks at a COMMIT: before the server hears it, or before it answers."""

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_SOCKET = ".s.PGSQL.5432"
_COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


class Wire:
    """Passes on what both ends say, until it is told to break."""

    def __init__(self, server: Path, folder: Path) -> None:
        self._server = server
        self._break_at: str | None = None
        self._away, self._not_before = 0.0, 0.0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _SOCKET))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def break_at_commit(self, *, heard: bool, away: float = 0.0) -> None:
        """Breaks the connection that commits next, once, and lets nobody in for so many seconds.

        `heard` is whether the server still gets to know of the commit.
        """
        self._break_at, self._away = "answer" if heard else "commit", away

    def close(self) -> None:
        """Lets nobody in any more."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if time.monotonic() < self._not_before:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server / _SOCKET))
                threading.Thread(target=self._up, args=(client, server), daemon=True).start()
                threading.Thread(target=_pass, args=(server, client), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := client.recv(1 << 16):
                if self._break_at and _COMMIT in said:
                    self._cut(client, server, said)
                    return
                server.sendall(said)
        _close(client, server)

    def _cut(self, client: socket.socket, server: socket.socket, said: bytes) -> None:
        heard, self._break_at = self._break_at == "answer", None
        self._not_before = time.monotonic() + self._away
        client.shutdown(socket.SHUT_RDWR)
        if heard:
            server.sendall(said)
            server.settimeout(5)
            with suppress(OSError):
                server.recv(1 << 16)
        _close(client, server)


def _pass(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(1 << 16):
            target.sendall(said)
    _close(source, target)


def _close(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def wired(url: str) -> Iterator[tuple[str, Wire]]:
    """The URL of the same database over an unreliable wire."""
    server = parse_qs(urlsplit(url).query)["host"][0]
    with tempfile.TemporaryDirectory(prefix="zonenews-wire-", dir="/tmp") as folder:
        wire = Wire(Path(server), Path(folder))
        yield url.replace(server, folder), wire
        wire.close()
