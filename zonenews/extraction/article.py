"""Reads an article page: finds the body, then each field around it, best evidence first."""

from datetime import datetime

from zonenews.extraction.attachments import is_attachment, read_attachments
from zonenews.extraction.blocks import Mark, Outline, read_outline
from zonenews.extraction.body import Span, find_body
from zonenews.extraction.breadcrumb import find_breadcrumb
from zonenews.extraction.chrome import is_prose
from zonenews.extraction.images import read_images
from zonenews.extraction.infolines import read_info_lines
from zonenews.extraction.metas import read_metas
from zonenews.extraction.page import Page, read_page
from zonenews.extraction.paragraphs import head_of, read_paragraphs, trim
from zonenews.extraction.people import find_author, find_document_number, find_editor
from zonenews.extraction.published import find_published
from zonenews.extraction.results import Article
from zonenews.extraction.source import find_source
from zonenews.extraction.title import find_title
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
    metas = read_metas(page.root)
    span = find_body(outline)
    title = find_title(outline, span, metas)
    body_start = span.start if span.start >= title.end else _first_prose(outline, title.end)
    info = read_info_lines(outline, (title.start, title.end), body_start, (span.end, len(outline.blocks)))
    head = head_of(outline, span, title.end, info.indexes)
    attached = frozenset(mark.index for mark in outline.links if is_attachment(mark.element.get("href") or ""))
    body = trim(outline, span, head, attached)
    if body.end < span.end:
        info = read_info_lines(outline, (title.start, title.end), body_start, (body.end, len(outline.blocks)))
    paragraphs, counts = read_paragraphs(outline.blocks[body.start : body.end])
    images, broken = read_images(
        _within(outline.images, body.start, span), page.base_url, counts + [counts[-1]] * 99, body.start
    )
    files = read_attachments(
        _within(outline.links, body.start, span), _within(outline.frames, body.start, span), page.base_url
    )
    published = find_published(info, metas, outline, page.url, fetched)
    findings = {
        "title": title.found,
        "source": find_source(info, metas, outline),
        "published": published,
        "author": find_author(info),
        "editor": find_editor(info),
        "document_number": find_document_number(info, metas),
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


def _first_prose(outline: Outline, start: int) -> int:
    for index in range(start, len(outline.blocks)):
        if is_prose(outline.blocks[index].text):
            return index
    return len(outline.blocks)


def _within(marks: list[Mark], start: int, span: Span) -> list[Mark]:
    return [mark for mark in marks if start <= mark.index <= span.end]
