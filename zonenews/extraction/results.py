"""What reading a page gives: an article, a listing, or the reason why it is neither."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Precision = Literal["second", "minute", "day"]
NotAnArticleKind = Literal["list", "home", "soft404", "challenge", "redirect", "script", "empty", "not_html"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the body: `after_paragraph` paragraphs stand before it."""

    url: str
    caption: str | None
    after_paragraph: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file the article links, by the name a reader sees."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its page tells it; a field the page does not give is None, with its reason in `reasons`.

    `published` is the printed Beijing time as text, as long as its precision: `2023-10-25`, `2023-10-25T16:27+08:00` or
    `2023-10-25T16:27:03+08:00`. `rules` names the rule that found each field, `confidence` is 0 to 1 for each.
    `pages` are the addresses of the article's further pages, where it is spread over several.
    """

    url: str
    title: str | None
    source: str | None
    published: str | None
    published_precision: Precision | None
    author: str | None
    editor: str | None
    document_number: str | None
    breadcrumb: tuple[str, ...]
    paragraphs: tuple[str, ...]
    images: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    rules: Mapping[str, str] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    charset: str = "utf-8"
    charset_reason: str = ""
    flags: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def published_at(self) -> datetime | None:
        """The publish time as an aware datetime; a day stands for its first moment in Beijing."""
        if self.published is None:
            return None
        return datetime.fromisoformat(self.published if "T" in self.published else self.published + "T00:00+08:00")

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)


class NotAnArticle(Exception):
    """The page is no article; `kind` says what it is instead."""

    def __init__(self, kind: NotAnArticleKind, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Link:
    """A row of a list page: the article's address, its whole title and the date printed beside it (`YYYY-MM-DD`)."""

    url: str
    title: str
    date: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """The body to send where the next page is asked for by POST."""

    body: bytes
    content_type: str = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a list page in page order, and how to get the next one.

    `pager` names the rule that recognised the paging; `next` is None on the last page, and `end` then says why:
    `last_page`, `no_pager`, `drawn_by_script`, `unread_script` (a next button no rule can follow), `first_block_only`
    or `bad_address`. `total` is the number of articles the page announces, `pages` that of pages; neither is to be
    trusted. `alternatives` are further addresses to try when `next` proves to be missing or a repeat; on an announced
    last page they hold the page after it, because announced totals lie. `cursor` is what the pager needs to read the
    page after this one: hand it to `extract_listing` with that page.

    Flags: `detour` (no list itself: go on with `next`, rows come there), `guessed_pager` (nothing on the page names
    `next`), `several_sections` (blocks of different sections), `drawn_by_script`, `parse_truncated`.
    """

    url: str
    name: str | None
    links: tuple[Link, ...]
    next: str | None
    pager: str
    post: Post | None = None
    alternatives: tuple[str, ...] = ()
    end: str | None = None
    total: int | None = None
    pages: int | None = None
    page: int | None = None
    breadcrumb: tuple[str, ...] = ()
    cursor: Mapping[str, Any] = field(default_factory=dict)
    charset: str = "utf-8"
    charset_reason: str = ""
    flags: tuple[str, ...] = ()
