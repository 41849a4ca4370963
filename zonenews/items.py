"""What a crawl yields: frozen values that the pipeline hands to the archive."""

from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from zonenews.extraction import Article, Listing
from zonenews.profile import Section


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page of a section, read."""

    section: Section
    listing: Listing
    response: Response = field(repr=False)


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article page, read; `further` are its second page, its third and so on, where it has several."""

    article: Article = field(repr=False)
    response: Response = field(repr=False)
    further: tuple[Response, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that is no article: `kind` says what it is instead, `bug` marks a reader that failed."""

    kind: str
    detail: str
    response: Response = field(repr=False)
    bug: bool = False


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that the page is as it was; `section` is set where it is a section's first list page."""

    response: Response = field(repr=False)
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What came for a picture or attachment."""

    response: Response = field(repr=False)


@dataclass(frozen=True, slots=True)
class FailedRequest:
    """A request that gave no page; `section` is set where it was for a list page, `file` where it was for a file."""

    request: Request
    failure: Failure = field(repr=False)
    section: Section | None = None
    file: bool = False


ArticleItem = ArticlePage | UnreadPage | NotModified | FailedRequest
