"""What a probe found."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from zonenews.exits import Exit
from zonenews.extraction import Article, Link, Listing

Kind = Literal["list", "article", "home", "soft404", "challenge", "redirect", "script", "empty", "not_html"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at before the site is crawled: a short name for programs, a sentence for people."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Served:
    """A page as it was had: its bytes, and what its reading depends on besides them."""

    url: str
    body: bytes = field(repr=False)
    header_encoding: str | None = None
    fetched: datetime | None = None
    cursor: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageTwo:
    """The list page after the first: how many rows it has, and how many of them the first has not.

    `trouble` says why it could not be had; `tried` are the addresses asked for, the last of which gave this page where
    it is good, and `untried` is how many more a crawl would try.
    """

    tried: tuple[str, ...]
    rows: int = 0
    fresh: int = 0
    trouble: str | None = None
    untried: int = 0

    @property
    def good(self) -> bool:
        """Whether it is there and differs from the first."""
        return self.trouble is None and self.fresh > 0


@dataclass(frozen=True, slots=True)
class ArticleProbe:
    """The article that was looked at: read, or the reason why it was not; `row` is its address in the list."""

    url: str
    article: Article | None = None
    trouble: str | None = None
    page: Served | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """What was recognised at one address; `trouble` and `exit` say what stood in the way of the whole."""

    target: str
    url: str
    kind: Kind
    detail: str = ""
    site: str | None = None
    listing: Listing | None = None
    offsite: tuple[Link, ...] = ()
    files: tuple[Link, ...] = ()
    page_two: PageTwo | None = None
    article: ArticleProbe | None = None
    page: Served | None = None
    requests: int = 0
    doubts: tuple[Doubt, ...] = ()
    trouble: str | None = None
    exit: Exit = Exit.COMPLETE

    @property
    def good(self) -> bool:
        """Whether a crawl of the section would work: rows, and an article that could be read."""
        rows = self.listing is not None and len(self.listing.links) > 0
        return self.kind == "list" and rows and self.article is not None and self.article.article is not None
