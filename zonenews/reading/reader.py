"""Reads pages in a process of its own: one that takes long or breaks the parser does not take the crawl with it."""

import asyncio
import subprocess
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from archive.apart import framed, start, unframed, unpacked
from zonenews.extraction import Article, Listing, NotAnArticle
from zonenews.reading.process import LONGEST, Answer, ArticleQuestion, ListQuestion, ReadingFailed

_IN_FLIGHT = 2  # one that is being read and one that waits behind it


@dataclass(slots=True)
class _Call:
    question: bytes
    kind: type[Article] | type[Listing]
    answer: asyncio.Future[Any]
    deaths: int = 0


class Reader:
    """A Scrapy extension that has pages read elsewhere; with READER_PROCESS off, in the crawl itself.

    Questions and answers cross a socket that asyncio watches, so that the crawl never waits at it. An executor of the
    standard library costs the crawl a millisecond a page more, and carries pickles.
    """

    def __init__(self, *, apart: bool) -> None:
        self._apart = apart
        self._waiting: deque[_Call] = deque()
        self._sent: deque[_Call] = deque()
        self._connection: _Connection | None = None
        self._connecting: asyncio.Task[Any] | None = None
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

    async def article(self, question: ArticleQuestion) -> Article:
        """The article of a page.

        Raises NotAnArticle; ReadingFailed for a bug, or a page that kills or hangs the process; what `end` was given
        once that moment is past.
        """
        found: Article = await self._read(question, Article)
        return found

    async def listing(self, question: ListQuestion) -> Listing:
        """The listing of a page. Raises as `article` does, but for NotAnArticle."""
        found: Listing = await self._read(question, Listing)
        return found

    async def _read(self, question: ArticleQuestion | ListQuestion, kind: type[Article] | type[Listing]) -> Any:
        if not self._apart:
            return question.read()
        if self._ended is not None:
            raise self._ended
        try:
            call = _Call(framed(question), kind, asyncio.get_running_loop().create_future())
        except ValueError as error:
            raise ReadingFailed(f"the page cannot be handed over: {error}") from error
        self._waiting.append(call)
        self._send()
        return await call.answer

    @property
    def pid(self) -> int | None:
        """The number of the reading process, while there is one."""
        return self._process.pid if self._process else None

    def end(self, seconds: float, error: BaseException) -> None:
        """Waits so many seconds for what is being read; what is not read by then raises that error."""
        asyncio.get_running_loop().call_later(seconds, self._give_up, error)

    def close(self) -> None:
        """Ends the process, whatever it does."""
        self._wait(None)
        if self._connection is not None and self._process is not None:
            self._process.kill()
            self._process.wait()
            self._connection.close()
            self._connection = self._process = None

    def _start(self) -> None:
        self._process, ours = start("zonenews.reading.process")
        self._connection = connection = _Connection(self._send, self._answered, self._died)
        loop = asyncio.get_running_loop()
        self._connecting = loop.create_task(loop.create_connection(lambda: connection, sock=ours))

    def _send(self) -> None:
        if self._waiting and self._connection is None:
            self._start()
        while self._waiting and self._connection and self._connection.is_open and len(self._sent) < _IN_FLIGHT:
            call = self._waiting.popleft()
            self._sent.append(call)
            if len(self._sent) == 1:
                self._wait(LONGEST)
            self._connection.write(call.question)

    def _answered(self, message: bytes) -> None:
        """Hands an answer to the page that was asked first. Raises ConnectionError where it answers nothing."""
        if not self._sent:
            raise ConnectionError("an answer to nothing")
        outcome = _outcome(unpacked(message, Answer), self._sent[0].kind)
        _settle(self._sent.popleft(), *outcome)
        self._wait(LONGEST if self._sent else None)
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
        self._send()


class _Connection(asyncio.Protocol):
    """Our end of the socket. Once it is closed it tells nobody anything."""

    def __init__(self, opened: Callable[[], None], answered: Callable[[bytes], None], lost: Callable[[], None]) -> None:
        self._opened, self._answered, self._lost = opened, answered, lost
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._closed = False

    @property
    def is_open(self) -> bool:
        """Whether it can be written to."""
        return self._transport is not None

    def write(self, message: bytes) -> None:
        """Sends a framed message; what the process does not take yet is kept."""
        assert self._transport is not None
        self._transport.write(message)

    def close(self) -> None:
        """Ends it, as soon as it has begun."""
        self._closed = True
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """As asyncio calls it."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._closed:
            transport.abort()
        else:
            self._opened()

    def data_received(self, data: bytes) -> None:
        """As asyncio calls it."""
        self._received += data
        try:
            for message in unframed(self._received):
                self._answered(message)
        except ConnectionError:  # nonsense: the process is as good as dead
            assert self._transport is not None
            self._transport.abort()

    def connection_lost(self, _: Exception | None) -> None:
        """As asyncio calls it."""
        if not self._closed:
            self._lost()


def _outcome(answer: Answer, kind: type[Article] | type[Listing]) -> tuple[bool, Any]:
    if answer.refused is not None:
        return False, NotAnArticle(*answer.refused)
    if answer.failed is not None:
        return False, ReadingFailed(answer.failed)
    found = answer.article if kind is Article else answer.listing
    if found is None:
        raise ConnectionError("an answer to another question")
    return True, found


def _settle(call: _Call, well: bool, value: Any) -> None:
    if call.answer.done():  # the crawl was stopped in the meantime
        return
    if well:
        call.answer.set_result(value)
    else:
        call.answer.set_exception(value)
