"""Reads what a body holds: paragraphs, pictures with their place, attachments; and flags what is unusual about it."""

from dataclasses import dataclass

from zonenews.extraction.attachments import is_attachment, read_attachments
from zonenews.extraction.blocks import Mark
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.images import read_images
from zonenews.extraction.layout import Layout
from zonenews.extraction.page import Page
from zonenews.extraction.paragraphs import read_paragraphs, undoubled
from zonenews.extraction.results import Attachment, Image

_AFTER = 12  # attachments may stand so many blocks behind the body's container
_MEDIA = frozenset(("video", "embed", "object", "iframe"))


@dataclass(frozen=True, slots=True)
class Contents:
    """What the body holds."""

    paragraphs: list[str]
    images: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    flags: tuple[str, ...]
    findings: dict[str, Finding[int]]


def read_contents(page: Page, layout: Layout) -> Contents:
    """The body's contents."""
    outline, body = layout.outline, layout.body
    paragraphs, counts = read_paragraphs(outline.blocks[body.start : body.end])
    end = max(body.end, layout.span.end)
    pictures = [mark for mark in outline.images if body.start <= mark.index <= end]
    images, broken = read_images(pictures, page, counts, body.start)
    linked = [mark for mark in outline.links if body.start <= mark.index <= end + _AFTER]
    framed = [mark for mark in outline.frames if body.start <= mark.index <= end + _AFTER]
    attachments = read_attachments(linked, framed, page)
    once = undoubled(paragraphs)
    flags = {
        "broken_image": broken,
        "all_chrome": body.all_chrome,
        "doubled_body": len(once) < len(paragraphs),
        "pictures_only": bool(images) and not once,
        "media_only": not once and not images and any(_is_media(mark) for mark in framed),
        "files_only": not once and not images and bool(attachments),
    }
    findings = {
        "paragraphs": _finding(len(once), layout.span.rule, layout.span.confidence, "no text stands in the body"),
        "images": _finding(len(images), "in_body", 0.9, "no picture stands in the body"),
        "attachments": _finding(len(attachments), "linked", 0.9, "no file is linked"),
    }
    return Contents(once, images, attachments, tuple(flag for flag, up in flags.items() if up), findings)


def _finding(count: int, rule: str, confidence: float, reason: str) -> Finding[int]:
    return Finding(count, rule, confidence) if count else missing(reason)


def _is_media(mark: Mark) -> bool:
    return mark.element.tag in _MEDIA and not is_attachment(mark.element.get("src") or "")
