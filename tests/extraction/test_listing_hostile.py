"""No input raises, nothing is slower than linear, and every row and address comes from the page."""

import json
from functools import partial
from time import perf_counter
from urllib.parse import urlsplit

import pytest
import timing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from listpages import SECTION, of_100_kb, page, plain, rows, title, usual_page

from zonenews.extraction.listing import extract_listing
from zonenews.profile import Api, Profile

PIECES = st.sampled_from(
    [
        "<ul>",
        "</ul>",
        "<li>",
        "<table><tr><td>",
        "</table>",
        "<div class='page'>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        '<a href="./t20231025_1.html" title="',
        '">示范经开区召开会议</a>',
        "<a href='javascript:;'>下一页</a>",
        "<a href=//[>x</a>",
        "createPageHTML(3, 0, 'index', 'html')",
        "createPageHTML('p', 3, 1, 'list', 'shtml', 9)",
        "document.write('<a href=1>')",
        "<datastore><totalrecord>9</totalrecord>",
        "<record><![CDATA[<li><a href=2>二</a></li>]]></record>",
        "<nextgroup>",
        "window._CONFIG = {SID: 1, TREE: [{id: 2",
        "var maxpage = 9;",
        "/system/count/0005000/000000000000/",
        "Ls.pagination({",
        "<form><input name=page value=1>",
        "<input name=__VIEWSTATE>",
        "__doPostBack('a','b')",
        "<span class='p_next'>",
        '{"data":[{"title":"标题","url":"/a/1","date":99999999999999999999}]}',
        "[{",
        "}]",
        "2023-13-45",
        "10-25",
        "共 9 页",
        "1/9",
        "当前位置：",
        ">",
        "<div queryData=\"{'webId':'1'}\">",
        "<base href='http://[x'>",
        "<base href='javascript:x'>",
        "\x00",
        "&#x0;",
        "<select><option value=a.html selected>1",
        "\ud800",
        "％",
        "１２",
        "²",
        "<a onclick=\"open('http://[')\">去</a>",
    ]
)
CURSORS = st.sampled_from(
    [
        None, {}, {"rows": "ul", "others": [1]}, {"page": 3}, {"base": 1, "number": 2}, {"group": 1}, {"place": 4},
        {"form": {"col": "1"}, "proxy": "/p.jsp", "end": 45, "size": 45, "per_page": 15},
    ]
)  # fmt: skip
URLS = st.sampled_from(
    [
        SECTION, SECTION + "index_2.html?page=²", "http://[", "", "x", "http://www.example.cn",
        "http://www.example.cn/gkmlpt/api/all/7?page=1", "http://www.example.cn/front/page/build/unit?paramJson=%5B",
        "http://www.example.cn/dataproxy.jsp?startrecord=1", "http://www.example.cn/%ff/?p=9999999999999999999999",
    ]
)  # fmt: skip

FIELDS = st.sampled_from(["title", "url", "date", "rows", "total", "data", "html"])


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join), URLS, CURSORS)
def test_no_page_raises_and_every_row_is_sound(html: str, url: str, cursor: dict[str, object] | None) -> None:
    body = html.encode("utf-8", "surrogatepass")
    listing = plain(extract_listing(body, url, cursor=cursor))
    assert listing == extract_listing(body, url, cursor=cursor)
    for link in listing.links:
        assert urlsplit(link.url).scheme in ("http", "https")
        assert link.title.strip() == link.title != ""
        assert link.date is None or len(link.date) == 10
    assert len({link.url for link in listing.links}) == len(listing.links)
    assert (listing.next is None) == (listing.end is not None)


@pytest.mark.parametrize(
    "html",
    [
        "<script>window._CONFIG = {SID: 1, TREE: [{id: 2}]}</script>",
        "<script>$.getJSON('http://www.example.cn/list', {pageNo: 1}, draw)</script>",
        "<script>location.href = '?pageNo=' + n</script><a href='http://www.example.cn/?pageNo=2'>下一页</a>",
    ],
)
def test_a_page_under_no_address_raises_nothing(html: str) -> None:
    page_with_rows = rows(3) + html
    assert extract_listing(page_with_rows.encode(), "http://[").url == "http://["


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "utf-16", "gbk", "nonsense"]))
def test_no_bytes_raise(body: bytes, encoding: str | None) -> None:
    extract_listing(body, SECTION, header_encoding=encoding)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5) | st.just("经开区召开会议\ud83d"),
        lambda inner: st.lists(inner) | st.dictionaries(FIELDS, inner),
        max_leaves=20,
    )
)
def test_no_answer_raises(answer: object) -> None:
    body = json.dumps(answer).encode("utf-8", "surrogatepass")
    plain(extract_listing(body, SECTION))
    profile = Profile(api=Api("/api", rows="rows", date="date", total="total"))
    shell = extract_listing(b"", SECTION, profile=profile)
    plain(extract_listing(body, shell.next or "", profile=profile, cursor=shell.cursor))


@pytest.mark.parametrize("profile", [None, Profile(api=Api("/api", rows="rows"))], ids=["no profile", "api"])
def test_half_a_character_and_endless_totals_cost_no_row(profile: Profile | None) -> None:
    records = [{"title": f"桐埠经开区召开第{n}次会议\ud83d", "url": f"/a/{n}.html?q=\udc00"} for n in range(5)]
    shell = extract_listing(b"", SECTION, profile=profile)
    body = json.dumps({"total": 10**25, "rows": records}).encode()
    listing = plain(extract_listing(body, shell.next or SECTION, profile=profile, cursor=shell.cursor))
    assert [link.title for link in listing.links] == [f"桐埠经开区召开第{n}次会议" for n in range(5)]
    assert [link.url for link in listing.links] == [f"http://www.example.cn/a/{n}.html?q=" for n in range(5)]


@pytest.mark.parametrize("total", [10**25, -(10**25), True])
def test_a_total_that_cannot_be_is_none(total: int) -> None:
    script = "<script>$.getJSON('/api/list?page=' + n, draw)</script>"
    shell = extract_listing(page(f'<ul class="list"></ul>{script}').encode(), SECTION)
    body = json.dumps({"total": total, "rows": [{"title": title(n), "url": f"/a/{n}.html"} for n in range(5)]}).encode()
    listing = plain(extract_listing(body, shell.next or "", cursor=shell.cursor))
    assert (len(listing.links), listing.total) == (5, None)


FLOODS = [
    "(",
    "(,",
    "'",
    '"',
    "{",
    "[{",
    "a",
    "1",
    "1 ",
    "2023-",
    "a:",
    "a=",
    "document.write(",
    "document.write('",
    "\\",
    " ",
    "open('",
    "<record>",
    "<datastore>",
    "<datastore><record>",
    "<nextgroup>",
    "&amp;",
    "共",
    "1/",
    "当前位置",
    "标题：",
    "<b",
    "...",
    ">",
    "置顶",
    "/system/count/",
    "/front/page/build/unit",
    "/dataproxy.jsp",
    "pagination(",
    "?page=",
    "0f",
    "x(1,",
    "index_1",
    "index_123456_",
    "Pager({",
    "//",
    '{"title":"',
    "{title:'a',url:",
    "a \n",
    "<div class=crumb>当前位置：<a>",
    "<ul><li><a href=x.html>示范经开区召开会议",
    "<div class=page><a class=off>下一页</a>",
    "<form><input name=page>",
    "<a href=y>",
]


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("place", ["%s", "<script>%s</script>", "<ul><li><a href=1.html>%s</a></li></ul>"])
def test_a_flood_of_100_kb_is_cheap(flood: str, place: str) -> None:
    half, whole = ((place % (rows(3) + flood * (size // len(flood)))).encode() for size in (50_000, 100_000))
    extract_listing(half, SECTION)
    first = cost(half)
    # twice the text at most about twice the time; the floor keeps a busy machine from failing the test
    assert cost(whole) < max(3 * first, 0.4)


TEXT_FLOODS = (
    *("a='x\\", 'a="x\\', "'x\\", "document.write('x'+", 'document.write("a"+b+', "{a:'x\\", '{"title":"', "var a=1;"),
    *("f(1,2)", "f(1,2,3,4)", "f(a,b,c,'html')", "f(1,2,'a','b')", "x('1',", "createPageHTML(1,", "countPage=1;"),
    *("'/x?p=' +", "'index_'+n+'.html'", "Pager({a:1", "TREE", "_CONFIG={SID:1,TREE", "perpage=", "columnid:'"),
    *("/system/count//0005000/000000000000/", "/front/page/build/unit", "/dataproxy.jsp", "__doPostBack('", "...", ">"),
    *(
        "<record>",
        "<record>x</record>",
        "<record><![CDATA[",
        "]]>",
        "<datastore>",
        "<datastore><record>",
        "<nextgroup>",
    ),
    *(
        "<nextgroup>x</nextgroup>",
        "<record>" * 2000 + "</record>",
        "2023-1",
        "共1页",
        "当前位置：a>",
        "标题：",
        '"',
        "'",
    ),
)


def test_a_next_group_under_no_address_is_none() -> None:
    listing = extract_listing(b"<datastore><totalrecord>9</totalrecord><nextgroup><base href='http://[x'>", SECTION)
    assert listing.next is None


@pytest.mark.parametrize("flood", TEXT_FLOODS, ids=lambda flood: flood[:24])
@pytest.mark.parametrize(
    "place", ["<script>%s</script>", '<a onclick="%s" title="%s">下一页</a>', "<datastore>%s</datastore>"]
)
def test_100_kb_of_text_cost_no_more_than_three_plain_scripts_of_the_size(flood: str, place: str) -> None:
    """A plain one costs some 40 ms; what grows with the square of a text costs minutes."""
    body = (rows(3) + place.replace("%s", of_100_kb(flood))).encode()
    assert timing.ratio(partial(extract_listing, body, SECTION), usual_page, 3) <= 3


def cost(body: bytes) -> float:
    """The better of two runs, in seconds."""
    times = []
    for _ in range(2):
        started = perf_counter()
        extract_listing(body, SECTION)
        times.append(perf_counter() - started)
    return min(times)


@pytest.mark.slow
def test_ten_thousand_links_cost_ten_times_a_thousand() -> None:
    small, large = page(rows(1000)).encode(), page(rows(10_000)).encode()
    assert len(extract_listing(large, SECTION).links) == 10_000
    assert cost(large) < max(20 * cost(small), 4)


def test_five_megabytes_of_text_beside_a_list() -> None:
    html = page(rows(20) + "<p>" + title(1) * 90_000 + "</p>").encode()
    assert len(html) > 4_000_000
    assert len(extract_listing(html, SECTION).links) == 20
    assert cost(html) < 4
