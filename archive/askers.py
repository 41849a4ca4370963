"""Runs readers' own SQL in processes beside this one, and kills the one that does not come back in time."""

import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path
from queue import Empty, Queue
from threading import Lock, Thread
from typing import Any, NamedTuple

from archive.errors import QueryFailed

_GRACE = 0.1  # seconds for an answer to arrive after the time that it may take
_PATIENCE = 10.0  # seconds to wait for a process that nobody asks
_ROOT = Path(__file__).parent.parent


class Stopped(QueryFailed):
    """A query took longer than it may."""


class Answered(NamedTuple):
    """What a query gave."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    more: bool


class Askers:
    """Some processes that read one SQLite file; each runs one query at a time."""

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        self._idle: Queue[_Asker] = Queue()
        self._all: set[_Asker] = set()
        self._lock = Lock()
        self._closed = False
        for _ in range(count):
            Thread(target=self._start, daemon=True).start()

    def ask(self, sql: str, values: Any, seconds: float, most: int | None) -> Answered:
        """At most so many rows of a query. Raises Stopped where it takes longer, QueryFailed where it is refused."""
        try:
            asker = self._idle.get(timeout=_PATIENCE)
        except Empty:
            raise Stopped("others are being answered; try again") from None
        try:
            how, *said = asker.ask((sql, values, seconds, most), seconds + _GRACE)
        except BaseException:
            self._replace(asker)
            raise
        self._idle.put(asker)
        if how == "stopped":
            raise Stopped(f"stopped after {seconds:g} s; ask for less")
        if how == "failed":
            raise QueryFailed(said[0])
        return Answered(*said)

    def close(self) -> None:
        """Ends all processes."""
        with self._lock:
            self._closed = True
            for asker in self._all:
                asker.kill()
            self._all.clear()

    def _replace(self, asker: "_Asker") -> None:
        asker.kill()
        self._all.discard(asker)
        Thread(target=self._start, daemon=True).start()

    def _start(self) -> None:
        """Starts a process, and has it asked from when it is ready."""
        with self._lock:
            if self._closed:
                return
            asker = _Asker(self._path)
            self._all.add(asker)
        with suppress(EOFError, OSError):  # it was ended before it began
            asker.wait()
            self._idle.put(asker)


class _Asker:
    """One process, and the pipe to it."""

    def __init__(self, path: Path) -> None:
        self._pipe, theirs = Pipe()
        command = [sys.executable, "-m", "archive.asker", str(path.absolute()), str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()

    def wait(self) -> None:
        """Waits until it has begun."""
        self._pipe.recv()

    def ask(self, question: Any, seconds: float) -> tuple[Any, ...]:
        """What the process answers in that time. Raises Stopped, or QueryFailed where it ended without a word."""
        try:
            self._pipe.send(question)
            if not self._pipe.poll(seconds):
                raise Stopped("stopped: it took longer than it may")
            return tuple(self._pipe.recv())
        except (EOFError, OSError):
            raise QueryFailed("the query took more memory than it may") from None

    def kill(self) -> None:
        """Ends the process, whatever it does; who waits at the pipe, which is closed with this object, is told so."""
        self._process.kill()
        self._process.wait()
