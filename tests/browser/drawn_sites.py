"""Site files as an operator would write them for a site that scripts draw."""

from typing import ClassVar

from zonenews.profile import Profile
from zonenews.spiders import ZoneSpider

MODULE = {"SPIDER_MODULES": "tests.browser.drawn_sites"}
TITLE = "示例高新区重点项目集中开工建设"
TEXT = "总投资二十亿元的重点项目在示例高新区开工建设，各部门做好服务保障工作，力争早日投产达效。"


class DrawnSite(ZoneSpider):
    """Its lists and its articles are drawn."""

    name = "drawn_site"
    profile: ClassVar[Profile] = Profile(drawn=("lists", "articles"))


class PlainLists(ZoneSpider):
    """Its lists are read as they come, its articles are drawn; it has another host, which is not allowed."""

    name = "plain_lists"
    profile: ClassVar[Profile] = Profile(drawn=("articles",), hosts=("127.0.0.98",))


def shell(script: str, head: str = "") -> bytes:
    """A page that holds nothing but a script."""
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body><div id=app></div>"
    return f"{page}<script>{script}</script></body></html>".encode()


def rows(*paths: str) -> str:
    """The rows of a list, as HTML."""
    items = "".join(
        f"<li><a href='{path}'>{TITLE}之{number}</a><span>2026-10-1{number}</span></li>"
        for number, path in enumerate(paths)
    )
    return f"<h1>园区要闻</h1><ul>{items}</ul>"


def article(title: str = TITLE, text: str = TEXT) -> str:
    """An article, as HTML."""
    paragraphs = "".join(f"<p>{text}（{line}）</p>" for line in range(8))
    return f"<h1>{title}</h1><div>发布时间：2026-10-12 10:20　来源：示例日报</div><div class=content>{paragraphs}</div>"


def draws(html: str) -> str:
    """A script that draws this."""
    return f'document.getElementById("app").innerHTML = {html!r};'


def asks(path: str) -> str:
    """A script that draws what it gets at this path, by another name than the usual ones."""
    return (
        'var x = new XMLHttpRequest(); x.open("GET", ' + repr(path) + "); x.onload = function () { "
        'document.getElementById("app").innerHTML = x.responseText; }; x.send();'
    )
