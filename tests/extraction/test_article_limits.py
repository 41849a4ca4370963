"""Hostile and huge pages cost no more than their size."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

import re
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from articlepages import TEXT, TITLE, URL, article, page, paragraphs
from timing import cost

from zonenews.extraction import (
    NotAnArticle,
    attachments,
    breadcrumb,
    chrome,
    dates,
    extract_article,
    images,
    labels,
    pages,
    pagetype,
    scripted,
    title,
)
from zonenews.extraction.text import clean, flatten, fold, letters

LINE = "来源：示例日报　发布时间：2023-10-25 16:27"
HOSTILE = ("a", " ", "\u3000", "1", "2023-", "2023年1月1日 ", "20231025", "来源：", "来 ", "：", "（", "【", "】", "|", "大 中 小 ", "分享到", "上一篇", "新浪微博", "返回首页", "相关",
           "位置", ">", " > ", "—", "_", "-", "{", "a{b}", "/*", "@page", "var a", "<", "&", "&nbsp;", "\"", "'", "document.write('", "=", "source='", "url=", "location.href='",
           ".pdf", "?file=", "附件1：", "〔2023〕1号", "不存在", "扫一扫", "。", "，", "\u200b", "\x1f", "\x1e")  # fmt: skip
SIZE = 100_000
MOST = 0.05


def patterns() -> list[tuple[str, Callable[[str], object]]]:
    """Every compiled pattern of the article's rules, and the functions that read short texts."""
    found: list[tuple[str, Callable[[str], object]]] = []
    for module in (attachments, breadcrumb, chrome, dates, images, labels, pages, pagetype, scripted, title):
        for name, value in vars(module).items():
            members = value.values() if isinstance(value, dict) else [value]
            found += [
                (f"{module.__name__.rpartition('.')[2]}.{name}", each.search)
                for each in members
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str)
            ]
    functions: tuple[Callable[[str], object], ...] = (
        clean, fold, letters, dates.find_date, dates.parse_date, labels.parse_labels, labels.value_text,
        chrome.is_tool, chrome.is_tail, chrome.is_css, chrome.is_footer, title.page_title,
    )  # fmt: skip
    return [
        *found,
        *((function.__name__, function) for function in functions),
        ("flatten", lambda text: flatten([text])),
    ]


@pytest.mark.parametrize(("name", "search"), patterns(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_hundred_kilobytes_cost_no_pattern_more_than_fifty_milliseconds(
    name: str, search: Callable[[str], object]
) -> None:
    for piece in HOSTILE:
        text = (piece * (SIZE // len(piece) + 1))[:SIZE] + "\u4e00x"
        spent = cost(partial(search, text), MOST)
        assert spent <= MOST, (name, piece, spent)


def read_time(html: str) -> float:
    body = html.encode()
    began = time.process_time()
    with suppress(NotAnArticle):
        extract_article(body, URL)
    return time.process_time() - began


@pytest.mark.parametrize(
    "grow",
    [
        lambda n: article(LINE, paragraphs() + "".join(f"<p>{TEXT[1]}第{i}项。</p>" for i in range(n))),
        lambda n: article(LINE, paragraphs(), nav="".join(f"<a href='/x/{i}.html'>导航栏目{i}</a>" for i in range(n))),
        lambda n: article(
            LINE,
            wrap="<div class='nr'>{}</div>"
            + "".join(f"<li><a href='{i}.html'>某某工作会议召开{i}</a>2023-10-25</li>" for i in range(n)),
        ),
        lambda n: article(
            LINE,
            "<table>" + "".join(f"<tr><td>第{i}项</td><td>{i}</td></tr>" for i in range(n)) + "</table>" + paragraphs(),
        ),
        lambda n: article(LINE, "".join(f"<img src='{i}.jpg'>" for i in range(n)) + paragraphs()),
        lambda n: page(f"<h1>{TITLE}</h1>" + "".join(f"<span>来源：某{i}</span>" for i in range(n)) + paragraphs()),
        lambda n: article("来源：" + "示例" * n + " 2023-10-25"),
        lambda n: article(LINE, "<div><span>" * (min(n, 2000) // 4) + paragraphs()),
        lambda n: article(LINE, paragraphs() + "<a href='a.pdf'>表</a>" * n),
        lambda n: "<p>上一篇" * n,
        lambda n: article(LINE, "<span class='x'>示例" * (n // 8) + "示例园区" * n),
        lambda n: article("", "<figure>" + "<img src='a.jpg'>" * n + "</figure>", title="图"),
        lambda n: page("<div class='content'><img src='a.jpg'></div>" * n),
        lambda n: page("<div class='content'>" * (n // 5) + "<img src='a.jpg'>" * n),
    ],
    ids=[
        "paragraphs",
        "links",
        "rows",
        "table",
        "pictures",
        "labels",
        "long_value",
        "deep",
        "files",
        "unclosed",
        "spans",
        "figure",
        "containers",
        "nested",
    ],
)
def test_cost_grows_no_faster_than_the_page(grow: Callable[[int], str]) -> None:
    small, large = grow(1000), grow(8000)
    ratio = len(large) / len(small)
    assert (
        min(read_time(large) for _ in range(2))
        <= 3.0 * ratio * max(min(read_time(small) for _ in range(3)), 0.002) + 0.05
    )


def test_five_megabytes_and_ten_thousand_links_are_read() -> None:
    links = "".join(f"<li><a href='/x/{i}.html'>某某工作会议召开{i}</a></li>" for i in range(10_000))
    filler = "<!--" + "x" * 4_500_000 + "-->"
    html = article(LINE, wrap="<div class='nr'>{}</div>" + links + filler)
    assert len(html) > 4_500_000
    assert extract_article(html.encode(), URL).paragraphs == TEXT
    assert read_time(html) < 3
