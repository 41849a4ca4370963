"""What came over the wire: noted for the fetch row, checked, and only then decoded."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes

from zonenews import clock
from zonenews.middlewares.coding import Broken, Oversized, decode, split_codings
from zonenews.middlewares.errors import TooLarge, Truncated
from zonenews.wholeness import UNCLOSED, is_unclosed

WIRE = "wire"
PARTIAL = "partial"  # Scrapy's flag of a body that came without its length, and ended when the connection did
EARLIER = "unclosed_digest"


@dataclass(frozen=True, slots=True)
class Wire:
    """An answer as received: when, how many bytes of body, their digest, and the headers before decoding."""

    fetched: datetime
    bytes: int
    digest: str
    headers: tuple[tuple[str, str], ...]


class WireCheck:
    """Puts a Wire into `request.meta["wire"]` and undoes the content coding of a body that is whole."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "WireCheck":
        """As Scrapy builds its components."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The decoded response, or another try for a broken body; raises Truncated after the last, or TooLarge."""
        request.meta[WIRE] = Wire(
            clock.now(), len(response.body), hashlib.sha256(response.body).hexdigest(), _plain(response.headers)
        )
        codings, left = split_codings(response.headers.getlist("Content-Encoding"))
        if not codings or _may_be_empty(request, response):
            return self._to_its_end(request, response)
        limit = request.meta.get("download_maxsize", self._limit)
        body = response.body
        try:
            for coding in codings:
                body = decode(body, coding, limit)
        except Oversized as error:
            raise TooLarge(request.url, limit, response) from error
        except Broken as error:
            return self._again(request, response, coding, str(error))
        return _decoded(response, body, left)

    def _to_its_end(self, request: Request, response: Response) -> Request | Response:
        """A page without length and without its last tag is asked for again, until it comes the same way twice."""
        if PARTIAL not in response.flags or response.status != 200 or not is_unclosed(response.body):
            return response
        digest = request.meta[WIRE].digest
        if request.meta.get(EARLIER) == digest:
            return response.replace(flags=[*response.flags, UNCLOSED])
        again = self._again(request, response, "html", "it came without a length, and each time with another end")
        again.meta[EARLIER] = digest
        return again

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises TooLarge for a download that was cut at its limit."""
        if isinstance(exception, DownloadCancelledError):
            raise TooLarge(request.url, request.meta.get("download_maxsize", self._limit)) from exception

    def _again(self, request: Request, response: Response, coding: str, detail: str) -> Request:
        # raising here would not reach the retry middleware
        assert self._crawler.spider
        again = get_retry_request(request, spider=self._crawler.spider, reason=f"broken {coding} body")
        if again is None:
            raise Truncated(coding, detail, response)
        return again


def _plain(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _may_be_empty(request: Request, response: Response) -> bool:
    return not response.body and (response.status != 200 or request.method == "HEAD")


def _decoded(response: Response, body: bytes, left: list[bytes]) -> Response:
    if left:
        response.headers["Content-Encoding"] = b", ".join(left)
    else:
        del response.headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
    if issubclass(kind, TextResponse):
        return response.replace(cls=kind, body=body, encoding=None)
    return response.replace(cls=kind, body=body)
