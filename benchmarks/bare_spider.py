"""What one would write without zonenews: follows the lists, fetches every article page, stores nothing."""

import re
from collections.abc import AsyncIterator, Iterator

from scrapy import Request, Spider
from scrapy.http import Response


class BareSpider(Spider):
    """Fetches the same pages as an archiving crawl."""

    name = "bare"

    async def start(self) -> AsyncIterator[Request]:
        """The first list page."""
        yield Request(self.url, self.parse_list)  # type: ignore[attr-defined]

    def parse_list(self, response: Response) -> Iterator[Request]:
        """Every article of a list page, and the next one."""
        for href in response.css("li > a::attr(href)").getall():
            if "/t20" in href:
                yield response.follow(href, self.parse_article)
        found = re.search(r"createPageHTML\((\d+), (\d+),", response.text)
        if found and int(found[2]) + 1 < int(found[1]):
            yield response.follow(f"index_{int(found[2]) + 1}.html", self.parse_list)

    def parse_article(self, response: Response) -> None:
        """Leaves the page as it is."""
