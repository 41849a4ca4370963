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
_LONGEST = 120.0  # seconds for one page: many times what any takes, and less than a crawl may hang


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
        self._patience: asyncio.TimerHandle | None = None
        self._ended: BaseException | None = None
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
        """The function's result. Raises NotAnArticle; ReadingFailed for a bug, or a page that kills or hangs it.

        Raises what `end` was given once that moment is past.
        """
        if not self._apart:
            return function(*args, **values)
        if self._ended is not None:
            raise self._ended
        call = _Call((function, args, values), asyncio.get_running_loop().create_future())
        self._waiting.append(call)
        self._send()
        result: T = await call.answer
        return result

    @property
    def pid(self) -> int | None:
        """The number of the reading process, while there is one."""
        return self._process.pid if self._process else None

    def end(self, seconds: float, error: BaseException) -> None:
        """Waits so many seconds for what is being read; what is not read by then raises that error."""
        asyncio.get_running_loop().call_later(seconds, self._give_up, error)

    def close(self) -> None:
        """Ends the process: it goes when its pipe is closed, or is killed where it hangs."""
        self._wait(None)
        if self._pipe is not None and self._process is not None:
            if self._sent:
                self._process.kill()
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
            if len(self._sent) == 1:
                self._wait(_LONGEST)
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
            self._wait(_LONGEST if self._sent else None)
        self._send()

    def _wait(self, seconds: float | None) -> None:
        """Kills the process unless it has an answer by then; its page counts as one that killed it."""
        if self._patience is not None:
            self._patience.cancel()
        self._patience = None
        if seconds is not None and self._process is not None:
            self._patience = asyncio.get_running_loop().call_later(seconds, self._process.kill)

    def _give_up(self, error: BaseException) -> None:
        self._ended = error
        calls = [*self._sent, *self._waiting]
        self.close()
        self._sent.clear()
        self._waiting.clear()
        for call in calls:
            _settle(call, False, error)

    def _died(self) -> None:
        """Gives what was sent to a new process, save a page over which two have died."""
        self.close()
        if self._sent:
            self._sent[0].deaths += 1
            if self._sent[0].deaths > 1:
                _settle(self._sent.popleft(), False, ReadingFailed("two reading processes died of this page, or hung"))
        self._waiting.extendleft(reversed(self._sent))
        self._sent.clear()


def _settle(call: _Call, well: bool, value: Any) -> None:
    if call.answer.done():  # the crawl was stopped in the meantime
        return
    if well:
        call.answer.set_result(value)
    else:
        call.answer.set_exception(value)
