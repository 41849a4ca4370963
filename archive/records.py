"""What is handed to the archive: fetches, readings and list rows, as plain frozen values."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

Outcome = Literal["ok", "not_modified", "unread", "blocked", "gone", "truncated", "network", "refused"]
Headers = tuple[tuple[str, str], ...]
RowKind = Literal["article", "attachment"]
_LINE_BREAK = re.compile(r"[\r\n]+")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def sha256(body: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True)
class Fetch:
    """One request with its answer. `redirects` are the addresses asked before `final_url`, the requested one first."""

    url: str
    at: datetime
    outcome: Outcome
    final_url: str
    redirects: tuple[str, ...] = ()
    status: int | None = None
    error: str | None = None
    body: bytes | None = field(default=None, repr=False)
    request_headers: Headers = ()
    response_headers: Headers = ()
    wire_bytes: int | None = None
    wire_digest: str | None = None
    ip: str | None = None
    tls_verified: bool | None = None
    flags: tuple[str, ...] = ()
    etag: str | None = None
    last_modified: str | None = None

    @cached_property
    def body_digest(self) -> str | None:
        """The SHA-256 of the body after content decoding."""
        return None if self.body is None else sha256(self.body)


@dataclass(frozen=True, slots=True)
class Stored:
    """A page out of the archive, with all that a reader needs to read it as it was read when it came."""

    url: str
    body: bytes = field(repr=False)
    headers: Headers
    fetched: datetime


@dataclass(frozen=True)
class Reading:
    """What one version of the extractor read from a page. Paragraphs hold no line breaks."""

    extractor: str
    read_at: datetime
    title: str | None
    source: str | None
    published: str | None
    published_precision: str | None
    author: str | None
    editor: str | None
    document_number: str | None
    breadcrumb: tuple[str, ...]
    paragraphs: tuple[str, ...] = field(repr=False)
    images: tuple[Mapping[str, Any], ...] = ()
    attachments: tuple[Mapping[str, str], ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    charset: str = "utf-8"
    charset_reason: str = ""
    flags: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, one a line; whatever breaks a line within one is a space."""
        return "\n".join(_LINE_BREAK.sub(" ", paragraph) for paragraph in self.paragraphs if paragraph)

    @cached_property
    def content_digest(self) -> str:
        """SHA-256 over the folded content: counters, advertisements and tokens on the page do not change it."""
        names = (attachment["name"] for attachment in self.attachments)
        head = (self.title or "", self.source or "", self.published or "")
        groups = ("\x1e".join(map(_folded, group)) for group in (head, self.paragraphs, names))
        return sha256("\x1d".join(groups).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list page, with the state its address starts in."""

    url: str
    title: str
    date: str | None
    pinned: bool
    kind: RowKind = "article"
    state: str = "pending"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OpenSection:
    """A section as a run finds it; `walked` is when it was last walked to its end."""

    id: int
    name: str | None
    walked: datetime | None


@dataclass(frozen=True, slots=True)
class RunSection:
    """How far a run has walked a section; `stop_reason` is None while it goes on."""

    section: int
    pages: int
    rows: int
    new: int
    stop_reason: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """What the rows of a list page were to the archive: new to the section (or left out before), or known in it."""

    new: int
    known: int
    last_known: bool


@dataclass(frozen=True, slots=True)
class Due:
    """An address the frontier hands out to be fetched; `known` where an article is archived under it."""

    url_id: int
    url: str
    listed_title: str | None
    listed_date: str | None
    etag: str | None
    last_modified: str | None
    known: bool
    missing: bool


def _folded(text: str) -> str:
    return _BLANK.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text))
