"""The addresses of articles and of sections are told apart, and hrefs mean what a browser would make of them."""

from urllib.parse import urljoin

import pytest
from listpages import SECTION

from zonenews.extraction.anchors import likeness
from zonenews.extraction.hrefs import absolute

ARTICLES = [
    "/xw/202310/t20231025_4567.html",
    "/site/c100022/202310/0f1e2d3c4b5a69788796a5b4c3d2e1f0.shtml",
    "/site/zwgk/2023-10/25/content_0f1e2d3c4b5a69788796a5b4c3d2e1f0.shtml",
    "/site/c106256/c987654/content.shtml",
    "/art/2023/1/5/art_123_456.html",
    "/col/col123/art/2026/art_0f1e2d3c4b5a69788796a5b4c3d2e1f0.html",
    "/xw/content/content_123456789012345678.html",
    "/info/1001/2345.htm",
    "/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1001&wbnewsid=2345",
    "/system/2023/10/25/012345678.shtml",
    "/content/post_123.html",
    "/news1/123.jhtml",
    "/eportal/ui?pageId=12&articleKey=345&columnId=678",
    "/zfxx/002/002001/20231025/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.html",
    "/contents/21/72948.html",
    "/content/article/123",
    "/xxgk/show/1234/5678.html",
    "/nw1234/20231025/0f1e2d3c4b5a69788796a5b4c3d2e1f0.html",
    "/n123/c456/content.html",
    "/a/2023/1025/123.html",
    "/plus/view.php?aid=123",
    "/news/2023-10-25/123.html",
    "/Item/123.aspx",
    "/shownews.asp?newsid=12",
    "/Content/show/id/303",
    "/xw/P020231025345.pdf",
    "/module/download/downfile.jsp?classid=0&filename=ab.doc",
]
SECTIONS = [
    "/", "/col/col123/index.html", "/xwzx/", "/xwzx/yqyw/index_2.html", "/zwgk/xxgk_list.shtml", "/channels/21.html",
    "/content/column/6795?pageIndex=1", "/plus/list.php?tid=23", "/e/action/ListInfo/?classid=5", "/node_123.htm",
    "/Category_5/Index.aspx", "/Content/browse/cid/303", "/list.asp?class=3", "/a/tzgg/list_5_2.html",
]  # fmt: skip


@pytest.mark.parametrize("path", ARTICLES)
def test_article_addresses(path: str) -> None:
    assert likeness("http://www.example.cn" + path) == 1.6


@pytest.mark.parametrize("path", SECTIONS)
def test_section_addresses(path: str) -> None:
    assert likeness("http://www.example.cn" + path) < 1


HREFS = [
    "a.html", "./a.html", "../a.html", "../../a.html", "/a.html", "/a//b.html", "a/../b.html", "?page=2",
    "//h.example.cn/a",
    "a/b/c.html?x=1&y=2", "/..a", "./", "..", "/", "a//b", "/a/./b", "http://x.example.cn/a?b#c",
]  # fmt: skip
BASES = [SECTION, SECTION + "index.html", "http://www.example.cn", "http://www.example.cn/a/../b/", SECTION + "?p=/x/y"]


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("href", HREFS)
def test_an_href_is_joined_as_browsers_do(base: str, href: str) -> None:
    assert absolute(base, href) == urljoin(base, href).partition("#")[0]


@pytest.mark.parametrize(
    "href", ["", "#", "#top", "javascript:;", "mailto:a@example.cn", "http://[", "ftp://x/y", "x" * 3000, None]
)
def test_what_is_no_web_address(href: str | None) -> None:
    assert absolute(SECTION, href) is None


def test_line_breaks_in_an_href_do_not_count() -> None:
    assert absolute(SECTION, " ./t2023\n1025_1.html ") == SECTION + "t20231025_1.html"


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        ("202310\\t20231025_1.html", SECTION + "202310/t20231025_1.html"),
        ("..\\..\\info\\1.htm", "http://www.example.cn/info/1.htm"),
        ("\\xw\\1.html", "http://www.example.cn/xw/1.html"),
        ("http:\\\\h.example.cn\\1.html", "http://h.example.cn/1.html"),
        ("show.asp?file=a\\b.doc", SECTION + "show.asp?file=a\\b.doc"),
    ],
)
def test_backslashes_are_slashes_before_the_query(href: str, meant: str) -> None:
    assert absolute(SECTION, href) == meant
