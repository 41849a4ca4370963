"""Runs readers' own SQL in processes beside this one, and kills the one that does not come back in time."""

from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Lock, Thread
from typing import Any

from archive.apart import Apart, framed
from archive.asker import Answer, Question
from archive.errors import QueryFailed

_GRACE = 0.1  # seconds for an answer to arrive after the time that it may take
_PATIENCE = 10.0  # seconds to wait for a process that nobody asks


class Stopped(QueryFailed):
    """A query took longer than it may."""


class Askers:
    """Some processes that read one SQLite file; each runs one query at a time."""

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        self._idle: Queue[Apart] = Queue()
        self._all: set[Apart] = set()
        self._lock = Lock()
        self._closed = False
        for _ in range(count):
            Thread(target=self._start, daemon=True).start()

    def ask(self, sql: str, values: dict[str, Any] | list[Any], seconds: float, most: int | None) -> Answer:
        """At most so many rows of a query. Raises Stopped where it takes longer, QueryFailed where it is refused."""
        try:
            question = framed(Question(sql, values, seconds, most))
        except ValueError as error:
            raise QueryFailed(f"a value cannot be asked for: {error}") from error
        try:
            asker = self._idle.get(timeout=_PATIENCE)
        except Empty:
            raise Stopped("others are being answered; try again") from None
        try:
            answer = _asked(asker, question, seconds + _GRACE)
        except BaseException:
            self._replace(asker)
            raise
        self._idle.put(asker)
        if answer.stopped:
            raise Stopped(f"stopped after {seconds:g} s; ask for less")
        if answer.failed is not None:
            raise QueryFailed(answer.failed)
        return answer

    def close(self) -> None:
        """Ends all processes."""
        with self._lock:
            self._closed = True
            for asker in self._all:
                asker.kill()
            self._all.clear()

    def _replace(self, asker: Apart) -> None:
        asker.kill()
        with self._lock:
            self._all.discard(asker)
        Thread(target=self._start, daemon=True).start()

    def _start(self) -> None:
        """Starts a process, and has it asked from when it is ready."""
        with self._lock:
            if self._closed:
                return
            asker = Apart("archive.asker", str(self._path.absolute()))
            self._all.add(asker)
        with suppress(OSError):  # it was ended before it began
            asker.ask(framed(Question("SELECT 1", [], _PATIENCE, 1)), Answer)  # however long it takes to start
            self._idle.put(asker)


def _asked(asker: Apart, question: bytes, seconds: float) -> Answer:
    try:
        return asker.ask(question, Answer, seconds)
    except TimeoutError:
        raise Stopped("stopped: it took longer than it may") from None
    except OSError:
        raise QueryFailed("the query took more memory than it may") from None
