"""Recognises what is no article: lists, home pages, soft 404s, challenges, redirects, script shells, other files."""

import re

from zonenews.extraction.chrome import is_footer, is_linked
from zonenews.extraction.contents import Contents
from zonenews.extraction.layout import Layout
from zonenews.extraction.listlike import credits, is_list
from zonenews.extraction.page import Page, path_of
from zonenews.extraction.results import NotAnArticle
from zonenews.extraction.shells import check_challenge, check_shell

_MAGIC = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP or an office file",
    b"\xd0\xcf\x11\xe0": "an old office file",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
}
_JSON = re.compile(rb"\A(?:[\w$.]{1,100}\s{0,5}\(\s{0,5})?[{\[]")
_GONE = re.compile(
    r"(?:页面|网页|内容|信息|文章|文件|链接|资源|地址|稿件|栏目|数据|新闻)(?:已经?|可能)?(?:被)?"
    r"(?:不存在|删除|失效|下线|移除|过期|找不到|撤销|迁移或删除)|"
    r"(?:不存在|找不到|无法找到|无法访问|没有找到|未找到|走丢).{0,12}"
    r"(?:页面|网页|内容|信息|文章|文件|资源|记录|数据)|"
    r"(?:页面|网页|内容|信息|文章).{0,8}(?:不存在|走丢|丢失|飞走|找不到)|"
    r"not found|(?:can|could) ?not be found|\b404\b|Internal Server Error|Server Error in|"
    r"无法显示该页|系统发生错误|参数(?:错误|有误|无效)|(?:内部|服务器)错误|"
    r"该信息.{0,6}(?:删除|不存在)|(?:没有|暂无|无权).{0,8}(?:权限|访问该)",
    re.I,
)
_ALERT = re.compile(r"\balert\(\s{0,5}['\"]([^'\"\n]{2,80})['\"]")
_HOME_PATH = re.compile(r"^/?(?:index|default|home|main)?(?:\.\w{3,5})?$", re.I)
_LITTLE = 200
_LINKS = 10
_LONGEST = 20_000
_SURE = 4


def check_file(body: bytes) -> None:
    """Raises where the bytes are no web page at all."""
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, name in _MAGIC.items():
        if start.startswith(magic):
            raise NotAnArticle("not_html", name)
    if _JSON.match(start) and b"<html" not in body[:4096].lower():
        raise NotAnArticle("not_html", "JSON")
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset")) and not re.search(
        rb"<html|<!doctype html", body[:2048], re.I
    ):
        raise NotAnArticle("not_html", "XML")
    if not start and not body.strip():
        raise NotAnArticle("empty", "no bytes")


def check_article(page: Page, layout: Layout, contents: Contents) -> None:
    """Raises where the page is a web page but no article, naming what it is."""
    evidence = _evidence(layout) + 2 * bool(contents.images or contents.attachments)
    if evidence < _SURE:
        for check in (_check_wordless, _check_gone, _check_home):
            check(page, layout)
    if is_list(page, layout, contents):
        raise NotAnArticle(
            "home" if _is_home(page) else "list", layout.metas.values.get("columnname") or layout.metas.page_title
        )
    if evidence < 2:
        raise NotAnArticle("empty", "no title, no text and no picture of an article")


def _evidence(layout: Layout) -> int:
    """How much speaks for an article."""
    info, metas = layout.info, layout.metas
    prose = layout.prose
    named = 2 * bool(metas.values.get("articletitle")) + bool(metas.published)
    printed = 2 * bool(credits(layout)) + bool(info.dates or info.of("dated"))
    text = (prose >= 30) + (prose >= 100) + (prose >= 300)
    return named + printed + text + layout.span.closed + (layout.title.start >= 0)


def _check_wordless(page: Page, layout: Layout) -> None:
    """Pages of little text: firewalls, pages that only an alert says are gone, redirects, places for an app."""
    words = sum(len(block.text) for block in layout.outline.blocks if not is_footer(block.text))
    if words > _LITTLE:
        return
    check_challenge(page, words)
    for alert in _ALERT.finditer(page.text[:_LONGEST]):
        _check_line(alert[1])
    check_shell(page)


def _check_gone(page: Page, layout: Layout) -> None:
    """A page that says with status 200 that it is not there."""
    lines = [block.text for block in layout.outline.blocks if not is_linked(block) and not is_footer(block.text)]
    short = [line for line in [layout.metas.page_title, *lines] if len(line) <= 80]
    for line in short[:3] if sum(map(len, lines)) > 1000 else short[:60]:
        _check_line(line)


def _check_line(line: str) -> None:
    if _GONE.search(line):
        raise NotAnArticle("soft404", line)


def _check_home(page: Page, layout: Layout) -> None:
    """A page at the site's own address with many links, or with nothing of an article."""
    linked = sum(map(is_linked, layout.outline.blocks))
    bare = layout.title.start < 0 and not (credits(layout) or layout.info.dates or layout.prose)
    if _is_home(page) and (linked >= _LINKS or bare):
        raise NotAnArticle("home", layout.metas.page_title)


def _is_home(page: Page) -> bool:
    return _HOME_PATH.match(path_of(page.url)) is not None
