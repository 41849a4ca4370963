"""Keeps every request on the site: Scrapy's own filter lets start requests, retries and their redirects pass."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.httpobj import urlparse_cached

from zonenews.middlewares.errors import Offsite
from zonenews.middlewares.robots import IS_ROBOTS


class StrictOffsite:
    """Refuses every host but the spider's `hosts`; robots.txt may redirect elsewhere (RFC 9309)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StrictOffsite":
        """As Scrapy builds its components."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises Offsite, whatever `dont_filter` says; for user@host too, of which programs make different hosts."""
        parts = urlparse_cached(request)
        host = parts.hostname or "" if "@" not in parts.netloc else parts.netloc
        hosts: frozenset[str] = getattr(self._crawler.spider, "hosts", frozenset())
        if host not in hosts and not request.meta.get(IS_ROBOTS):
            raise Offsite(request.url, host)
