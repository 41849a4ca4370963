"""Crawls addresses with the project's settings in a process of its own, and prints what became of each.

Reads `{"urls": [...], "hosts": [...], "settings": {...}}` from standard input, writes one JSON object.
"""

import json
import sys
import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import ScrapyDeprecationWarning
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

# the archive's side is not under test, and a polite pace would only slow the tests
ALONE = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {},
    "SPIDER_MODULES": [],
    "COMMANDS_MODULE": "",
    "ADDRESSES_ALLOWED": ["127.0.0.0/8"],
    "DOWNLOAD_DELAY": 0.01,  # at 0 Scrapy sends a whole queue at once, whatever the concurrency
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_TIMES": 1,
    "RETRY_BACKOFF": 0.05,
    "LOG_LEVEL": "WARNING",
}


class Urls(Spider):
    """Asks for each address once and notes what it got."""

    name = "urls"

    def __init__(self, urls: list[str], hosts: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = urls
        self.hosts = frozenset(hosts)
        self.outcomes: dict[str, dict[str, Any]] = {}

    async def start(self) -> AsyncIterator[Any]:
        """The addresses, past every filter."""
        sockets = psutil.Process().net_connections("inet")
        assert self.crawler.stats
        self.crawler.stats.set_value("listening", sum(socket.status == psutil.CONN_LISTEN for socket in sockets))
        for url in self.urls:
            yield Request(url, self.answered, errback=self.failed, dont_filter=True, cb_kwargs={"asked": url})

    def closed(self, reason: str) -> None:
        """Notes the most memory this program had; what the kernel tells by getrusage includes the parent's."""
        status = Path("/proc/self/status").read_text(encoding="ascii")
        assert self.crawler.stats
        self.crawler.stats.set_value("peak", int(status.partition("VmHWM:")[2].split()[0]) * 1024)

    def answered(self, response: Response, asked: str) -> None:
        """Notes an answer."""
        assert response.request
        self._note(asked, "answer", response, response.request)

    def failed(self, failure: Failure) -> None:
        """Notes a failure, by the name of its type."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        self._note(request.cb_kwargs["asked"], type(error).__name__, getattr(error, "response", None), request)
        outcome = self.outcomes[request.cb_kwargs["asked"]]
        outcome |= {"message": str(error), "status": outcome.get("status") or getattr(error, "status", None)}
        outcome |= {name: str(value) for name in ("kind", "until", "host") if (value := getattr(error, name, None))}

    def _note(self, asked: str, outcome: str, response: Response | None, request: Request) -> None:
        noted: dict[str, Any] = {"outcome": outcome, "url": request.url, "retries": request.meta.get("retry_times", 0)}
        if response is not None:
            noted |= {"status": response.status, "body": response.body.decode("latin-1"), "flags": response.flags}
        if wire := request.meta.get("wire"):
            noted["wire"] = {"bytes": wire.bytes, "digest": wire.digest, "headers": wire.headers}
            noted["wire"]["fetched"] = wire.fetched.isoformat()
        self.outcomes[asked] = noted


def main() -> None:
    """As the module says."""
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    job = json.load(sys.stdin)
    settings = Settings()
    settings.setmodule("zonenews.settings", priority="project")
    settings.setdict({**ALONE, **job["settings"]}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Urls)
    process.crawl(crawler, urls=job["urls"], hosts=job["hosts"])
    process.start()
    spider = crawler.spider
    assert isinstance(spider, Urls)
    assert crawler.stats
    json.dump({"outcomes": spider.outcomes, "stats": crawler.stats.get_stats()}, sys.stdout, default=str)


if __name__ == "__main__":
    main()
