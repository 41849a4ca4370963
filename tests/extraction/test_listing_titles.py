"""Whole titles and printed dates of rows."""

import pytest
from listpages import SECTION, day, page, read, title

WHOLE = "示范经开区管委会关于公布二〇二三年度第三批重点项目名单的通知"
TITLES = [
    (f'<a href="{{url}}" title="{WHOLE}">示范经开区管委会关于公布二〇…</a>', WHOLE),
    (f'<a href="{{url}}" title="{WHOLE}">示范经开区管委会关于公布...</a>', WHOLE),
    (f'<a href="{{url}}" title="{WHOLE}">示范经开区管委会关于公布</a>', WHOLE),
    (f'<a href="{{url}}" title="点击查看">{WHOLE}</a>', WHOLE),
    (f'<a href="{{url}}" title="">{WHOLE}</a>', WHOLE),
    (f'<a href="{{url}}" title="标题：{WHOLE}&#10;发布时间：2023-10-25">示范经开区管委会关于公布…</a>', WHOLE),
    (f'<a href="{{url}}" title="&lt;b&gt;{WHOLE}&lt;/b&gt;">示范经开区管委会…</a>', WHOLE),
    (f'<a href="{{url}}">·{WHOLE}</a>', WHOLE),
    (f'<a href="{{url}}"> {WHOLE[:9]}<br>\n{WHOLE[9:]} </a>', WHOLE[:9] + " " + WHOLE[9:]),
    (f'<a href="{{url}}">{WHOLE} [2023-10-25]</a>', WHOLE),
    (f'<a href="{{url}}">2023-10-25 {WHOLE}</a>', WHOLE),
    (f'<a href="{{url}}"><img alt="图" src="a.jpg"></a><a href="{{url}}">{WHOLE}</a>', WHOLE),
    (f'<a href="{{url}}"><img alt="{WHOLE}" src="a.jpg"></a>', WHOLE),
    (f'<a href="{{url}}"><em>10-25</em>{WHOLE}</a>', WHOLE),
    (f'<a href="{{url}}"><i></i>{WHOLE}<span>[10-25]</span></a>', WHOLE),
    (f'<a href="{{url}}"><span class="tit">{WHOLE}</span><span>2023-10-25</span></a>', WHOLE),
    ('<a href="{url}">2023年度预算公开</a>', "2023年度预算公开"),
    ('<a href="{url}">关于2023-2025年行动方案的通知</a>', "关于2023-2025年行动方案的通知"),
    ('<a href="{url}">TOP100企业榜单发布</a>', "TOP100企业榜单发布"),
]


@pytest.mark.parametrize(("link", "whole"), TITLES)
def test_the_title_is_whole_and_bare(link: str, whole: str) -> None:
    other = f'<li><a href="./t20231024_2.html">{title(2)}</a><span>2023-10-24</span></li>'
    row = f"<li>{link.format(url='./t20231025_1.html')}<span>2023-10-25</span></li>"
    listing = read(page(f"<ul>{row}{other}</ul><div>1/1</div>"))
    assert listing.links[0].title == whole
    assert (listing.links[0].pinned, listing.links[0].date) == (False, "2023-10-25")


DATES = [
    ("<span>2023-10-25</span>", "2023-10-25"),
    ("<span>[2023/10/25]</span>", "2023-10-25"),
    ("<span>（2023.10.5）</span>", "2023-10-05"),
    ("<span>2023年10月25日</span>", "2023-10-25"),
    ("<span>2023-10-25 16:27:03</span>", "2023-10-25"),
    ("<span>20231025</span>", "2023-10-25"),
    ("<span>\n 2023-\n 10-25 </span>", "2023-10-25"),
    ("<span>发布时间：2023-10-25</span><span>截止：2023-11-30</span>", "2023-10-25"),
    ("<b>25</b><i>2023-10</i>", "2023-10-25"),
    ("<b>25</b><i>2023.10</i>", "2023-10-25"),
    ("<b>25日</b><i>2023年10月</i>", "2023-10-25"),
    ("<i>2023-10</i><b>25</b>", "2023-10-25"),
    ("<b>10-25</b><i>2023</i>", "2023-10-25"),
    ("<i>2023</i><b>10-25</b>", "2023-10-25"),
    ("<i>2023年</i><b>10月25日</b>", "2023-10-25"),
    ("<i>2023</i>-<i>10</i>-<i>25</i>", "2023-10-25"),
    ("<span>10-25</span>", "2023-10-25"),
    ("<span>[10月25日]</span>", "2023-10-25"),
    ("<span>10/25</span>", "2023-10-25"),
    ("<span>23-10-25</span>", "2023-10-25"),
    ("<span>2023-13-45</span>", None),
    ("<span>02-30</span>", None),
    ("<span>浏览 1025 次</span>", None),
    ("<span>16:27</span>", None),
    ("", None),
]


@pytest.mark.parametrize(("printed", "date"), DATES)
def test_the_printed_date(printed: str, date: str | None) -> None:
    items = "".join(f'<li><a href="./t20231025_{n}.html">{title(n)}</a>{printed}</li>' for n in range(4))
    listing = read(page(f"<ul>{items}</ul><div>1/1</div>"))
    assert [link.date for link in listing.links] == [date] * 4


YEARS = [
    ("./202401/t20240102_1.html", "12-31", "2023-12-31"),
    ("./202312/t20231231_1.html", "01-01", "2024-01-01"),
    ("/art/2023/10/25/art_1_2.html", "10-25", "2023-10-25"),
    ("/art/2023/1/5/art_1_2.html", "01-05", "2023-01-05"),
    ("/2023-10/25/content_12345.html", "10-25", "2023-10-25"),
    ("/202306/t20230601_1.html", "10-25", None),
    ("../../info/2001/2345.htm", "10-25", None),
    ("show.asp?id=2023", "10-25", None),
]


@pytest.mark.parametrize(("url", "printed", "date"), YEARS)
def test_the_year_comes_from_the_address_or_not_at_all(url: str, printed: str, date: str | None) -> None:
    items = f'<li><a href="{url}">{title(1)}</a><span>{printed}</span></li>'
    assert [link.date for link in read(page(f"<ul>{items}</ul><div>共1页</div>", side="")).links] == [date]


HOME = '<a href="/">首页</a>'
CRUMBS = [
    (
        f'<div class="x">您当前的位置 : {HOME}&nbsp;&gt;&nbsp;<a href="/a/">走进经开区</a>'
        "&nbsp;&gt;&nbsp;<a>经开区资讯</a></div>",
        ("首页", "走进经开区", "经开区资讯"),
    ),
    ('<div class="brumb">您当前的位置 ：首页 » 新闻 » 要闻</div>', ("首页", "新闻", "要闻")),
    (f'<div class="crumbs">{HOME}/<a href="/n/">新闻中心</a>/<span>要闻</span></div>', ("首页", "新闻中心", "要闻")),
    (f'<p>当前位置：{HOME}-&gt;<a href="/n/">政务公开</a>-&gt;公告</p>', ("首页", "政务公开", "公告")),
    (f'<div><span>所在位置：</span>{HOME} &gt; <a href="/n/">通知公告</a></div>', ("首页", "通知公告")),
    (
        f'<ul class="breadcrumb"><li>{HOME}</li><li><a href="/n/">新闻</a></li><li>要闻</li></ul>',
        ("首页", "新闻", "要闻"),
    ),
]


@pytest.mark.parametrize(("crumbs", "names"), CRUMBS)
def test_the_breadcrumb_names_the_section(crumbs: str, names: tuple[str, ...]) -> None:
    items = "".join(f'<li><a href="./t20231025_{n}.html">{title(n)}</a>{day(n)}</li>' for n in range(4))
    listing = read(page(f"<ul>{items}</ul>", crumbs=crumbs))
    assert (listing.breadcrumb, listing.name) == (names, names[-1])


def test_without_a_breadcrumb_the_section_is_named_by_meta_heading_or_title() -> None:
    body = f'<ul><li><a href="./t20231025_1.html">{title(1)}</a></li></ul>'
    assert (
        read(f'<html><head><meta name="ColumnName" content="通知公告"></head><body>{body}</body></html>').name
        == "通知公告"
    )
    assert read(f"<html><body><h2>招商信息</h2>{body}</body></html>").name == "招商信息"
    assert read(f"<html><head><title>园区要闻-示范经开区</title></head><body>{body}</body></html>").name == "园区要闻"
    assert read(body, SECTION).name is None
