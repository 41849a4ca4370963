"""The article rows of a list page, whatever they are built of and whatever stands around them."""

import pytest
from listpages import HOT_NEWS, MENU, SECTION, day, expected, page, read, rows, title, titles

PAGER = '<div class="page"><script>createPageHTML(20, 0, "index", "html");</script></div>'
SUMMARY = "近日，示范区召开会议部署有关工作，自2022年1月1日起施行的办法继续有效。"
SHAPES = {
    "list": ("<ul>", '<li><a href="./t20231025_{id}.html">{title}</a><span>{day}</span></li>', "</ul>"),
    "dates first": ("<ul>", '<li><span>{day}</span><a href="./t20231025_{id}.html">{title}</a></li>', "</ul>"),
    "date within the link": ("<ul>", '<li><a href="./t20231025_{id}.html">{title}<em>{day}</em></a></li>', "</ul>"),
    "headings": (
        "<div>",
        '<div class="item"><h3><a href="/info/1001/{id}.htm">{title}</a></h3><p>{summary}</p><p>{day}</p></div>',
        "</div>",
    ),
    "link around the row": (
        "<div>",
        '<a href="/content/post_{id}.html"><h4>{title}</h4><p>{summary}</p><span>{day}</span></a>',
        "</div>",
    ),
    "read on": (
        "<ul>",
        '<li><a href="/info/1001/{id}.htm">{title}</a>'
        '<p>{summary}<a href="/info/1001/{id}.htm">[详情]</a></p><i>{day}</i></li>',
        "</ul>",
    ),
    "read on only": (
        "<ul>",
        '<li><h3>{title}</h3><p>{summary}</p><i>{day}</i><a href="/info/1001/{id}.htm">查看详情</a></li>',
        "</ul>",
    ),
    "table": (
        "<table><tr><th>序号</th><th>标题</th><th>日期</th></tr>",
        '<tr><td>{id}</td><td><a href="show.asp?id={id}">{title}</a></td><td>{day}</td></tr>',
        "</table>",
    ),
    "a table a row": (
        "<div>",
        '<table><tr><td>·<a href="show.asp?id={id}">{title}</a></td><td>[{day}]</td></tr></table>',
        "</div>",
    ),
    "definition list": (
        "<dl>",
        '<dt><a href="/art/2023/10/25/art_12_{id}.html">{title}</a></dt><dd>{day}</dd>',
        "</dl>",
    ),
    "parted by br": ("<div>", '<a href="/art/2023/10/25/art_12_{id}.html">{title}</a> ({day})<br>', "</div>"),
    "column and title": (
        "<ul>",
        '<li>[<a href="/xwzx/tz/">通知公告</a>] <a href="/content/post_{id}.html">{title}</a><em>{day}</em></li>',
        "</ul>",
    ),
    "column by number": (
        "<ul>",
        '<li><a href="list.asp?classid=3">通知公告</a> <a href="show.asp?id={id}">{title}</a><em>{day}</em></li>',
        "</ul>",
    ),
    "pictures": (
        '<ul class="pic">',
        '<li><a href="/a/2023/{id}.html"><img src="x.jpg"></a>'
        '<p><a href="/a/2023/{id}.html">{title}</a> {day}</p></li>',
        "</ul>",
    ),
    "two table rows": (
        "<table>",
        '<tr><td><a href="show.asp?id={id}">{title}</a></td></tr><tr><td>{summary}</td></tr><tr><td>{day}</td></tr>',
        "</table>",
    ),
    "dates before in dt": ("<dl>", '<dt>{day}</dt><dd><a href="/info/1001/{id}.htm">{title}</a></dd>', "</dl>"),
    "dates before, flat": ("<div>", '<span>{day}</span><a href="/info/1001/{id}.htm">{title}</a><br>', "</div>"),
    "text before, flat": ("<div>", '{day} <a href="/info/1001/{id}.htm">{title}</a><br>', "</div>"),
    "onclick": (
        "<ul>",
        "<li onclick=\"window.open('./t20231025_{id}.html')\"><b>{title}</b><i>{day}</i></li>",
        "</ul>",
    ),
    "data-url": ("<ul>", '<li data-url="./t20231025_{id}.html"><b>{title}</b><i>{day}</i></li>', "</ul>"),
    "odd and even": (
        "<div>",
        '<p class="row{id}"><a href="/system/2023/10/25/{id:09d}.shtml">{title}</a><i>{day}</i></p>',
        "</div>",
    ),
    "layout table": (
        "<table><tr><td><table>",
        '<tr><td height="20">·</td><td><a href="view.asp?newsid={id}">{title}</a>({day})</td></tr>',
        "</table></td></tr></table>",
    ),
}


def build(shape: str, count: int) -> str:
    before, row, after = SHAPES[shape]
    numbers = range(count)
    return (
        before + "".join(row.format(id=n + 700, title=title(n), day=day(n), summary=SUMMARY) for n in numbers) + after
    )


@pytest.mark.parametrize("count", [1, 2, 3, 20, 60])
@pytest.mark.parametrize("shape", SHAPES)
def test_rows_beside_menu_and_hot_news(shape: str, count: int) -> None:
    listing = read(page(build(shape, count) + PAGER))
    assert titles(listing) == expected(count)
    assert [link.date for link in listing.links] == [day(n) for n in range(count)]


@pytest.mark.parametrize("count", [2, 3, 20])
@pytest.mark.parametrize("shape", SHAPES)
def test_rows_without_a_pager(shape: str, count: int) -> None:
    assert titles(read(page(build(shape, count)))) == expected(count)


@pytest.mark.parametrize("count", [1, 2, 20])
def test_rows_without_any_dates(count: int) -> None:
    items = "".join(f'<li><a href="../../info/1001/{n + 100}.htm">{title(n)}</a></li>' for n in range(count))
    listing = read(page(f"<ul>{items}</ul>{PAGER}"))
    assert titles(listing) == expected(count)
    assert {link.date for link in listing.links} == {None}


def test_a_list_in_pieces_of_five_is_one_list() -> None:
    pieces = "".join(f'<div class="g">{rows(5, first)}</div><div class="line"></div>' for first in range(0, 20, 5))
    assert titles(read(page(f"<div>{pieces}</div>{PAGER}"))) == expected(20)
    pieces = "".join(rows(min(5, 17 - first), first) for first in range(0, 17, 5))
    assert titles(read(page(f"<div>{pieces}</div>{PAGER}"))) == expected(17)


def test_a_list_in_months_is_one_list() -> None:
    pieces = "".join(f"<div><h4>2023年{first // 5 + 1}月</h4>{rows(5, first)}</div>" for first in range(0, 15, 5))
    assert titles(read(page(f"<div>{pieces}</div>"))) == expected(15)


def test_blocks_of_several_sections_are_told() -> None:
    blocks = "".join(
        f'<div class="block"><h3>{name}<a href="/{name}/">更多</a></h3>{rows(6, first)}</div>'
        for first, name in ((0, "园区动态"), (6, "通知公告"), (12, "招商信息"))
    )
    listing = read(page(f"<div>{blocks}</div>", side=""))
    assert listing.flags == ("several_sections",)
    assert titles(listing) == expected(18)


def test_a_headline_above_the_list_is_its_first_row() -> None:
    head = f'<div class="first"><h2><a href="./t20231030_9999.html">{title(99)}</a></h2><p>{SUMMARY}</p></div>'
    listing = read(page(f'<div class="list">{head}{rows(8)}</div>{PAGER}'))
    assert titles(listing) == [title(99), *expected(8)]
    assert read(page(f"<div><h2>园区要闻</h2>{rows(8)}</div>{PAGER}")).links == listing.links[1:]


def test_closed_tabs_are_other_lists() -> None:
    tabs = f'<div class="tab">{rows(10)}</div><div class="tab" style="display: none">{rows(10, 30)}</div>'
    assert titles(read(page(f"<div>{tabs}</div>", side=""))) == expected(10)


def test_blocks_beside_a_paged_list_are_left_out() -> None:
    blocks = "".join(f'<div class="b"><h3>{name}</h3>{rows(6, 40)}</div>' for name in ("园区动态", "通知公告"))
    listing = read(page(f"<div>{rows(20)}{PAGER}</div>", side=f'<div class="r">{blocks}</div>'))
    assert titles(listing) == expected(20)
    assert listing.flags == ()


def test_comments_hidden_rows_and_separators_are_no_rows() -> None:
    items = (
        '<li><a href="./t20231025_1.html">示范经开区召开第一次会议</a><span>2023-10-25</span></li>'
        '<!-- <li><a href="./t20231025_2.html">示范经开区旧的一条</a></li> --><li class="line"></li>'
        '<li style="display:none"><a href="./t20231025_3.html">示范经开区隐藏的一条</a></li>'
        '<li><a href="./t20231025_4.html"><i></i></a></li>'
        '<li><a href="./t20231024_5.html">示范经开区召开第二次会议</a><span>2023-10-24</span></li>'
        '<li><a href="./t20231025_1.html">示范经开区召开第一次会议</a><span>2023-10-25</span></li>'
    )
    listing = read(page(f"<ul>{items}</ul>{PAGER}"))
    assert titles(listing) == ["示范经开区召开第一次会议", "示范经开区召开第二次会议"]


def test_off_site_and_attachment_rows_are_rows() -> None:
    items = (
        '<li><a href="https://mp.weixin.example.cn/s/AbCd">示范经开区公众号文章一则</a><span>2023-10-25</span></li>'
        '<li><a href="./P020231025.pdf">示范经开区年度报告全文</a><span>2023-10-24</span></li>'
        f'<li><a href="./t20231023_9.html">{title(0)}</a><span>2023-10-23</span></li>'
    )
    listing = read(page(f"<ul>{items}</ul>{PAGER}"))
    assert [link.url for link in listing.links] == [
        "https://mp.weixin.example.cn/s/AbCd",
        SECTION + "P020231025.pdf",
        SECTION + "t20231023_9.html",
    ]


@pytest.mark.parametrize(
    "mark",
    [
        "<em>置顶</em>{link}",
        "[置顶]{link}",
        '<i class="zhiding"></i>{link}',
        '{link}<img src="/i/top.gif">',
        '<span class="top">顶</span>{link}',
    ],
)
def test_pinned_rows_are_marked(mark: str) -> None:
    pinned = mark.format(link=f'<a href="./t20210101_1.html">{title(7)}</a>') + "<span>2021-01-01</span>"
    plain = f'<a href="./t20231025_2.html">{title(8)}</a><span>2023-10-25</span>'
    listing = read(page(f"<ul><li>{pinned}</li><li>{plain}</li></ul>{PAGER}"))
    assert [(link.title, link.pinned) for link in listing.links] == [(title(7), True), (title(8), False)]


def test_lists_in_lists_keep_their_outer_rows() -> None:
    items = "".join(
        f'<li><a href="./t20231025_{n}.html">{title(n)}</a><span>{day(n)}</span>'
        f'<ul><li><a href="./P{n}.pdf">附件</a></li></ul></li>'
        for n in range(8)
    )
    assert titles(read(page(f"<ul>{items}</ul>{PAGER}"))) == expected(8)


def test_a_two_column_table_gives_every_cell() -> None:
    cells = [f'<td><a href="./t20231025_{n}.html">{title(n)}</a> {day(n)}</td>' for n in range(10)]
    table = "".join(f"<tr>{cells[n]}{cells[n + 1]}</tr>" for n in range(0, 10, 2))
    assert titles(read(page(f"<table>{table}</table>{PAGER}"))) == expected(10)


def test_the_next_page_is_read_in_the_same_place() -> None:
    first = read(page(rows(20) + PAGER))
    last = read(page(rows(1, 20) + PAGER), first.next or "", first)
    assert titles(last) == expected(1, 20)
    empty = read(page("<ul></ul>" + PAGER), first.next or "", first)
    assert empty.links == ()
    assert read(page("<p>暂无数据</p>" + PAGER), first.next or "", first).links == ()


def test_plain_side_bars_do_not_outweigh_a_short_list() -> None:
    side = HOT_NEWS.replace("热点新闻", "").replace(' class="right"', "")
    for count in (1, 2, 20):
        assert titles(read(page(rows(count) + PAGER, side=side))) == expected(count)
        assert titles(read(page(f"<h2>园区要闻</h2>{rows(count)}", side=side))) == expected(count)


def test_a_page_without_rows_has_no_links() -> None:
    unnamed = MENU.replace("header", "").replace("nav", "")
    for main in ("", "<p>暂无数据</p>", "<ul></ul>"):
        assert read(page(main, side="")).links == ()
        assert read(page(main, side="", menu=unnamed)).links == ()


def test_a_profile_selects_rows_and_next() -> None:
    from zonenews.extraction.listing import extract_listing
    from zonenews.profile import Profile

    html = page(f'<div id="mine">{rows(3)}</div><a id="go" href="p2.html">再看</a>').encode()
    listing = extract_listing(html, SECTION, profile=Profile(rows="#mine li", next="#go"))
    assert (titles(listing), listing.next, listing.pager) == (expected(3), SECTION + "p2.html", "profile")
    assert extract_listing(html, SECTION, profile=Profile(rows="li.none")).links == ()
