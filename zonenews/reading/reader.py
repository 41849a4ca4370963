"""Reads pages in a process of its own: one that takes long or breaks the parser does not take the crawl with it."""

import asyncio
import multiprocessing
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, Self, TypeVar

from scrapy import signals
from scrapy.crawler import Crawler

from zonenews.reading.process import ReadingFailed

P = ParamSpec("P")
T = TypeVar("T")
_IN_FLIGHT = 2  # one that is being read and one that waits in the pipe


@dataclass(slots=True)
class _Call:
    work: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
    answer: asyncio.Future[Any]
    deaths: int = 0


class Reader:
    """A Scrapy extension that calls pure reading functions elsewhere; with READER_PROCESS off, in the crawl itself.

    Calls and answers cross a pipe that asyncio watches. An executor of the standard library does the same with three
    threads, which cost the crawl a millisecond a page.
    """

    def __init__(self, *, apart: bool) -> None:
        self._apart = apart
        self._waiting: deque[_Call] = deque()
        self._sent: deque[_Call] = deque()
        self._pipe: Connection | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        reader = cls(apart=crawler.settings.getbool("READER_PROCESS"))
        crawler.signals.connect(reader.open, signals.spider_opened)
        crawler.signals.connect(reader.close, signals.spider_closed)
        return reader

    def open(self) -> None:
        """Starts the process, so that it is ready when the first page comes."""
        if self._apart:
            self._start()

    async def call(self, function: Callable[P, T], *args: P.args, **values: P.kwargs) -> T:
        """The function's result. Raises NotAnArticle; ReadingFailed for a bug, or a page that kills the process."""
        if not self._apart:
            return function(*args, **values)
        call = _Call((function, args, values), asyncio.get_running_loop().create_future())
        self._waiting.append(call)
        self._send()
        result: T = await call.answer
        return result

    @property
    def pid(self) -> int | None:
        """The number of the reading process, while there is one."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """Ends the process: it goes when its pipe is closed."""
        if self._pipe is not None and self._process is not None:
            asyncio.get_running_loop().remove_reader(self._pipe.fileno())
            self._pipe.close()
            self._process.wait()
            self._pipe = self._process = None

    def _start(self) -> Connection:
        ours, theirs = multiprocessing.Pipe()
        command = [sys.executable, "-c", f"from zonenews.reading.process import serve_at; serve_at({theirs.fileno()})"]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        asyncio.get_running_loop().add_reader(ours.fileno(), self._answered)
        self._pipe = ours
        return ours

    def _send(self) -> None:
        while self._waiting and len(self._sent) < _IN_FLIGHT:
            pipe = self._pipe or self._start()
            call = self._waiting.popleft()
            self._sent.append(call)
            try:
                pipe.send(call.work)
            except ConnectionError:
                self._died()

    def _answered(self) -> None:
        assert self._pipe is not None
        try:
            well, value = self._pipe.recv()
        except (EOFError, ConnectionError):
            self._died()
        else:
            _settle(self._sent.popleft(), well, value)
        self._send()

    def _died(self) -> None:
        """Gives what was sent to a new process, save a page over which two have died."""
        self.close()
        if self._sent:
            self._sent[0].deaths += 1
            if self._sent[0].deaths > 1:
                _settle(self._sent.popleft(), False, ReadingFailed("two reading processes died of this page"))
        self._waiting.extendleft(reversed(self._sent))
        self._sent.clear()


def _settle(call: _Call, well: bool, value: Any) -> None:
    if call.answer.done():  # the crawl was stopped in the meantime
        return
    if well:
        call.answer.set_result(value)
    else:
        call.answer.set_exception(value)
