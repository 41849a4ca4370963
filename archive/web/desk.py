"""What all pages of the desk share: the archive, the clock, and the threads in which questions are answered."""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from time import monotonic
from typing import Any, TypeVar, cast

from archive.queries import Archive

T = TypeVar("T")
REMEMBERED_SECONDS = 60.0
_MOST_REMEMBERED = 256
_THREADS = 4


class Desk:
    """An archive as the pages see it; `now` tells the time, `public` is where a proxy offers it, if one does."""

    def __init__(
        self, archive: Archive, now: Callable[[], datetime], hosts: frozenset[str], public: str | None = None
    ) -> None:
        self.archive = archive
        self.now = now
        self.hosts = hosts
        self.public = public
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="desk")
        self._remembered: dict[Hashable, _Remembered] = {}

    def close(self) -> None:
        """Lets go of the threads and of the archive."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.archive.close()

    async def ask(self, question: Callable[[Archive], T]) -> T:
        """The answer of the archive, got in a thread so that other readers are served meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, question, self.archive)

    async def remembered(self, key: Hashable, question: Callable[[Archive], T]) -> T:
        """An answer that may be a minute old; for one minute more it is still given while a newer one is got."""
        found = self._remembered.get(key)
        if found is None or found.is_outdated:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = _Remembered(self._started(question))
        elif found.is_old and found.next is None:
            found.renew(self._started(question))
        return cast(T, await asyncio.shield(found.answer))

    def _started(self, question: Callable[[Archive], Any]) -> "asyncio.Task[Any]":
        return asyncio.ensure_future(self.ask(question))


class _Remembered:
    """An answer, and the newer one that is being got."""

    def __init__(self, answer: "asyncio.Task[Any]") -> None:
        self.next: asyncio.Task[Any] | None = None
        self._take(answer)

    @property
    def is_old(self) -> bool:
        """Whether a newer answer is to be got; one that failed is old at once."""
        failed = self.answer.done() and self.answer.exception() is not None
        return failed or monotonic() - self._since > REMEMBERED_SECONDS

    @property
    def is_outdated(self) -> bool:
        """Whether it may not be given any more."""
        return monotonic() - self._since > 2 * REMEMBERED_SECONDS

    def renew(self, answer: "asyncio.Task[Any]") -> None:
        """Takes a newer answer as soon as it is there, at once in place of a failed one."""
        if self.answer.done() and self.answer.exception() is not None:
            self._take(answer)
            return
        self.next = answer
        answer.add_done_callback(self._arrived)

    def _arrived(self, answer: "asyncio.Task[Any]") -> None:
        self.next = None
        if not answer.cancelled():
            self._take(answer)

    def _take(self, answer: "asyncio.Task[Any]") -> None:
        self.answer, self._since = answer, monotonic()


def desk_of(datasette: Any) -> Desk:
    """The desk that a Datasette serves."""
    return cast(Desk, datasette.zonenews_desk)
