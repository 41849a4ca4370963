"""Finds where an article's body stands: between comment anchors, in a known container, or where the prose is."""

import re
from dataclasses import dataclass

from zonenews.extraction.blocks import Outline, Region
from zonenews.extraction.chrome import is_footer, is_linked, is_prose, is_tail
from zonenews.extraction.containers import strong_regions

_BEGIN = re.compile(
    r"\[信息内容\]>\s*begin|RSS\.content\.begin|正文\s*(?:begin|start|开始)|content\s*(?:begin|start)", re.I
)
_END = re.compile(r"\[信息内容\]>\s*end|RSS\.content\.end|正文\s*(?:end|结束)|content\s*end", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    """The body: the blocks from `start` up to `end`, by which rule, how sure; `region` is its element where it is one."""

    start: int
    end: int
    rule: str
    confidence: float
    region: Region | None = None
    closed: bool = False


def find_body(outline: Outline) -> Span:
    """The best place for the body."""
    worth = _sums(outline)
    best = max(
        outline.regions,
        key=lambda region: (worth[region.end] - worth[region.start], -(region.end - region.start)),
        default=None,
    )
    if best is None:
        return Span(0, 0, "none", 0.0)
    floor = 0.5 * (worth[best.end] - worth[best.start])
    if (span := _anchored(outline)) and worth[span.end] - worth[span.start] >= floor:
        return span
    known = [r for r in strong_regions(outline) if worth[r.end] - worth[r.start] >= floor and r.end > r.start]
    if known:
        outer = known[0]
        return Span(outer.start, outer.end, "container", 0.95, outer, closed=True)
    return Span(best.start, best.end, "density", 0.7, best)


def _anchored(outline: Outline) -> Span | None:
    begin = next((c.index for c in outline.comments if _BEGIN.search(c.text[:80])), None)
    if begin is None:
        return None
    end = next((c.index for c in outline.comments if c.index > begin and _END.search(c.text[:80])), None)
    return None if end is None else Span(begin, end, "anchor", 0.98, closed=True)


def _sums(outline: Outline) -> list[float]:
    """Running sums of what each block speaks for a body: prose for it, links and chrome against."""
    sums = [0.0]
    for block in outline.blocks:
        sums.append(sums[-1] + _worth(block.text, block.link_length, is_linked(block)))
    return sums


def _worth(text: str, links: int, linked: bool) -> float:
    if linked:
        return -float(links) - 5
    if is_footer(text):
        return -float(len(text))
    if is_prose(text):
        return float(len(text) - links)
    return -10.0 if is_tail(text) else 2.0
