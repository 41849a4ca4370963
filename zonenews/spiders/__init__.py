"""The spider that all sites share: it walks list pages and reads articles, and never touches the archive."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from zonenews.browser import DRAW, REFUSED_PART
from zonenews.exits import Exit, Refused
from zonenews.extraction import Article, Listing, NotAnArticle
from zonenews.further import whole_article
from zonenews.given import given_addresses
from zonenews.items import ArticleItem, ArticlePage, FailedRequest, FileAnswer, ListPage, NotModified, UnreadPage
from zonenews.manners.trust import Trust, fingerprints
from zonenews.middlewares.errors import RunEnds
from zonenews.profile import Profile, ProfileError, Section
from zonenews.profile_checks import url_problem
from zonenews.reading.process import ArticleQuestion, ListQuestion, packed
from zonenews.reading.reader import Reader
from zonenews.reading.rereading import declared_charset

_FILE_TIMEOUT = 300  # seconds; a large file on a slow line takes longer than any page


class ZoneSpider(Spider):
    """Crawls the sections of one site; a site file gives its name and profile.

    Arguments of `scrapy crawl`: `url` (one or more list pages, separated by blanks, in place of the profile's
    sections), `pages` (at most so many list pages a section), `since` and `until` (YYYY-MM-DD, by the dates in
    the list).
    """

    profile: ClassVar[Profile] = Profile()

    def __init__(
        self, *, sections: tuple[Section, ...], pages: int | None, since: date | None, until: date | None
    ) -> None:
        super().__init__()
        self.sections = sections
        self.pages = pages
        self.since = since
        self.until = until
        self.hosts = frozenset(self._hosts())
        self.drawn = self.profile.drawn
        self.trust = Trust(self.hosts, self.profile.tls, fingerprints(self.profile.certificates))
        self.site = self.name
        self.reader = Reader(apart=False)
        self._packed = packed(self.profile)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: str) -> Self:
        """A spider from the command's arguments. Raises Refused where one is missing or makes no sense."""
        unknown = kwargs.keys() - {"url", "pages", "since", "until"}
        if unknown:
            raise Refused(Exit.USAGE, f"unknown argument -a {min(unknown)}=; there are url, pages, since and until")
        try:
            spider = cls(
                sections=cls._sections(crawler.settings, kwargs.get("url")),
                pages=_number(kwargs.get("pages")),
                since=_day("since", kwargs.get("since")),
                until=_day("until", kwargs.get("until")),
            )
        except ProfileError as error:
            raise Refused(Exit.CONFIGURATION, f"the profile of {cls.name}: {error}") from error
        spider.check_browser(crawler.settings)
        if spider.since and spider.until and spider.since > spider.until:
            raise Refused(Exit.USAGE, f"-a since={spider.since} is after -a until={spider.until}")
        spider._set_crawler(crawler)
        crawler.signals.connect(spider._take_reader, signals.spider_opened)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Puts the contact into the user agent, so that the owner of a site knows whom to write to."""
        super().update_settings(settings)
        if settings["CONTACT"]:
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{settings['CONTACT']})", priority="spider")

    def check_browser(self, settings: BaseSettings) -> None:
        """Raises Refused where pages are to be drawn and there is no browser to draw them."""
        if self.drawn:
            from zonenews.browser.finding import check_browser  # few sites need one

            check_browser(self.name, settings)

    @classmethod
    def _sections(cls, settings: BaseSettings, url: str | None) -> tuple[Section, ...]:
        given = url.split() if url else given_addresses(settings).get(cls.name, ())
        sections = tuple(Section(address) for address in given) or cls.profile.sections
        if not sections:
            raise Refused(
                Exit.CONFIGURATION,
                f"no list page is known for {cls.name}; give one: scrapy crawl {cls.name} -a url=<list page>",
            )
        for section in sections:
            if trouble := url_problem(section.url):
                raise Refused(Exit.USAGE, f"-a url= or SITE_URLS: {trouble}")
        return sections

    def _hosts(self) -> Iterator[str]:
        """The site's hosts, each with and without www."""
        for host in (*(host_of(section.url) for section in self.sections), *named_hosts(self.profile)):
            yield from (host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}")

    def _take_reader(self) -> None:
        self.reader = self.crawler.get_extension(Reader) or self.reader

    async def start(self) -> AsyncIterator[Request]:
        """The first list page of every section; articles come from the frontier."""
        for section in self.sections:
            yield self.list_request(section, section.url)

    def list_request(self, section: Section, url: str, previous: Listing | None = None) -> Request:
        """The request for a list page; `previous` is the one that led to it."""
        post = previous.post if previous is not None and url == previous.next else None
        return Request(
            url,
            method="POST" if post else "GET",
            body=post.body if post else b"",
            headers={
                **self._headers(previous.url if previous else None),
                **({"Content-Type": post.content_type} if post else {}),
            },
            callback=self.parse_list,
            errback=self.list_failed,
            cb_kwargs={"section": section, "previous": previous},
            meta={DRAW: not post and "lists" in self.drawn},
        )

    def article_request(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Request:
        """The request for an article page; validators make it conditional."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditional = bool(etag or last_modified)
        return Request(
            url,
            headers={**self._headers(None), **{name: value for name, value in conditions.items() if value}},
            callback=self.parse_article,
            errback=self.article_failed,
            meta={DRAW: "articles" in self.drawn, **({"handle_httpstatus_list": [304]} if conditional else {})},
        )

    def page_request(self, url: str, article: str) -> Request:
        """The request for a further page of an article."""
        return Request(url, headers=dict(self._headers(article)), meta={DRAW: "articles" in self.drawn})

    def file_request(self, url: str, page: str | None = None) -> Request:
        """The request for a picture or attachment; `page` is an article that shows it."""
        most = self.profile.files_mb * 1_000_000
        return Request(
            url,
            headers=dict(self._headers(page)),
            callback=self.parse_file,
            errback=self.file_failed,
            meta={"download_maxsize": most, "download_warnsize": most, "download_timeout": _FILE_TIMEOUT},
        )

    async def parse_list(
        self, response: Response, section: Section, previous: Listing | None
    ) -> AsyncIterator[ListPage | NotModified | FailedRequest]:
        """Reads a list page."""
        if response.status == 304:
            yield NotModified(response, section)
            return
        try:
            listing = await self._listing_on(response, previous)
        except RunEnds as error:
            yield FailedRequest(_asked(response), Failure(error), section)  # type: ignore[no-untyped-call]
            return
        refused = response.meta.get(REFUSED_PART)
        if refused is not None and not listing.links:
            yield FailedRequest(_asked(response), Failure(refused), section)  # type: ignore[no-untyped-call]
            return
        yield ListPage(section, listing, response)

    async def parse_article(self, response: Response) -> AsyncIterator[ArticleItem]:
        """Reads an article page, and those that follow it where the article has several."""
        if response.status == 304:
            yield NotModified(response)
            return
        try:
            article = await self._article_on(response)
            page = await whole_article(self, article, response, self._article_on) if article.pages else None
        except NotAnArticle as error:
            refused = response.meta.get(REFUSED_PART)
            if refused is not None:
                yield FailedRequest(_asked(response), Failure(refused))  # type: ignore[no-untyped-call]
            else:
                yield UnreadPage(error.kind, error.detail, response)
        except RunEnds as error:
            yield FailedRequest(_asked(response), Failure(error))  # type: ignore[no-untyped-call]
        except Exception as error:  # the bytes are kept for a better reader, whatever went wrong with this one
            self.logger.exception("cannot read %s", response.url)
            yield UnreadPage("bug", repr(error), response, bug=True)
        else:
            yield page or ArticlePage(article, response)

    def parse_file(self, response: Response) -> Iterator[FileAnswer]:
        """A file, or what came in its place; it is not opened."""
        yield FileAnswer(response)

    async def _listing_on(self, response: Response, previous: Listing | None) -> Listing:
        cursor = previous.cursor if previous else None
        listing = await self.reader.listing(
            ListQuestion(response.body, response.url, header_encoding(response), self._packed, cursor)
        )
        nothing = not listing.links and listing.next is None and response.meta.get(REFUSED_PART) is None
        if nothing and previous is None and self.profile.api is None:
            return replace(listing, end=await self._kind_of(response) or listing.end)
        return listing

    async def _kind_of(self, response: Response) -> str | None:
        """What a page without rows is: an article page, or what makes it none; None where it is a list."""
        try:
            await self._article_on(response)
        except NotAnArticle as error:
            return error.kind if error.kind != "list" else None
        except RunEnds:
            raise
        except Exception:  # it is no list anyhow
            return None
        return "article"

    async def _article_on(self, response: Response, first: str | None = None) -> Article:
        encoding, fetched = header_encoding(response), fetched_at(response)
        return await self.reader.article(
            ArticleQuestion(response.body, response.url, encoding, fetched, self._packed, first)
        )

    def list_failed(self, failure: Failure) -> Iterator[FailedRequest]:
        """A list page that could not be had."""
        request = _request_of(failure)
        yield FailedRequest(request, failure, section=request.cb_kwargs["section"])

    def article_failed(self, failure: Failure) -> Iterator[FailedRequest]:
        """An article page that could not be had."""
        yield FailedRequest(_request_of(failure), failure)

    def file_failed(self, failure: Failure) -> Iterator[FailedRequest]:
        """A file that could not be had."""
        yield FailedRequest(_request_of(failure), failure, file=True)

    def _headers(self, referer: str | None) -> Mapping[str, str]:
        return {**self.profile.headers, **({"Referer": referer} if referer else {})}


def host_of(url: str) -> str:
    """The host of an address as Scrapy asks for it, lower case."""
    return urlsplit(Request(url).url).hostname or ""


def named_hosts(profile: Profile) -> tuple[str, ...]:
    """The further hosts of a site, as requests have them: an IPv6 address without its brackets."""
    return tuple(host.strip("[]") for host in profile.hosts)


def header_encoding(response: Response) -> str | None:
    """The charset that the Content-Type header declares, if any."""
    return declared_charset((response.headers.get("Content-Type") or b"").decode("latin-1"))


def fetched_at(response: Response) -> datetime | None:
    """When a response came, as its fetch row will say."""
    wire = response.meta.get("wire")
    return wire.fetched if wire else None


def _asked(response: Response) -> Request:
    assert response.request is not None
    return response.request


def _request_of(failure: Failure) -> Request:
    request = failure.request  # type: ignore[attr-defined]
    assert isinstance(request, Request)
    return request


def _number(pages: str | None) -> int | None:
    if pages is None:
        return None
    if not pages.isdecimal() or int(pages) < 1:
        raise Refused(Exit.USAGE, f"-a pages={pages} is no number of pages")
    return int(pages)


def _day(name: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Refused(Exit.USAGE, f"-a {name}={value} is no day; write YYYY-MM-DD") from None
