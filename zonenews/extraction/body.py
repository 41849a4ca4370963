"""Finds where an article's body stands: between comment anchors, in a known container, or where the prose is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from zonenews.extraction.blocks import Block, Outline, Region
from zonenews.extraction.chrome import is_footer, is_info_line, is_linked, is_prose, is_tail
from zonenews.extraction.containers import is_strong
from zonenews.extraction.text import letters

_BEGIN = re.compile(
    r"\[信息内容\]>\s*begin|RSS\.content\.begin|正文\s*(?:begin|start|开始)|content\s*(?:begin|start)|enpcontent|文章内容开始|内容开始",
    re.I,
)
_END = re.compile(
    r"\[信息内容\]>\s*end|RSS\.content\.end|正文\s*(?:end|结束)|content\s*end|/enpcontent|文章内容结束|内容结束", re.I
)
_HEADLINE = 8
_SHORTEST = 4  # a title has so many letters
_LITTLE = 60  # so little prose on the whole page means that the article has none
_FILED = 6.0  # what a line with a file speaks for a body
_DEEP = 12
_ENOUGH = 0.6  # a known container must hold this share of the page's best prose


@dataclass(frozen=True, slots=True)
class Span:
    """The body: the blocks from `start` up to `end`, by which rule and how sure.

    `closed` tells that its edges were named by the site, so that what stands inside is the body and little else.
    """

    start: int
    end: int
    rule: str
    confidence: float
    region: Region | None = None
    closed: bool = False


def find_body(outline: Outline, page_title: str = "", files: frozenset[int] = frozenset()) -> Span:
    """The best place for the body.

    `page_title` helps to know it from the next story on the same page; `files` are the blocks that link a file.
    """
    worth = _sums(outline, _next_story(outline, letters(page_title)), files)

    def held(place: Region | Span) -> float:
        return worth[place.end] - worth[place.start]

    regions = [region for region in outline.regions if region.tag not in ("html", "head")]
    best = max(regions, key=lambda region: (held(region), region.start - region.end), default=None)
    if best is None:
        return Span(0, 0, "none", 0.0)
    anchored = _anchored(outline)
    if anchored and held(anchored) >= _ENOUGH * held(best) and anchored.end > anchored.start:
        return anchored
    likely = [region for region in regions if region.end > region.start and held(region) >= _ENOUGH * held(best)]
    known = list(filter(is_strong, likely))
    if known:
        inner = _inmost(known, held)
        return Span(inner.start, inner.end, "container", 0.95, inner, closed=True)
    if held(best) < _LITTLE and (other := _wordless(outline) or _under_title(outline, letters(page_title), best)):
        return other
    return Span(best.start, best.end, "density", 0.7, best)


def _wordless(outline: Outline) -> Span | None:
    """A known container that holds pictures, a film or a file and no text to speak of."""
    marks = (*outline.images, *outline.frames, *outline.links)
    holders = {parent for mark in marks for parent in islice(mark.element.iterancestors(), _DEEP)}
    for region in filter(is_strong, outline.regions):
        if region.element in holders:
            return Span(region.start, region.end, "container", 0.8, region, closed=True)
    return None


def _under_title(outline: Outline, page_title: str, best: Region) -> Span | None:
    """The smallest region with the page's printed title and something below it, unless the best region is in it."""
    title = next((block.index for block in outline.blocks if _is_title(block, page_title)), None)
    if title is None:
        return None
    below = [block.index for block in outline.blocks[title + 1 :] if not (is_info_line(block) or is_tail(block.text))]
    marks = (mark for mark in (*outline.images, *outline.frames) if mark.index > title)
    holders = {parent for mark in marks for parent in islice(mark.element.iterancestors(), _DEEP)}
    for region in sorted(outline.regions, key=lambda region: region.end - region.start):
        if region.start <= title < region.end and (region.element in holders or (below and below[0] < region.end)):
            inner = region.start <= best.start < region.end
            return None if inner else Span(region.start, region.end, "under_title", 0.5, region)
    return None


def _is_title(block: Block, page_title: str) -> bool:
    key = "" if block.link_length else letters(block.text)
    return len(key) >= _SHORTEST and page_title.startswith(key)


def _inmost(known: list[Region], held: Callable[[Region], float]) -> Region:
    """The smallest of these regions that holds nearly as much prose as the best of them."""
    enough = 0.9 * max(map(held, known))
    return min((region for region in known if held(region) >= enough), key=lambda region: region.end - region.start)


def _anchored(outline: Outline) -> Span | None:
    begin = next(
        (c.index for c in outline.comments if _BEGIN.search(c.text[:80]) and not _END.search(c.text[:80])), None
    )
    if begin is None:
        return None
    end = next((c.index for c in outline.comments if c.index > begin and _END.search(c.text[:80])), None)
    return None if end is None else Span(begin, end, "anchor", 0.98, closed=True)


def _sums(outline: Outline, limit: int, files: frozenset[int]) -> list[float]:
    """Running sums of what each block speaks for a body: prose for it, links, chrome and repeated prose against."""
    sums, seen = [0.0], set[str]()
    for block in outline.blocks:
        filed = block.index in files
        worth = _FILED if filed else _worth(block.text, block.link_length, is_linked(block))
        if worth >= 20:
            worth = -5.0 if block.text in seen or block.index >= limit else worth
            seen.add(block.text)
        sums.append(sums[-1] + worth)
    return sums


def _next_story(outline: Outline, page_title: str) -> int:
    """Where a second story begins under an h1 of its own, on pages that load one below the other."""
    mine: Region | None = None
    for block in outline.blocks:
        if block.region.tag == "h1" and not block.link_length and len(block.text) >= _HEADLINE:
            if letters(block.text) in page_title:
                mine = block.region
            elif mine is not None and block.region is not mine:
                return block.index
    return len(outline.blocks)


def _worth(text: str, links: int, linked: bool) -> float:
    if linked:
        return -float(links) - 5
    if is_footer(text):
        return -float(len(text))
    if is_prose(text):
        return float(len(text) - links)
    return -10.0 if is_tail(text) else 2.0
