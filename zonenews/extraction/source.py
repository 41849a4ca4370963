"""Finds the source 来源: the printed line; the meta tag only where no label is printed."""

import re
from typing import Any

from zonenews.extraction.blocks import Mark
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.infolines import Dated, Entry
from zonenews.extraction.labels import parse_labels, value_text
from zonenews.extraction.layout import Layout
from zonenews.extraction.metas import Metas
from zonenews.extraction.page import Page
from zonenews.extraction.scripted import scripted_value
from zonenews.extraction.text import clean
from zonenews.extraction.visible import short_text

_NAMED = re.compile(
    r"source_?baidu|(?:^|[\s_-])source(?:$|[\s_-])|sourcename|source-?name|article-?source|laiyuan|(?:^|\s)ly(?:$|\s)|news-?source|media-?name"
)
_PARTS = re.compile(r"[\x1e\x1f\s·|丨/⋅•]+")
_NAME = re.compile(r"[\w（）()“”《》-]{2,20}")
# What stands beside a date and is no name of a source.
_NO_NAME = re.compile(
    r"^(?:[大中小]|\d+|[a-zA-Z0-9_]+|正文|原创|首页|星期.|周.|上午|下午)$|^(?:打印|关闭|分享|字[号体]|浏览|阅读|评论|来自|关注|举报|发布|更新|收藏|编辑|作者|点击|访问|责任|我有话)|[。，？！]|\d{3,}"
)
_LONGEST = 60
_LONGEST_NAME = 30
_LONGEST_LINE = 200
_FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp)$", re.I)


def find_source(page: Page, layout: Layout) -> Finding[str]:
    """The source as printed; a printed label with nothing behind it is a missing source."""
    credits = layout.info.of("source")
    around = [entry for entry in credits if _is_around(entry, layout)]
    within = [entry for entry in credits if not _is_around(entry, layout)]
    if found := _first(around) or _named(layout) or _pictured(layout):
        return found
    if around:
        return _scripted(page) or missing(f"{around[0].label} is printed with nothing behind it")
    beside = _beside_date(layout)
    return (
        (None if beside else _first(within))
        or _meta(layout.metas)
        or beside
        or _first(within)
        or _first(layout.info.of("issuer"))
        or _scripted(page)
        or missing("no source label is printed and no meta tag holds one")
    )


def _is_around(entry: Entry, layout: Layout) -> bool:
    """Whether the entry stands outside the body's container."""
    return entry.place != "tail" or entry.index >= layout.span.end


def _pictured(layout: Layout) -> Finding[str] | None:
    """What a picture beside the title says: 来源 and a name, or a name alone right behind a printed label."""
    for mark in layout.outline.images:
        text = clean(mark.element.get("alt") or mark.element.get("title") or "")[:_LONGEST_LINE]
        if not text or not _is_over_body(mark, layout):
            continue
        said = next((label.value for label in parse_labels(text)[:1] if label.kind == "source"), "")
        value = value_text(said or (text if _is_labelled(mark.element) else ""))
        if value and len(value) <= _LONGEST_NAME and not (_NO_NAME.search(value) or _FILE_NAME.search(value)):
            return Finding(value, "picture", 0.7)
    return None


def _is_labelled(element: Any) -> bool:
    """Whether a source label with nothing behind it stands right before an element."""
    labels = parse_labels(_before(element))
    return bool(labels) and labels[-1].kind == "source" and not labels[-1].value.strip()


def _before(element: Any) -> str:
    """The text right before an element."""
    previous = element.getprevious()
    if previous is None:
        return clean(element.getparent().text or "")
    return clean(previous.tail or "") or short_text(previous, _LONGEST_LINE)


def _is_over_body(mark: Mark, layout: Layout) -> bool:
    """Whether a picture stands around the title, and not in the body."""
    if mark.index != layout.body.start:
        return mark.index < layout.body.start and layout.is_near(mark.index)
    region = layout.span.region
    return region is not None and all(parent is not region.element for parent in mark.element.iterancestors())


def _meta(metas: Metas) -> Finding[str] | None:
    if (meta := metas.source) and (value := value_text(meta[1])) and len(value) <= _LONGEST:
        return Finding(value, f"meta:{meta[0]}", 0.8)
    return None


def _scripted(page: Page) -> Finding[str] | None:
    """What an inline script writes behind the label."""
    raw = scripted_value(page.root, "source")
    if raw and (value := value_text(raw)) and not _NO_NAME.search(value):
        return Finding(value, "script", 0.6)
    return None


def _first(entries: list[Entry]) -> Finding[str] | None:
    for entry in entries:
        if (value := entry.value) and len(value) <= _LONGEST:
            return Finding(value, f"label:{entry.label}", 0.98 if entry.place == "head" else 0.9)
    return None


def _named(layout: Layout) -> Finding[str] | None:
    """The text of an element whose id or class says that it holds the source."""
    for named in layout.outline.named:
        if not (layout.is_near(named.index) or "baidu" in named.names) or not _NAMED.search(named.names):
            continue
        value = None if parse_labels(named.text) else value_text(named.text)
        if value and len(value) <= _LONGEST_NAME and not _NO_NAME.search(value):
            return Finding(value, f"named:{named.names.split()[0]}", 0.8)
    return None


def _beside_date(layout: Layout) -> Finding[str] | None:
    """A name without a label that stands right behind the date, right before it, or as a line of its own beside it."""
    for dated in layout.info.dates:
        before, after = _unlabelled(dated)
        if layout.title.start <= dated.index < layout.title.end:
            before = ""
        names = [*_PARTS.split(after)[:2], *_PARTS.split(before)[-2:]]
        if not any(names):
            names = [
                block.text
                for block in layout.outline.blocks[dated.index - 1 : dated.index + 2]
                if layout.is_head(block)
            ]
        for name in names:
            if _NAME.fullmatch(name) and not _NO_NAME.search(name):
                return Finding(name, "beside_date", 0.5)
    return None


def _unlabelled(dated: Dated) -> tuple[str, str]:
    """What stands right before and right behind a date, and belongs to no label."""
    starts = [found.start for found in parse_labels(dated.line)]
    before = "" if starts and starts[0] < dated.stamp.start else dated.line[: dated.stamp.start]
    end = next((start for start in starts if start >= dated.stamp.end), len(dated.line))
    return before[-80:], dated.line[dated.stamp.end : end][:80]
