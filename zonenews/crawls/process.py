"""The process that crawls one site: `scrapy crawl`, as a user would start it, followed through its progress lines."""

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from zonenews.crawls.ended import Ended
from zonenews.exits import Exit
from zonenews.progress.figures import Progress, parse_line

_LAST_WORDS = 30
_LONGEST_LINE = 1 << 16  # of a longer one the end is kept
_TO_STOP = 60.0  # seconds that a process which did not end in time has to stop before it is killed
_BROKEN = frozenset([Exit.BUG])


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of every crawl: `-a` and `-s` pairs, the archive, a folder for logs, and how long one may take."""

    arguments: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    archive: str | None = None
    logs: Path | None = None
    seconds: float = 7 * 3600

    def command(self, site: str, descriptor: int) -> list[str]:
        """The command line for a site that writes its progress to this descriptor."""
        log = [f"LOG_FILE={self.logs / site}.log"] if self.logs else []
        settings = (*log, *self.settings, f"PROGRESS_JSON={descriptor}", "PROGRESS_ENDS=True")
        pairs = [word for pair in self.arguments for word in ("-a", pair)]
        pairs += [word for pair in settings for word in ("-s", pair)]
        return [sys.executable, "-m", "scrapy", "crawl", site, *pairs]

    @property
    def environment(self) -> dict[str, str]:
        """A crawl's environment: an archive's URL may hold a password, which has no place on a command line."""
        archive = {"ZONENEWS_ARCHIVE": self.archive} if self.archive else {}
        return {**os.environ, "SCRAPY_SETTINGS_MODULE": "zonenews.settings", **archive}


class SiteCrawl:
    """One running crawl."""

    def __init__(self, site: str, order: Order) -> None:
        self.site = site
        self._order = order
        self._began = monotonic()
        self._process: asyncio.subprocess.Process | None = None
        self._told: Progress | None = None
        self._said: deque[str] = deque(maxlen=_LAST_WORDS)
        self._late = False

    async def run(self, tell: Callable[[str, Progress], None]) -> Ended:
        """Starts the process and follows it to its end."""
        reading, writing = os.pipe()
        try:
            self._process = await self._start(writing)
        except OSError as error:  # no memory or no process left: the others go on
            os.close(reading)
            return Ended(self.site, Exit.BUG, f"its process could not be started: {error.strerror}")
        finally:
            os.close(writing)
        watch = asyncio.create_task(self._end_in_time())
        await asyncio.gather(self._follow(reading, tell), self._listen(self._process))
        code = await self._process.wait()
        watch.cancel()
        return self._ended(code)

    async def _start(self, writing: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *self._order.command(self.site, writing),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            pass_fds=[writing],
            env=self._order.environment,
            start_new_session=True,  # Ctrl-C reaches us alone: two signals would end a crawl by force
        )

    def send(self, number: int) -> None:
        """Passes a signal on."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def _follow(self, descriptor: int, tell: Callable[[str, Progress], None]) -> None:
        async for line in _lines(descriptor):
            if progress := parse_line(line):
                self._told = progress
                tell(self.site, progress)

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        async for line in _split(process.stderr):
            self._said.append(line.decode(errors="replace").rstrip())

    async def _end_in_time(self) -> None:
        await asyncio.sleep(self._order.seconds)
        self._late = True
        self.send(signal.SIGTERM)
        await asyncio.sleep(_TO_STOP)
        self.send(signal.SIGKILL)

    def _ended(self, returned: int) -> Ended:
        code, reason = _judged(returned, self._said[-1] if self._said else "it said nothing")
        if self._late:
            reason = f"did not end within {self._order.seconds / 3600:g} h and was stopped"
        seconds = round(monotonic() - self._began, 1)
        return Ended(self.site, code, reason, seconds, self._told, tuple(self._said) if code in _BROKEN else ())


def _judged(returned: int, said: str) -> tuple[int, str]:
    """Code and reason; a process that a signal ended has said neither."""
    if returned >= 0:
        return returned, said.removeprefix("zonenews: ")
    name = signal.Signals(-returned).name
    codes = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}
    return codes.get(signal.Signals(-returned), Exit.BUG), f"its process was ended by {name}; the next run goes on"


async def _lines(descriptor: int) -> AsyncIterator[bytes]:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb")
    )
    try:
        async for line in _split(reader):
            yield line
    finally:
        transport.close()


async def _split(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The lines that come, however long."""
    rest = b""
    while chunk := await reader.read(_LONGEST_LINE):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line
        rest = rest[-_LONGEST_LINE:]
    if rest:
        yield rest
