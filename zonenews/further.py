"""Fetches the further pages of an article that its site spreads over several."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from zonenews.extraction import Article, NotAnArticle, join_pages
from zonenews.items import ArticlePage, FailedRequest
from zonenews.middlewares.errors import PageFailed, RobotsForbidden

if TYPE_CHECKING:
    from zonenews.spiders import ZoneSpider

MOST_PAGES = 50
_Read = Callable[[Response, str], Awaitable[Article]]


async def whole_article(
    spider: "ZoneSpider", first: Article, response: Response, read: _Read
) -> ArticlePage | FailedRequest:
    """The article with all its pages. Where one is gone the article ends there, flagged; where one fails, it failed.

    A page may name the next one alone, so each is asked for those that follow.
    """
    others: list[Article] = []
    further: list[Response] = []
    urls = list(first.pages)
    for url in islice(urls, MOST_PAGES - 1):  # which grows on the way
        try:
            page = await _download(spider.page_request(url, response.url), spider)
            others.append(await read(page, response.url))
            urls += [named for named in others[-1].pages if named not in {response.url, page.url, *urls}]
        except (NotAnArticle, RobotsForbidden):
            break
        except (HttpError, IgnoreRequest, OSError) as error:
            if isinstance(error, HttpError) and error.response.status in {404, 410}:
                break
            assert response.request is not None
            failure = Failure(PageFailed(url, error, response))  # type: ignore[no-untyped-call]
            return FailedRequest(response.request, failure)
        further.append(page)
    whole = join_pages(first, others)
    if len(others) < len(urls):
        whole = replace(whole, flags=(*whole.flags, "pages_missing"))
    return ArticlePage(whole, response, tuple(further))


async def _download(request: Request, spider: "ZoneSpider") -> Response:
    assert spider.crawler.engine is not None
    page = await spider.crawler.engine.download_async(request)
    if page.status != 200:
        raise HttpError(page, f"status {page.status}")
    return page
