"""Finds the source 来源: the printed line; the meta tag only where no label is printed."""

import re

from zonenews.extraction.blocks import Outline
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.infolines import Entry, InfoLines
from zonenews.extraction.labels import parse_labels, value_text
from zonenews.extraction.layout import Layout
from zonenews.extraction.metas import Metas
from zonenews.extraction.page import Page
from zonenews.extraction.scripted import scripted_value

_NAMED = re.compile(
    r"source_?baidu|(?:^|[\s_-])source(?:$|[\s_-])|sourcename|source-?name|article-?source|laiyuan|(?:^|\s)ly(?:$|\s)|news-?source|media-?name"
)
_PARTS = re.compile(r"[\x1e\x1f\s·|丨/⋅•]+")
_NAME = re.compile(r"[\w（）()“”《》-]{2,20}")
_NO_NAME = re.compile(
    r"^(?:\d+|大|中|小|打印|关闭|分享|字[号体]|浏览|阅读|评论|来自|关注|举报|发布|更新|原创|正文|收藏|编辑|作者|星期.|周.|点击|访问|责任|上午|下午)|[。，？！]|\d{3,}|^[a-zA-Z0-9_]+$"
)
_LONGEST = 60


def find_source(page: Page, layout: Layout) -> Finding[str]:
    """The source as printed; a printed label with nothing behind it is a missing source."""
    info, credits = layout.info, layout.info.of("source")
    if found := _first(credits) or _named(layout.outline, layout.near):
        return found
    if credits:
        return _scripted(page) or missing(f"{credits[0].label} is printed with nothing behind it")
    return (
        _first(info.of("issuer"))
        or _meta(layout.metas)
        or _beside_date(info)
        or _scripted(page)
        or missing("no source label is printed and no meta tag holds one")
    )


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


def _named(outline: Outline, near: range) -> Finding[str] | None:
    """The text of an element whose id or class says that it holds the source."""
    for named in outline.named:
        if (
            (named.index in near or "baidu" in named.names)
            and _NAMED.search(named.names)
            and not parse_labels(named.text)
        ):
            value = value_text(named.text)
            if value and len(value) <= 30 and not _NO_NAME.search(value):
                return Finding(value, f"named:{named.names.split()[0]}", 0.8)
    return None


def _beside_date(info: InfoLines) -> Finding[str] | None:
    """A name without a label that stands right behind the date, or right before it."""
    for dated in info.dates:
        after, before = (
            _PARTS.split(dated.line[dated.stamp.end :][:80]),
            _PARTS.split(dated.line[: dated.stamp.start][-80:]),
        )
        for name in (*after[:2], *before[-2:]):
            if _NAME.fullmatch(name) and not _NO_NAME.search(name):
                return Finding(name, "beside_date", 0.5)
    return None
