"""Crawls any section by the address of its list page: `scrapy crawl zone -a url=<list page>`."""

from datetime import date

from zonenews.profile import Section
from zonenews.spiders import ZoneSpider, host_of


class Zone(ZoneSpider):
    """A site without a profile; in the archive it is known by its host."""

    name = "zone"

    def __init__(
        self, *, sections: tuple[Section, ...], pages: int | None, since: date | None, until: date | None
    ) -> None:
        super().__init__(sections=sections, pages=pages, since=since, until=until)
        self.site = host_of(sections[0].url)
