"""Asks for the few pages a probe needs, as a crawl would ask for them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from zonenews.exits import Refused
from zonenews.extraction import Article, Link, Listing, NotAnArticle
from zonenews.failures import Cause, cause_of
from zonenews.manners.admission import check_contact
from zonenews.probing.reading import is_file, read_article, read_listing, recognise
from zonenews.probing.report import ArticleProbe, PageTwo, Probe, Served
from zonenews.spiders import ZoneSpider, header_encoding, host_of

MOST_REQUESTS = 4  # the list page, the answer that holds its rows, an article, the second page


class NoAnswer(Exception):
    """A page that could not be had."""

    def __init__(self, cause: Cause, url: str) -> None:
        super().__init__(cause.reason)
        self.cause = cause
        self.url = url


class ProbeSpider(ZoneSpider):
    """Looks at one address in the name of a site; `probe` is what it found, `error` what broke it."""

    name = "probe"

    def __init__(self, site: ZoneSpider, *, named: bool) -> None:
        super().__init__(sections=site.sections, pages=None, since=None, until=None)
        self.hosts, self.trust, self.drawn = site.hosts, site.trust, site.drawn
        self.target = site
        self.named = named
        self.asked = 0
        self.probe: Probe | None = None
        self.error: Exception | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Raises Refused as a crawl does: without a contact no public site is asked."""
        spider = cls(*args, **kwargs)
        check_contact(crawler, spider)
        spider.check_browser(crawler.settings)
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Looks; the pages are asked for one after the other, and nothing is left to the scheduler."""
        try:
            self.probe = await self._look()
        except Exception as error:  # Scrapy would log it and end the crawl as if all were well
            self.error = error
        for request in list[Request]():
            yield request

    async def _look(self) -> Probe:
        section = self.sections[0]
        try:
            page = await self._had(self.target.list_request(section, section.url))
        except NoAnswer as error:
            reason = str(error)
            raise Refused(error.cause.exit, reason if error.url in reason else f"{error.url}: {reason}") from error
        kind, detail, listing, article = recognise(page, self.target.profile, as_list=self.named)
        found = Probe(section.url, page.url, kind, detail, self.target.site if self.named else None, page=page)
        if article is not None:
            found = replace(found, article=ArticleProbe(page.url, article, page=page))
        if kind == "list" and listing is not None:
            found = await self._look_at_list(found, listing)
        return replace(found, requests=self.asked)

    async def _look_at_list(self, found: Probe, listing: Listing) -> Probe:
        """The rows, wherever they are, one article of them and the page after them."""
        trouble = None
        page = found.page
        try:
            page, listing = await self._with_rows(page, listing, MOST_REQUESTS - 1)
        except NoAnswer as error:
            trouble = f"{error.url}, which holds the rows: {error}"
        offsite = tuple(link for link in listing.links if host_of(link.url) not in self.hosts)
        files = tuple(link for link in listing.links if is_file(link))
        found = replace(found, listing=listing, offsite=offsite, files=files, page=page, trouble=trouble)
        found = replace(found, article=await self._article(found))
        return replace(found, page_two=await self._page_two(listing))

    async def _with_rows(self, page: Served | None, listing: Listing, most: int) -> tuple[Served | None, Listing]:
        """The answer that holds the rows, where a page only leads to it; at most so many requests in all."""
        while "detour" in listing.flags and listing.next and self.asked < most:
            page = await self._list_page(listing, listing.next)
            found = read_listing(page, self.target.profile)
            listing = replace(found, name=found.name or listing.name)
        return page, listing

    async def _article(self, found: Probe) -> ArticleProbe | None:
        """The first article of the list that is not pinned; a pinned one where there is no other."""
        assert found.listing is not None
        others = {link.url for link in (*found.offsite, *found.files)}
        rows = [link for link in found.listing.links if link.url not in others]
        rows.sort(key=lambda link: link.pinned)
        return await self._read(rows[0]) if rows else None

    async def _read(self, row: Link) -> ArticleProbe:
        try:
            page = await self._had(self.target.article_request(row.url))
        except NoAnswer as error:
            return ArticleProbe(row.url, trouble=f"could not be had: {error}", row=row.url)
        try:
            article: Article = read_article(page, self.target.profile)
        except NotAnArticle as error:
            return ArticleProbe(page.url, trouble=f"is no article: {error}", page=page, row=row.url)
        return ArticleProbe(page.url, article, page=page, row=row.url)

    async def _page_two(self, first: Listing) -> PageTwo | None:
        """The next list page held against the first; another candidate where it brings nothing new."""
        candidates = ([first.next] if first.next else []) + list(first.alternatives)
        tried: tuple[str, ...] = ()
        found: PageTwo | None = None
        while candidates and first.links and self.asked < MOST_REQUESTS:
            tried += (candidates.pop(0),)
            two = await self._against(first, tried)
            if two.good:
                return two
            found = found or two
        return replace(found, tried=tried, untried=found.untried + len(candidates)) if found else None

    async def _against(self, first: Listing, tried: tuple[str, ...]) -> PageTwo:
        known = {link.url for link in first.links}
        try:
            page = await self._list_page(first, tried[-1])
            leads = read_listing(page, self.target.profile)
            _, listing = await self._with_rows(page, leads, MOST_REQUESTS)
        except NoAnswer as error:
            return PageTwo(tried, trouble=str(error))
        rows = {link.url for link in listing.links}
        untried = len(leads.alternatives) if listing is not leads else 0
        return PageTwo(tried, len(rows), len(rows - known), untried=untried)

    async def _list_page(self, previous: Listing, url: str) -> Served:
        page = await self._had(self.target.list_request(self.sections[0], url, previous))
        return replace(page, cursor=dict(previous.cursor))

    async def _had(self, request: Request) -> Served:
        """The answer to a request. Raises NoAnswer."""
        assert self.crawler.engine is not None
        self.asked += 1
        try:
            response = await self.crawler.engine.download_async(request)
            if not 200 <= response.status < 300:
                raise HttpError(response)
        except Exception as error:
            failure = Failure(error)  # type: ignore[no-untyped-call]
            raise NoAnswer(cause_of(failure), request.url) from error
        return _served(response)


def _served(response: Response) -> Served:
    wire = response.meta.get("wire")
    return Served(response.url, response.body, header_encoding(response), wire.fetched if wire else None)
