"""Turns what Scrapy and the extractor give into what the archive keeps: clean, bounded, with its provenance."""

import re
import unicodedata
from datetime import datetime

from scrapy import Request
from scrapy.http import Headers, Response

from archive.records import Fetch, Outcome, Reading
from zonenews import clock
from zonenews.browser import DRAWN
from zonenews.extraction import EXTRACTOR, Article
from zonenews.failures import Cause
from zonenews.logs.secrecy import harmless_headers
from zonenews.manners.trust import HANDSHAKE

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\n]+")
_TITLE, _FIELD, _PARAGRAPH, _NAMES = 1_000, 500, 100_000, 500  # characters; a hostile page does not fill the disk


def clean(text: str, most: int) -> str:
    """NFC, one space for every run of blanks, no control characters or lone surrogates, at most so many characters."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text[:most].strip()
    return _SPACES.sub(" ", _CONTROL.sub("", unicodedata.normalize("NFC", text[:most]))).strip()


def fetch_of(request: Request, response: Response, outcome: Outcome, error: str | None = None) -> Fetch:
    """The fetch behind a response: the addresses on the way, the headers, and what came over the wire."""
    redirects = tuple(request.meta.get("redirect_urls", ()))
    wire = request.meta.get("wire")
    handshake = request.meta.get(HANDSHAKE) if response.url.startswith("https:") else None
    return Fetch(
        url=redirects[0] if redirects else request.url,
        at=wire.fetched if wire else clock.now(),
        outcome=outcome,
        final_url=response.url,
        redirects=redirects,
        status=response.status,
        error=error,
        body=response.body,
        request_headers=harmless_headers(_plain(request.headers)),
        response_headers=wire.headers if wire else _plain(response.headers),
        wire_bytes=wire.bytes if wire else None,
        wire_digest=wire.digest if wire else None,
        ip=str(response.ip_address) if response.ip_address else None,
        tls_verified=handshake.wrong is None if handshake else None,
        flags=(*response.flags, *(handshake.flags if handshake else ())),
        etag=_validator(response, "ETag"),
        last_modified=_validator(response, "Last-Modified"),
    )


def fetch_that_failed(request: Request, cause: Cause) -> Fetch:
    """The fetch behind a failure, with the answer where one came."""
    if cause.response is not None:
        return fetch_of(request, cause.response, cause.outcome, cause.reason)
    return _fetch_without_answer(request, cause.outcome, cause.reason)


def _fetch_without_answer(request: Request, outcome: Outcome, error: str) -> Fetch:
    """The fetch of a request that got no answer."""
    redirects = tuple(request.meta.get("redirect_urls", ()))
    return Fetch(
        url=redirects[0] if redirects else request.url,
        at=clock.now(),
        outcome=outcome,
        final_url=request.url,
        redirects=redirects,
        error=clean(error, _FIELD),
        request_headers=harmless_headers(_plain(request.headers)),
    )


def reading_of(article: Article, read_at: datetime) -> Reading:
    """An article as the archive keeps it."""
    return Reading(
        extractor=EXTRACTOR,
        read_at=read_at,
        title=_maybe(article.title, _TITLE),
        source=_maybe(article.source, _FIELD),
        published=article.published,
        published_precision=article.published_precision,
        author=_maybe(article.author, _FIELD),
        editor=_maybe(article.editor, _FIELD),
        document_number=_maybe(article.document_number, _FIELD),
        breadcrumb=tuple(clean(name, _FIELD) for name in article.breadcrumb),
        paragraphs=tuple(text for text in (clean(p, _PARAGRAPH) for p in article.paragraphs) if text),
        images=tuple(
            {"url": i.url, "caption": _maybe(i.caption, _FIELD), "after_paragraph": i.after_paragraph}
            for i in article.images
        ),
        attachments=tuple({"url": a.url, "name": clean(a.name, _NAMES)} for a in article.attachments),
        rules=dict(article.rules),
        confidence=dict(article.confidence),
        reasons=dict(article.reasons),
        charset=article.charset,
        charset_reason=article.charset_reason,
        flags=article.flags,
    )


def _maybe(text: str | None, most: int) -> str | None:
    return (clean(text, most) or None) if text else None


def _plain(headers: Headers) -> tuple[tuple[str, str], ...]:
    pairs = ((name, value) for name, values in headers.items() for value in values)
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)


def _validator(response: Response, name: str) -> str | None:
    """A header that marks a page as it is; that of a drawn page marks its empty shell."""
    if DRAWN in response.flags:
        return None
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
