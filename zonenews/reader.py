"""Reads pages in a process of its own, so that a page which takes long or breaks the parser does not stop the crawl."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, Self, TypeVar

from scrapy import signals
from scrapy.crawler import Crawler

P = ParamSpec("P")
T = TypeVar("T")


class Reader:
    """A Scrapy extension that calls pure reading functions elsewhere; READER_PROCESSES=0 calls them in the crawl itself."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = self._started() if processes else None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        reader = cls(crawler.settings.getint("READER_PROCESSES"))
        crawler.signals.connect(reader.close, signals.spider_closed)
        return reader

    async def call(self, function: Callable[P, T], *args: P.args, **values: P.kwargs) -> T:
        """The function's result, or what it raises; BrokenProcessPool where the page killed its reader, which starts anew."""
        if self._pool is None:
            return function(*args, **values)
        pool = self._pool
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, _Call(function, args, values))
        except BrokenProcessPool:
            if pool is self._pool:
                self._pool = self._started()
            raise

    def close(self) -> None:
        """Ends the process."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        # a fork would share the archive's file handles and locks
        pool = ProcessPoolExecutor(self._processes, mp_context=multiprocessing.get_context("spawn"))
        pool.submit(_imported)  # so that the first page need not wait for the imports
        return pool


class _Call:
    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], values: dict[str, Any]) -> None:
        self.function, self.args, self.values = function, args, values

    def __call__(self) -> Any:
        return self.function(*self.args, **self.values)


def _imported() -> None:
    import zonenews.extraction  # noqa: F401
