"""Finds the title: what is printed above the body, checked against the meta tags and `<title>`."""

import re
from dataclasses import dataclass

from zonenews.extraction.blocks import Block, Outline, Region
from zonenews.extraction.body import Span
from zonenews.extraction.chrome import is_info_line, is_linked, is_prose, is_tool
from zonenews.extraction.dates import may_be_dated
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.infolines import free_date
from zonenews.extraction.labels import parse_labels
from zonenews.extraction.metas import Metas
from zonenews.extraction.text import EDGE, clean, letters

_NAMES = re.compile(r"title|biaoti|(?:^|[\s_-])bt(?:$|[\s_-])|headline|subject|(?:^|[\s_-])tit(?:$|[\s_-])")
# Between the article's title and the site's name in `<title>`.
_SEPARATORS = re.compile(r" ?(?:[_|｜]{1,3}|-{2,4}) ?| [-–—]{1,2} ?|[-–—]{1,2} |[-–—](?=[^-–—]{2,24}$)")
# Lines that stand where a title might: breadcrumbs, share hints, section headings.
_NO_TITLE = re.compile(
    r"^[^\u4e00-\u9fff]*$|[。；]|位置 ?[:：]|^首页|>|扫一扫|[:：]$|"
    r"^(?:正文|详情|详细(?:信息|内容)|信息详情|内容详情|网站导航|站内搜索|搜索|附件)$"
)
_DATE = re.compile(
    r"[（(\[【]?\s?(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}日?(?:\s?\d{1,2}:\d\d(?::\d\d)?)?\s?[)）\]】]?"
)
_LONGEST = 160
_LONGEST_PAGE_TITLE = 500
_NEAR = 12
_INSIDE = 8
_GAP = 4
_LINES = 4
_HEADINGS = frozenset(("h1", "h2", "h3"))
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
    blocks = outline.blocks[: span.start + _INSIDE]
    limit = len(blocks)
    keys = list(map(_key, blocks))
    info = _info_start(blocks, span)
    best, best_score = (-1, -1), 1.0
    for start in range(limit):
        if not keys[start]:
            continue
        printed = _printed(blocks[start], span, info)
        told = keys[start] in wanted[0] or keys[start] in wanted[1]
        for end in range(start + 1, min(start + (_LINES if told else 1), limit) + 1):
            key = "".join(keys[start:end])
            if not keys[end - 1] or len(key) > _LONGEST:
                break
            confirmed = _confirmed(key, *wanted) if told else 0.0
            if confirmed + printed > best_score and (confirmed or end == start + 1):
                best, best_score = (start, end), confirmed + printed
    if best[0] < 0:
        return Title(_from_metas(metas))
    start, end = best if best_score >= _SURE else _whole(outline.blocks, best[0])
    text = " ".join(_undated(block) for block in outline.blocks[start:end])
    rule = "printed+meta" if best_score >= _SURE else "heading"
    return Title(Finding(text, rule, round(min(0.99, 0.5 + best_score / 20), 2)), start, end)


def _undated(block: Block) -> str:
    """The text without a date, and labels behind it, that stand in an element of their own at its end."""
    text, edge, last = block.line.rpartition(EDGE)
    date = _DATE.match(last) if edge and text else None
    dated = date is not None and (date.end() == len(last) or bool(parse_labels(last)))
    return clean(text.replace(EDGE, " ")) if dated else block.text


def dated_title(outline: Outline, title: Title) -> range:
    """The title's blocks, where they print the date too."""
    blocks = outline.blocks[max(0, title.start) : max(0, title.end)]
    return range(title.start, title.end) if any(_undated(block) != block.text for block in blocks) else range(0)


def _key(block: Block) -> str:
    """What is compared with the metas; a link is no title unless its element is a heading."""
    if len(block.text) > _LONGEST or (is_linked(block) and block.region.tag not in _HEADINGS):
        return ""
    return letters(_undated(block))


def _whole(blocks: list[Block], start: int) -> tuple[int, int]:
    """A title's lines: all of its own heading, and a subtitle that opens with a dash."""
    end = start + 1
    while start > 0 and end - start < _LINES and blocks[start - 1].region is blocks[start].region:
        start -= 1
    while end < len(blocks) and end - start < _LINES:
        if blocks[end].region is not blocks[start].region and not blocks[end].text.startswith(("——", "--", "—")):
            break
        end += 1
    return (start, end) if sum(len(block.text) for block in blocks[start:end]) <= _LONGEST else (start, start + 1)


def _info_start(blocks: list[Block], span: Span) -> int:
    """Where the info lines above the body begin; the title stands right above them."""
    at = min(span.start, len(blocks))
    lines = [block.index for block in blocks if block.index >= at - _NEAR and _is_info(block)]
    if not lines:
        return at
    prose = next(
        (block.index for block in blocks[at:] if is_prose(block.text) and not is_info_line(block)), len(blocks)
    )
    lines = [line for line in lines if line < prose] or lines  # a date below text is the one it is signed with
    first = lines[-1]
    for line in reversed(lines):
        if first - line > _GAP:
            break
        first = line
    return first


def _is_info(block: Block) -> bool:
    dated = len(block.text) <= 60 and may_be_dated(block.text) and free_date(block.line, []) is not None
    return (dated or is_info_line(block)) and not (is_heading(block) and _undated(block) != block.text)


def _confirmed(key: str, article: str, page: str) -> float:
    """How far the metas say that this text is the title."""
    score = 0.0
    if article and key == article:
        score += 8
    if len(key) >= 4 and page.startswith(key):
        score += 6 + len(key) / 20
    elif len(key) >= 6 and key in page:
        score += 4 + len(key) / 40
    return score


def _printed(block: Block, span: Span, info: int) -> float:
    """How much the element looks like a title, and how near it stands above the info lines."""
    if is_linked(block) or len(block.text) < 4 or _NO_TITLE.search(block.text) or is_tool(block.text):
        return -5.0
    if block.index >= info and _is_info(block):
        return -5.0
    near = max(0.0, 3.0 - 0.75 * abs(info - 1 - block.index)) if block.index < info else 0.0
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
    parts = _SEPARATORS.split(text[:_LONGEST_PAGE_TITLE])
    return parts[0].strip() or text.strip()
