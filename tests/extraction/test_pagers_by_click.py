"""Pagers of drawn lists that only react to clicks: they are not followed, and that is said."""

import pytest

from zonenews.extraction.listing import extract_listing
from zonenews.profile import Profile

ROWS = "".join(
    f"<li><a href='/a/{n}.html'>示例高新区重点项目集中开工建设之{n}</a><span>2026-10-{n}</span></li>"
    for n in range(10, 20)
)
WAITING = {
    "element": '<div class="el-pagination"><ul class="el-pager"><li class="number">1</li></ul>'
    '<button class="btn-next"></button></div>',
    "ant": '<ul class="ant-pagination"><li class="ant-pagination-item">1</li>'
    '<li class="ant-pagination-next"><button></button></li></ul>',
    "layui": '<div class="layui-laypage"><a href="javascript:;" class="layui-laypage-next">下一页</a></div>',
    "plain": '<div class="page"><span>1</span><a href="javascript:;">2</a><a href="javascript:;">下一页</a></div>',
}
ENDED = {
    "element": '<div class="el-pagination"><button class="btn-next" disabled></button></div>',
    "ant": '<ul class="ant-pagination"><li class="ant-pagination-next ant-disabled"><button></button></li></ul>',
    "layui": '<div class="layui-laypage"><a href="javascript:;" class="layui-next layui-disabled">下一页</a></div>',
    "none": "",
    "slider": '<div class="swiper"><div class="swiper-button-next"></div></div>',
}


def end_of(pager: str, profile: Profile) -> str | None:
    body = f"<html><body><h1>园区要闻</h1><ul>{ROWS}</ul>{pager}</body></html>".encode()
    listing = extract_listing(body, "http://www.example.cn/list/", profile=profile)
    assert len(listing.links) == 10
    assert listing.next is None
    return listing.end


@pytest.mark.parametrize("name", WAITING)
def test_a_next_button_without_an_address_is_named(name: str) -> None:
    assert end_of(WAITING[name], Profile(drawn=("lists",))) == "by_click"


@pytest.mark.parametrize("name", ENDED)
def test_a_button_that_is_off_or_no_pagers_means_nothing(name: str) -> None:
    assert end_of(ENDED[name], Profile(drawn=("lists",))) != "by_click"


@pytest.mark.parametrize("name", WAITING)
def test_pages_that_are_read_as_they_come_are_not_judged_by_it(name: str) -> None:
    assert end_of(WAITING[name], Profile()) != "by_click"


def test_a_drawn_next_link_is_followed() -> None:
    body = f"<html><body><ul>{ROWS}</ul><div class=pages><a href='?p=2'>下一页</a></div></body></html>".encode()
    listing = extract_listing(body, "http://www.example.cn/list/", profile=Profile(drawn=("lists",)))
    assert listing.next == "http://www.example.cn/list/?p=2"
