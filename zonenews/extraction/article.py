"""Reads an article page: lays it out, then reads each field, best evidence first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zonenews.extraction.breadcrumb import find_breadcrumb
from zonenews.extraction.contents import Contents, read_contents
from zonenews.extraction.findings import Finding
from zonenews.extraction.layout import Layout, lay_out
from zonenews.extraction.metas import read_metas
from zonenews.extraction.overrides import override_body, override_published, override_text
from zonenews.extraction.page import Page, read_page
from zonenews.extraction.pages import further_pages
from zonenews.extraction.pagetype import check_article, check_file
from zonenews.extraction.people import find_author, find_document_number, find_editor
from zonenews.extraction.published import find_published
from zonenews.extraction.results import Article
from zonenews.extraction.source import find_source
from zonenews.extraction.walk import read_outline
from zonenews.profile import Profile

EXTRACTOR = "1"
_NO_PROFILE = Profile()


def extract_article(
    body: bytes,
    url: str,
    *,
    header_encoding: str | None = None,
    fetched: datetime | None = None,
    profile: Profile | None = None,
    first: str | None = None,
) -> Article:
    """Reads the article on a page; raises NotAnArticle where the page is something else.

    `first` is the address of its first page, where this is a further one: its pager then counts from there.
    """
    profile = profile or _NO_PROFILE
    check_file(body)
    page = read_page(body, url, header_encoding=header_encoding, charset=profile.charset)
    layout = _lay_out(page, profile)
    contents = read_contents(page, layout)
    if not (profile.body and layout.span.rule == "profile"):
        check_article(page, layout, contents)
    fields = _fields(page, layout, contents, fetched, profile)
    return _article(page, layout, contents, fields, further_pages(page, layout, first or page.url))


def _lay_out(page: Page, profile: Profile) -> Layout:
    """The page's layout; read again with its hidden elements where nothing else makes an article."""
    metas = read_metas(page.root)
    outline = read_outline(page.root)
    layout = lay_out(outline, metas, override_body(page, outline, profile))
    if layout.prose or layout.outline.images:
        return layout
    whole = read_outline(page.root, hidden=True)
    other = lay_out(whole, metas, override_body(page, whole, profile))
    return other if other.prose else layout


def _fields(
    page: Page, layout: Layout, contents: Contents, fetched: datetime | None, profile: Profile
) -> dict[str, Finding[Any]]:
    """Every field's answer; a profile's selector comes before the general rule."""
    title = override_text(page, profile.title) or layout.title.found
    source = override_text(page, profile.source, label=True)
    published = override_published(page, profile.published)
    return {
        "title": title,
        "source": source or find_source(page, layout),
        "published": published or find_published(page, layout, fetched),
        "author": find_author(layout.info),
        "editor": find_editor(layout.info),
        "document_number": find_document_number(layout.info, contents.paragraphs),
        "breadcrumb": find_breadcrumb(layout.outline, layout.body.start, layout.title),
        **contents.findings,
    }


def _article(
    page: Page, layout: Layout, contents: Contents, fields: Mapping[str, Finding[Any]], pages: tuple[str, ...]
) -> Article:
    stamp = fields["published"].value
    return Article(
        url=page.url,
        title=fields["title"].value,
        source=fields["source"].value,
        published=stamp.text if stamp else None,
        published_precision=stamp.precision if stamp else None,
        author=fields["author"].value,
        editor=fields["editor"].value,
        document_number=fields["document_number"].value,
        breadcrumb=fields["breadcrumb"].value or (),
        paragraphs=tuple(contents.paragraphs),
        images=contents.images,
        attachments=contents.attachments,
        rules={name: found.rule for name, found in fields.items() if found.value},
        confidence={name: found.confidence for name, found in fields.items() if found.value},
        reasons={name: found.reason for name, found in fields.items() if not found.value},
        charset=page.decoded.charset,
        charset_reason=page.decoded.reason,
        flags=(*page.flags, *contents.flags),
        pages=pages,
    )
