"""Asks nothing of a host that is to be left alone, and leaves one alone that fails again and again."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from zonenews.manners.downloader import drop_queue
from zonenews.manners.rests import rests_of

_FAILURES = {
    CannotResolveHostError: "its name does not resolve",
    DownloadConnectionRefusedError: "it refused the connection",
    DownloadTimeoutError: "no answer in time",
    DownloadFailedError: "the download failed",
}


class Breaker:
    """A circuit breaker for each host; it sees every try, before another one is decided upon."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rests = rests_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Breaker":
        """As Scrapy builds its components."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises Postponed where the host is to be left alone."""
        refusal = self._rests.refusal(request.url, _host(request))
        if refusal is not None:
            raise refusal

    def process_response(self, request: Request, response: Response) -> Response:
        """Counts an answer for the host, or against it."""
        if response.status >= 500 or response.status == 429:
            self._failed(request, f"status {response.status}")
        else:
            self._rests.answered(_host(request))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Counts against the host what the network says of it."""
        words = next((words for kind, words in _FAILURES.items() if isinstance(exception, kind)), None)
        if words is not None:
            self._failed(request, words)

    def _failed(self, request: Request, how: str) -> None:
        host = _host(request)
        if self._rests.failed(host, how):
            drop_queue(self._crawler, host, lambda queued: self._rests.refusal(queued.url, host))


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
