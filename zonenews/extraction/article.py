"""Reads an article page: finds the body, then each field around it, best evidence first."""

from datetime import datetime

from zonenews.extraction.attachments import is_attachment, read_attachments
from zonenews.extraction.blocks import Mark, read_outline
from zonenews.extraction.body import Span
from zonenews.extraction.breadcrumb import find_breadcrumb
from zonenews.extraction.images import read_images
from zonenews.extraction.layout import lay_out
from zonenews.extraction.metas import read_metas
from zonenews.extraction.page import Page, read_page
from zonenews.extraction.paragraphs import read_paragraphs
from zonenews.extraction.people import find_author, find_document_number, find_editor
from zonenews.extraction.published import find_published
from zonenews.extraction.results import Article
from zonenews.extraction.source import find_source
from zonenews.profile import Profile

EXTRACTOR = "1"


def extract_article(
    body: bytes,
    url: str,
    *,
    header_encoding: str | None = None,
    fetched: datetime | None = None,
    profile: Profile | None = None,
) -> Article:
    """Reads the article on a page; raises NotAnArticle where the page is something else."""
    page = read_page(body, url, header_encoding=header_encoding, charset=profile.charset if profile else None)
    return _read(page, fetched)


def _read(page: Page, fetched: datetime | None) -> Article:
    outline = read_outline(page.root)
    layout = lay_out(outline, read_metas(page.root))
    metas, span, title, info, body = layout.metas, layout.span, layout.title, layout.info, layout.body
    paragraphs, counts = read_paragraphs(outline.blocks[body.start : body.end])
    images, broken = read_images(
        _within(outline.images, body.start, span), page.base_url, counts + [counts[-1]] * 99, body.start
    )
    files = read_attachments(
        _within(outline.links, body.start, span), _within(outline.frames, body.start, span), page.base_url
    )
    published = find_published(info, metas, outline, layout.near, page.url, fetched)
    findings = {
        "title": title.found,
        "source": find_source(info, metas, outline, layout.near),
        "published": published,
        "author": find_author(info),
        "editor": find_editor(info),
        "document_number": find_document_number(info, metas, paragraphs),
        "breadcrumb": find_breadcrumb(outline, body.start, title.found.value),
    }
    stamp = published.value
    return Article(
        url=page.url,
        title=title.found.value,
        source=findings["source"].value,
        published=stamp.text if stamp else None,
        published_precision=stamp.precision if stamp else None,
        author=findings["author"].value,
        editor=findings["editor"].value,
        document_number=findings["document_number"].value,
        breadcrumb=findings["breadcrumb"].value or (),
        paragraphs=tuple(paragraphs),
        images=images,
        attachments=files,
        rules={name: found.rule for name, found in findings.items() if found.value} | {"body": span.rule},
        confidence={name: found.confidence for name, found in findings.items() if found.value}
        | {"body": span.confidence},
        reasons={name: found.reason for name, found in findings.items() if not found.value},
        charset=page.decoded.charset,
        charset_reason=page.decoded.reason,
        flags=("broken_image",) if broken else (),
    )


def _within(marks: list[Mark], start: int, span: Span) -> list[Mark]:
    return [mark for mark in marks if start <= mark.index <= span.end]
