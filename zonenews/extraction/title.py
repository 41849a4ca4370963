"""Finds the title: what is printed above the body, checked against the meta tags and `<title>`."""

import re
from dataclasses import dataclass

from zonenews.extraction.blocks import Block, Outline, Region
from zonenews.extraction.body import Span
from zonenews.extraction.chrome import is_info_line, is_linked, is_tool
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.metas import Metas
from zonenews.extraction.text import letters

_NAMES = re.compile(r"title|biaoti|(?:^|[\s_-])bt(?:$|[\s_-])|headline|subject|(?:^|[\s_-])tit(?:$|[\s_-])")
# Between the article's title and the site's name in `<title>`.
_SEPARATORS = re.compile(r"\s*(?:[_|｜]+|--+)\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|[-–—](?=[^-–—]{2,24}$)")
_SUBTITLE = re.compile(r"^[—–-]{1,3}|^[（(].{2,40}[）)]$")
_LONGEST = 160
_LINES = 4
_SURE = 6.0


@dataclass(frozen=True, slots=True)
class Title:
    """The title, and the blocks from `start` up to `end` that print it (both -1 where none does)."""

    found: Finding[str]
    start: int = -1
    end: int = -1


def find_title(outline: Outline, span: Span, metas: Metas) -> Title:
    """The title: printed text that the metas confirm, else the best heading, else the metas, else `<title>`."""
    wanted = (letters(metas.article_title), letters(metas.page_title))
    best = Title(missing("no heading, no meta and no <title>"))
    best_score = 0.0
    limit = min(len(outline.blocks), span.start + 8)
    keys = [letters(block.text) if len(block.text) <= _LONGEST else "" for block in outline.blocks[:limit]]
    for start in range(limit):
        for end in range(start + 1, min(start + _LINES, limit) + 1):
            key = "".join(keys[start:end])
            if not keys[end - 1] or len(key) > _LONGEST:
                break
            score = _confirmed(key, *wanted) + (
                _printed(outline.blocks[start], span, limit) if end == start + 1 else 0.0
            )
            if score > best_score and (end == start + 1 or score >= _SURE):
                best_score, best = score, _title(outline, start, end, score)
    return best if best_score >= 2 else Title(_from_metas(metas))


def _title(outline: Outline, start: int, end: int, score: float) -> Title:
    text = " ".join(block.text for block in outline.blocks[start:end])
    rule = "printed+meta" if score >= _SURE else "heading"
    return Title(Finding(text, rule, round(min(0.99, 0.5 + score / 20), 2)), start, end)


def _confirmed(key: str, article: str, page: str) -> float:
    """How far the metas say that this text is the title."""
    score = 0.0
    if article and key == article:
        score += 8
    if len(key) >= 4 and page.startswith(key):
        score += 6 + len(key) / 100
    elif len(key) >= 6 and key in page:
        score += 4 + len(key) / 100
    return score


def _printed(block: Block, span: Span, limit: int) -> float:
    """How much the element looks like a title, and how near it stands above the body."""
    if is_linked(block) or is_tool(block.text) or is_info_line(block) or len(block.text) < 4:
        return -5.0
    near = max(0.0, 1.0 - max(0, span.start - block.index) / 12)
    inside = 2.0 if span.closed and block.index >= span.start else 0.0
    return _heading(block.region) + near - inside


def _heading(region: Region | None) -> float:
    """What the element says: a heading, or a name that means title, up to three levels above the text."""
    for weight in (1.0, 0.5, 0.25):
        if region is None or region.tag in ("body", "html"):
            return 0.0
        if region.tag in ("h1", "ucaptitle"):
            return 4 * weight
        if region.tag in ("h2", "h3"):
            return 3 * weight
        if _NAMES.search(region.names):
            return 2.5 * weight
        region = region.parent
    return 0.0


def is_heading(block: Block) -> bool:
    """Whether the block's own element is a heading or is named as a title."""
    return _heading(block.region) >= 1.0


def _from_metas(metas: Metas) -> Finding[str]:
    if metas.article_title:
        return Finding(metas.article_title, "meta", 0.8)
    if title := page_title(metas.page_title):
        return Finding(title, "page_title", 0.5)
    return missing("no heading, no meta and no <title>")


def page_title(text: str) -> str:
    """The article's part of a `<title>`: all before the site's name."""
    parts = _SEPARATORS.split(text)
    return parts[0].strip() or text.strip()
