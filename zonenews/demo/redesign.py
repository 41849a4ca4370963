"""What a redesign does to a section: pages without a source, or a list page that is read no more, or amiss."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from zlib import crc32

from zonenews.demo.answer import Answer
from zonenews.demo.article import Content
from zonenews.demo.frame import Frame
from zonenews.demo.section import Section

_LABEL = re.compile(r"(?:信息|稿件|文章|新闻)?来\s*源\s*[:：]\s*")
_GUIDES = ("企业开办", "工程审批", "人才落户", "项目备案", "用地申请", "招商咨询")


def _cards(section: Section) -> str:
    """Rows without a link: a script knows where each leads."""
    cards = (
        f'<div class="card" data-key="{crc32(row.target.encode()):x}"><b>{escape(row.title)}</b><i>{row.day}</i></div>'
        for row in section.rows[: section.page_rows]
    )
    return f'<div class="cards" id="app-list">{"".join(cards)}</div>'


def _two(section: Section) -> str:
    """The two newest rows, and no way to more."""
    rows = (
        f'<li><a href="{escape(row.target)}">{escape(row.title)}</a><span>{row.day}</span></li>'
        for row in section.rows[:2]
    )
    return f'<div class="newest"><ul>{"".join(rows)}</ul></div>'


def _guides(section: Section) -> str:
    """Rows that lead to guides of the site's services, in place of news."""
    rows = (
        f'<li><a href="/fwzn/{crc32(section.path.encode()):x}/{place}.html">{name}办事指南及所需材料清单</a></li>'
        for place, name in enumerate(_GUIDES)
    )
    return f'<ul class="guides">{"".join(rows)}</ul>'


def _nothing(section: Section) -> str:
    """No rows, and nothing else on the page."""
    return f"<h2>{section.name}</h2><p>本栏目正在升级改造，敬请期待。</p>"


LISTS: Mapping[str, Callable[[Section], str]] = {"cards": _cards, "two": _two, "guides": _guides, "nothing": _nothing}
WAYS = ("no source", *LISTS)


def list_page(section: Section, page: str | Answer, frame: Frame, way: str | None) -> str | Answer | None:
    """A list page after the redesign; the services that gave rows before are gone."""
    if way is None or way not in LISTS:
        return page
    if isinstance(page, Answer):
        return None
    main = f'<div class="new">{LISTS[way](section)}</div>'
    if way == "nothing":
        return f"<html><head><title>{section.name}</title></head><body>{main}</body></html>"
    return frame.page(f"{section.name}_{frame.zone.name}", "", main)


def content(said: Content, way: str | None) -> Content:
    """What an article says after the redesign."""
    return replace(said, source=None) if way == "no source" else said


def article_page(text: str, way: str | None) -> str:
    """An article's page after the redesign."""
    return _LABEL.sub("", text) if way == "no source" else text
