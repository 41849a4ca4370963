"""Serves a replica on loopback."""

import asyncio
import time
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from threading import Event, Thread
from types import TracebackType

import orjson
from aiohttp import web

from zonenews.demo.answer import Answer, Call, form_values
from zonenews.demo.control import PREFIX, Control, Served
from zonenews.demo.replica import Replica

_TEXT = ("text/", "application/javascript", "application/x-ndjson")


class ReplicaServer:
    """Serves one replica at `http://host:port`; port 0 takes a free one. As a context manager it runs in a thread."""

    def __init__(self, replica: Replica, host: str = "127.0.0.1", port: int = 0) -> None:
        self.replica = replica
        self.control = Control(replica)
        self._host, self._port = host, port
        self._runner: web.ServerRunner | None = None
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    @property
    def url(self) -> str:
        """Where the site is served, without a slash at the end."""
        return self.replica.base

    async def start(self) -> None:
        """Opens the port and begins to serve in the running event loop."""
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None), handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.replica.base = f"http://{self._host}:{self._port}"

    async def close(self) -> None:
        """Closes the port and every connection."""
        if self._runner:
            await self._runner.cleanup()

    def __enter__(self) -> "ReplicaServer":
        ready = Event()
        self._thread = Thread(target=asyncio.run, args=(self._run(ready),), name="replica", daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop and self._stop and self._thread:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    async def _run(self, ready: Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        try:
            await self.start()
        finally:
            ready.set()
        await self._stop.wait()
        await self.close()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith(PREFIX):
            return await self._controlled(request)
        faults, arrived = self.control.faults, time.time()
        if faults.delay:
            await asyncio.sleep(faults.delay)
        if faults.down:
            return self._cut(request, arrived)
        response = self._failed(request) or _response(request, await self._answer(request))
        self._note(request, arrived, response.status)
        return response

    async def _controlled(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        answer = self.control.answer(request.method, request.path.removeprefix(PREFIX), orjson.loads(body or b"{}"))
        return web.Response(body=answer.body, status=answer.status, content_type=answer.content_type)

    def _failed(self, request: web.BaseRequest) -> web.Response | None:
        failure = self.control.faults.next_failure(request.path)
        if failure is None:
            return None
        headers = {"Retry-After": failure.retry_after} if failure.retry_after else {}
        return web.Response(text=f"{failure.status}", status=failure.status, headers=headers)

    async def _answer(self, request: web.BaseRequest) -> Answer:
        if request.method not in ("GET", "HEAD", "POST"):
            return Answer(b"", status=405)
        form = form_values(await request.read()) if request.method == "POST" else {}
        referer = request.headers.get("Referer", "")
        return self.replica.answer(Call(request.path, dict(request.query), form, request.method, referer))

    def _cut(self, request: web.BaseRequest, arrived: float) -> web.Response:
        """Closes the connection under the answer."""
        self._note(request, arrived, 0)
        if request.transport:
            request.transport.abort()
        return web.Response()

    def _note(self, request: web.BaseRequest, arrived: float, status: int) -> None:
        agent = request.headers.get("User-Agent", "")
        self.control.log.append(Served(arrived, request.method, request.path_qs, status, agent))


def _response(request: web.BaseRequest, answer: Answer) -> web.Response:
    """The answer in HTTP: compressed where the client takes that, 304 where it has it already."""
    headers = {"Content-Type": answer.content_type, **answer.headers}
    if answer.modified:
        headers |= {"ETag": answer.etag, "Last-Modified": _http_date(answer.modified)}
        if _is_known(request, answer, answer.modified):
            return web.Response(status=304, headers=headers)
    body = answer.body
    if answer.content_type.startswith(_TEXT) and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        body = answer.gzipped
    return web.Response(body=body, status=answer.status, headers=headers)


def _is_known(request: web.BaseRequest, answer: Answer, modified: datetime) -> bool:
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return answer.etag in tags or tags.strip() == "*"
    since = request.headers.get("If-Modified-Since")
    return since is not None and modified.replace(microsecond=0) <= _read_date(since)


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _read_date(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
