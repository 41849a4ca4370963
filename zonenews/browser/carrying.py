"""Carries what a page asks for to the crawl, and what came for it back."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Request as Asked
from scrapy import Request
from scrapy.http import Response

_CARRIED = frozenset(("script", "xhr", "fetch"))
_METHODS = frozenset(("GET", "POST"))
# what the crawl sets itself, what tells of a browser, and what would ask for less than the whole
_NOT_SENT = frozenset(
    (
        *("user-agent", "cookie", "host", "connection", "accept-encoding", "accept-language", "content-length"),
        *("referer", "origin", "upgrade-insecure-requests", "if-none-match", "if-modified-since", "range"),
    )
)
# of an answer that is whole and decoded, and is to leave nothing behind
_NOT_GIVEN = frozenset(
    (
        *("content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"),
        *("set-cookie", "alt-svc", "strict-transport-security", "clear-site-data", "refresh"),
    )
)


def is_carried(asked: Asked) -> bool:
    """Whether the page needs it to be drawn: scripts and what they ask for; no pictures, styles or other pages."""
    return asked.resource_type in _CARRIED and asked.method in _METHODS and asked.url.startswith(("http:", "https:"))


def as_request(asked: Asked, page: str) -> Request:
    """The crawl's own request for what a page asks for."""
    headers = {name: value for name, value in asked.headers.items() if _is_sent(name)}
    if urlsplit(asked.url)[:2] == urlsplit(page)[:2]:
        headers["referer"] = page
    body = asked.post_data_buffer or b"" if asked.method == "POST" else b""
    return Request(asked.url, method=asked.method, headers=headers, body=body, dont_filter=True)


def as_answer(response: Response) -> dict[str, Any]:
    """An answer as Playwright hands it to a page."""
    given = {name.lower(): values for name, values in _plain(response) if name.lower() not in _NOT_GIVEN}
    return {"status": response.status, "headers": given, "body": response.body}


def _is_sent(name: str) -> bool:
    return name.lower() not in _NOT_SENT and not name.lower().startswith(("sec-", ":"))


def _plain(response: Response) -> Iterable[tuple[str, str]]:
    for name, values in response.headers.items():
        yield name.decode("latin-1"), ", ".join(value.decode("latin-1") for value in values)
