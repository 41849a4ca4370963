"""Finds the title: what is printed above the body, checked against the meta tags and `<title>`."""

import re
from dataclasses import dataclass

from zonenews.extraction.blocks import Outline, Region
from zonenews.extraction.body import Span
from zonenews.extraction.chrome import is_linked, is_tool
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.metas import Metas
from zonenews.extraction.text import fold

_NAMES = re.compile(r"title|biaoti|\bbt\b|headline|subject|tit\b", re.I)
_SITE = re.compile(
    r"\s*(?:[_|｜—–]+|\s-+\s|\s-|-\s|--+|-(?=[^-]{2,20}(?:网|政府|委员会|管委会|开发区|门户|平台|频道|新闻)[^-]{0,6}$))\s*"
)
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Title:
    """The title, and the blocks from `start` up to `end` that print it (both -1 where none does)."""

    found: Finding[str]
    start: int = -1
    end: int = -1


def find_title(outline: Outline, span: Span, metas: Metas) -> Title:
    """The title: printed text that the metas confirm, else the best heading, else the metas, else `<title>`."""
    article, page = fold(metas.article_title), fold(metas.page_title)
    best, best_score = None, 0.0
    limit = min(len(outline.blocks), max(span.start + 8, 1))
    for start in range(limit):
        for end in range(start + 1, min(start + 4, limit) + 1):
            text = " ".join(block.text for block in outline.blocks[start:end])
            if len(text) > _LONGEST:
                break
            score = _score(outline, start, end, fold(text), article, page, span)
            if score > best_score:
                best, best_score = (start, end, text), score
    if best and best_score >= 3:
        start, end, text = best
        rule = "printed+meta" if best_score >= 6 else "heading"
        return Title(Finding(text, rule, min(1.0, 0.5 + best_score / 20)), start, end)
    return Title(_from_metas(metas))


def _score(outline: Outline, start: int, end: int, text: str, article: str, page: str, span: Span) -> float:
    """How well the blocks fit as a title; several blocks only where together they equal what a meta says."""
    score = 0.0
    if article and text == article:
        score += 8
    if len(text) >= 4 and page.startswith(text):
        score += 6 + len(text) / 100
    elif len(text) >= 6 and text in page:
        score += 4 + len(text) / 100
    first = outline.blocks[start]
    if end - start > 1:
        return score if score >= 6 else 0.0
    if is_linked(first) or is_tool(first.text) or len(text) < 4:
        return score - 5
    return score + _heading(first.region) - (2 if start >= span.start and span.closed else 0)


def _heading(region: Region | None) -> float:
    """What the element says: a heading, or a name that means title, up to two levels above the text."""
    for bonus in (1.0, 0.5, 0.25):
        if region is None or region.tag == "body":
            return 0.0
        if region.tag in ("h1", "ucaptitle"):
            return 3 * bonus + 1
        if region.tag in ("h2", "h3"):
            return 2 * bonus + 1
        if _NAMES.search(region.names):
            return 2 * bonus + 0.5
        region = region.parent
    return 0.0


def _from_metas(metas: Metas) -> Finding[str]:
    if metas.article_title:
        return Finding(metas.article_title, "meta", 0.8)
    if title := _SITE.split(metas.page_title)[0].strip():
        return Finding(title, "page_title", 0.5)
    return missing("no heading, no meta and no <title>")
