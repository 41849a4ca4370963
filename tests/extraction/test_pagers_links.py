"""Pagers that are links, buttons, numbers or selects."""

import pytest
from listpages import SECTION, page, read, rows

NEXT = [
    ('<a href="index_2.html">下一页</a>', "index_2.html"),
    ('<a href="index_2.jhtml">下页</a>', "index_2.jhtml"),
    ('<a href="list_5_2.html">后一页</a>', "list_5_2.html"),
    ('<a href="Index_2.aspx"> 下一页 &gt;&gt; </a>', "Index_2.aspx"),
    ('<a href="node_123_2.htm">›</a>', "node_123_2.htm"),
    ('<a href="?page=2">&gt;&gt;</a>', "?page=2"),
    ('<a href="?page=2">Next</a>', "?page=2"),
    ('<a href="?page=2" class="next">→</a>', "?page=2"),
    ('<a rel="next" href="?page=2">2</a>', "?page=2"),
    ('<a href="?page=2"><img src="/i/n.gif" alt="下一页"></a>', "?page=2"),
    ('<span onclick="location.href=\'?page=2\'">下一页</span>', "?page=2"),
    ('<input type="button" value="下一页" onclick="location.href=encodeURI(\'index_2.jhtml\');">', "index_2.jhtml"),
    ("<button onclick=\"window.location.href='index_2.html'\">下一页</button>", "index_2.html"),
    ("<a href=\"javascript:goPage('index_2.html')\">下一页</a>", "index_2.html"),
    ('<a data-url="index_2.html" href="javascript:;">下一页</a>', "index_2.html"),
    ('<a href="/e/action/ListInfo/?classid=5&amp;page=1">下一页</a>', "http://www.example.cn/e/action/ListInfo/?classid=5&page=1"),
    ('<a href="/xwzx/yqyw/2.html">下页</a>', "2.html"),
    ('<a href="list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1023&totalpage=11&PAGENUM=2">下页</a>',
     "list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1023&totalpage=11&PAGENUM=2"),
]  # fmt: skip
OFF = [
    '<a href="javascript:;">下一页</a>',
    '<a href="#">下一页</a>',
    '<a href="">下一页</a>',
    '<a href="/xwzx/yqyw/">下一页</a>',
    '<a class="disabled" href="?page=2">下一页</a>',
    "<span>下一页</span>",
    '<a href="?page=1">上一页</a>',
    '<a href="javascript:void(0)">下一页</a>',
]


@pytest.mark.parametrize(("link", "url"), NEXT)
def test_the_next_link_is_followed(link: str, url: str) -> None:
    listing = read(page(rows(5) + f'<div class="pages">{link}</div>'))
    assert listing.next == (url if url.startswith("http") else SECTION + url)
    assert (listing.pager, listing.end) == ("next_link", None)


@pytest.mark.parametrize("link", OFF)
def test_a_disabled_next_is_the_last_page(link: str) -> None:
    listing = read(page(rows(5) + f'<div class="pages">{link}</div>'))
    assert (listing.next, listing.end) == (None, "last_page")


def test_arrows_outside_a_pager_are_no_pager() -> None:
    slider = '<div class="swiper"><a class="next" href="/zt/hd/">&gt;</a></div>'
    listing = read(page(slider + rows(5)))
    assert (listing.next, listing.end) == (None, "no_pager")


def test_what_the_page_prints_of_its_length_is_reported() -> None:
    listing = read(page(rows(5) + '<p>共 231 条 第 2/12 页 <a href="index_3.html">下一页</a></p>'))
    assert (listing.total, listing.page, listing.pages) == (231, 2, 12)


def numbers(current: int, last: int) -> str:
    links = [
        f'<a href="?cid=7&p={n}">{n}</a>' if n != current else f'<b class="on">{n}</b>' for n in range(1, last + 1)
    ]
    return page(rows(5) + f"<div>{''.join(links)}</div>")


def test_numeric_links_lead_to_the_next_number() -> None:
    first = read(numbers(1, 3), SECTION + "?cid=7")
    assert (first.next, first.pager) == (SECTION + "?cid=7&p=2", "numeric_links")
    second = read(numbers(2, 3), first.next or "", first)
    assert second.next == SECTION + "?cid=7&p=3"
    last = read(numbers(3, 3), second.next or "", second)
    assert (last.next, last.end) == (None, "last_page")


def test_a_select_of_pages_is_followed() -> None:
    options = "".join(f'<option value="/xwzx/yqyw/{name}">{n}</option>' for n, name in ((1, ""), (2, "index_2.html")))
    html = page(rows(5) + f'<select onchange="self.location.href=this.value">{options}</select>')
    first = read(html)
    assert (first.next, first.pages) == (SECTION + "index_2.html", 2)
    last = read(html, first.next or "", first)
    assert (last.next, last.end) == (None, "last_page")


@pytest.mark.parametrize(
    "name", ["page", "pageNo", "pageNum", "PageIndex", "currPage", "curpage", "PAGENUM", "pn", "p"]
)
def test_a_script_that_builds_addresses_names_the_parameter(name: str) -> None:
    script = f"<script>function go(n){{location.href='?cid=7&{name}='+n;}}</script>"
    html = page(rows(5) + script + '<a href="javascript:go(2)">下一页</a> 共3页')
    first = read(html, SECTION + "?cid=7")
    assert first.next == SECTION + f"?cid=7&{name}=2"
    second = read(html, first.next or "", first)
    assert second.next == SECTION + f"?cid=7&{name}=3"
    assert read(html, second.next or "", second).end == "last_page"


def test_a_script_names_the_whole_address() -> None:
    script = "<script>function go(n){location.href='/news/list.asp?id=3&page='+n;}</script>"
    first = read(page(rows(5) + script + '<a href="javascript:go(2)">下一页</a>'))
    assert first.next == "http://www.example.cn/news/list.asp?id=3&page=2"


def test_a_button_that_only_a_script_understands_is_said() -> None:
    listing = read(page(rows(5) + '<a href="javascript:void(0)" onclick="loadMore(this)">下一页</a>'))
    assert (listing.next, listing.end) == (None, "unread_script")


def test_no_pager_is_said() -> None:
    listing = read(page(rows(5)))
    assert (listing.next, listing.pager, listing.end) == (None, "none", "no_pager")
