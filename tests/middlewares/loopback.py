"""Loopback hosts that answer with exactly the bytes a test gives them."""

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]
Answer = bytes | list[bytes] | Script

ALLOW_ALL = b""


def answer(
    body: bytes = b"ok", status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: Any
) -> bytes:
    """One HTTP answer; `content_encoding=` and the like become headers."""
    head = {"Content-Type": kind, "Content-Length": len(body)}
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"HTTP/1.1 {status}\r\n{lines}Connection: close\r\n\r\n".encode() + body


def redirect(url: str, **headers: Any) -> bytes:
    """A 302 to the address."""
    return answer(b"", "302 Found", Location=url, **headers)


@dataclass
class Seen:
    """A request as a host saw it."""

    at: float
    path: str
    headers: dict[str, str]


@dataclass
class Host:
    """A host on its own loopback address: its answers by path, and the requests it saw.

    A list of answers is given one by one, the last for good; robots.txt allows everything unless it is among them.
    """

    ip: str
    answers: dict[str, Answer]
    scheme: str = "http"
    port: int = 0
    seen: list[Seen] = field(default_factory=list)

    def url(self, path: str = "/", host: str | None = None) -> str:
        """The address of a path, under another spelling of the host if need be."""
        return f"{self.scheme}://{host or self.ip}:{self.port}{path}"

    def times(self, path: str) -> list[float]:
        """When the path was asked for."""
        return [seen.at for seen in self.seen if seen.path == path]

    def pages(self) -> list[Seen]:
        """What was asked for but robots.txt."""
        return [seen for seen in self.seen if seen.path != "/robots.txt"]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one request and closes."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split()[1]
            headers = dict(line.split(": ", 1) for line in head[1:] if line)
            self.seen.append(Seen(time.monotonic(), path, headers))
            await self._answer(path, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        given = self.answers.get(path, answer(ALLOW_ALL) if path == "/robots.txt" else answer(b"", "404 Not Found"))
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        if isinstance(given, bytes):
            writer.write(given)
            await writer.drain()
        else:
            await given(writer)


class Loopback:
    """Hosts on 127.0.0.x, served from a thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def host(
        self, answers: Mapping[str, Answer], ip: str | None = None, tls: ssl.SSLContext | None = None, port: int = 0
    ) -> Host:
        """A new host, on the next free address and port unless they are given."""
        host = Host(ip or f"127.0.0.{len(self._servers) + 10}", dict(answers), "https" if tls else "http")
        starting = asyncio.start_server(host.serve, host.ip, port, ssl=tls)
        server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self._servers.append(server)
        host.port = server.sockets[0].getsockname()[1]
        return host

    def stop(self, host: Host) -> None:
        """Stops a host: nobody listens there any more."""
        asyncio.run_coroutine_threadsafe(self.stopping(host), self._loop).result(10)

    async def stopping(self, host: Host) -> None:
        """Stops a host, from one of its answers."""
        for server in self._servers:
            if server.sockets and server.sockets[0].getsockname() == (host.ip, host.port):
                server.close()

    def close(self) -> None:
        """Stops every host."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
