"""Builds list pages in the shapes of the field, for the tests of rows and pagers."""

import json

import msgspec

from zonenews.extraction.listing import extract_listing
from zonenews.extraction.results import Listing

SECTION = "http://www.example.cn/xwzx/yqyw/"
TOPICS = (
    "经济运行",
    "项目建设",
    "科技创新",
    "招商引资",
    "营商环境",
    "安全生产",
    "生态环保",
    "人才服务",
    "产业集群",
    "党建引领",
)

MENU = (
    '<div class="header"><div class="nav"><ul>'
    + "".join(f'<li><a href="/lm{number}/">{TOPICS[number % 10]}专栏</a></li>' for number in range(60))
    + "</ul></div></div>"
)
HOT_NEWS = (
    '<div class="right"><h3>热点新闻</h3><ul>'
    + "".join(
        f'<li><a href="/zt/202309/t202309{day:02d}_88{day}.html">示范园区第{day}届产业对接活动圆满结束</a>'
        f"<span>2023-09-{day:02d}</span></li>"
        for day in range(1, 13)
    )
    + "</ul></div>"
)
FOOTER = (
    '<div class="footer"><p>友情链接：'
    + "".join(f'<a href="http://f{number}.example.cn/">某某市人民政府门户网站{number}</a>' for number in range(15))
    + "</p><p>主办单位：示范经开区管委会</p></div>"
)
CRUMBS = (
    '<div class="place">您当前的位置 : <a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/xwzx/">新闻中心</a>'
    '&nbsp;&gt;&nbsp;<a href="/xwzx/yqyw/">园区要闻</a></div>'
)


def title(number: int) -> str:
    return f"示范经开区{TOPICS[number % 10]}工作第{number}次推进会召开"


def day(number: int) -> str:
    return f"2023-10-{number % 28 + 1:02d}"


def trs_url(number: int) -> str:
    return f"./202310/t202310{number % 28 + 1:02d}_{4500 + number}.html"


def rows(count: int, first: int = 0) -> str:
    """A plain list: link and date in each `li`."""
    return "<ul>{}</ul>".format(
        "".join(
            f'<li><a href="{trs_url(number)}">{title(number)}</a><span>{day(number)}</span></li>'
            for number in range(first, first + count)
        )
    )


def page(main: str, *, menu: str = MENU, side: str = HOT_NEWS, crumbs: str = CRUMBS) -> str:
    """A whole page around a main part: a menu longer than the list, a side bar with dates, friend links."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>园区要闻_示范经开区</title></head><body>'
        f'{menu}{crumbs}<div class="content"><div class="left">{main}</div>{side}</div>{FOOTER}</body></html>'
    )


def read(html: str, url: str = SECTION, after: Listing | None = None) -> Listing:
    """The listing of a page; `after` is the listing that led to it."""
    return plain(extract_listing(html.encode(), url, cursor=after.cursor if after else None))


def plain(listing: Listing) -> Listing:
    """The listing as it is, which must come through to another process, and its cursor through days."""
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(listing), type=Listing) == listing
    assert json.loads(json.dumps(dict(listing.cursor))) == dict(listing.cursor)
    return listing


def titles(listing: Listing) -> list[str]:
    return [link.title for link in listing.links]


def expected(count: int, first: int = 0) -> list[str]:
    return [title(number) for number in range(first, first + count)]


def of_100_kb(text: str) -> str:
    """A text again and again."""
    return text * (100_000 // len(text))


_FUNCTION = """function show(a, b) {
  if (a > b) { return document.getElementById('box'); }
  var total = a + 1; /* 共几条 */
  return total * 2;
}
"""
_USUAL = (rows(3) + f"<script>{of_100_kb(_FUNCTION)}</script>").encode()


def usual_page() -> None:
    """Reads a page with a plain script of 100 KB, some 40 ms: the measure for what a hostile one may cost."""
    extract_listing(_USUAL, SECTION)
