"""Reads pages out of the archive again, as they were read when they came."""

import re
from collections.abc import Sequence
from datetime import datetime

from archive.records import Reading, Stored
from zonenews.extraction import Article, NotAnArticle, extract_article, join_pages
from zonenews.profile import Profile
from zonenews.records import reading_of

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I | re.A)


def declared_charset(content_type: str) -> str | None:
    """The charset that a Content-Type header declares, if any."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def read_stored(pages: Sequence[Stored], profile: Profile) -> Article:
    """The article that archived pages make. Raises NotAnArticle."""
    first, *others = (
        extract_article(
            page.body, page.url, header_encoding=_header_encoding(page), fetched=page.fetched, profile=profile
        )
        for page in pages
    )
    return join_pages(first, others)


def reread(pages: Sequence[Stored], profile: Profile, now: datetime) -> Reading | None:
    """A reading of archived pages by today's extractor; None where it no longer takes them for an article."""
    try:
        return reading_of(read_stored(pages, profile), now)
    except NotAnArticle:
        return None


def _header_encoding(page: Stored) -> str | None:
    types = [value for name, value in page.headers if name.lower() == "content-type"]
    return declared_charset(types[0]) if types else None
