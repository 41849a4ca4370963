"""Recognises what is no article: lists, home pages, soft 404s, challenges, redirects, script shells, other files."""

import re
from collections.abc import Callable

from zonenews.extraction.blocks import Outline
from zonenews.extraction.chrome import is_footer, is_linked
from zonenews.extraction.contents import Contents
from zonenews.extraction.dates import find_date
from zonenews.extraction.layout import Layout
from zonenews.extraction.page import Page, path_of
from zonenews.extraction.results import NotAnArticle

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
# What the scripts and texts of challenge pages hold; looked for only where the page has next to no text.
_CHALLENGES = (
    *("__jsl_clearance", "__jsluid", "$_ts", "wzwschallenge", "wzwsconfirm", "yunsuo_session_verify"),
    *("security_session_mid_verify", "acw_sc__v2", "C3VK", "HMF_CI", "CT6T", "challenge-platform", "_$jsvmprt"),
    *("云防护", "创宇盾", "知道创宇", "安全狗", "访问验证", "安全验证", "滑动验证", "人机验证", "访问过于频繁"),
    *("请求被拦截", "拦截提示", "web应用防火墙", "网站防火墙", "Request blocked", "Access Denied"),
)
_GONE = re.compile(
    r"(?:页面|网页|内容|信息|文章|文件|链接|资源|地址|稿件|栏目)(?:已经?|可能)?(?:被)?"
    r"(?:不存在|删除|失效|下线|移除|过期|找不到|撤销)|"
    r"(?:不存在|找不到|无法找到|无法访问|没有找到|未找到|走丢).{0,12}(?:页面|网页|内容|信息|文章|文件|资源)|"
    r"(?:页面|网页|内容|信息|文章).{0,8}(?:不存在|走丢|丢失|飞走|找不到)|page not found|not found|\b404\b|"
    r"无法显示该页|系统发生错误|参数错误|(?:内部|服务器)错误|该信息.{0,6}(?:删除|不存在)|没有权限|暂无访问权限",
    re.I,
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?\s*([^'\"\s>]+)", re.I)
_LOCATION = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*['\"]([^'\"\\]{1,400})['\"]", re.I
)
_MOUNT = re.compile(r"<div[^>]{0,80}\bid\s*=\s*[\"']?(?:app|root|__nuxt|__next|main-app|q-app)[\"'\s>]", re.I)
_HOME_PATH = re.compile(r"^/?(?:index|default|home|main)?(?:\.\w{3,5})?$", re.I)
_LIST_PATH = re.compile(r"/(?:index|list|\w{0,12}list)?(?:_\d+)?(?:\.\w{3,5})?$", re.I)
_LITTLE = 200
_ROWS = 5


def check_file(body: bytes) -> None:
    """Raises where the bytes are no web page at all."""
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, name in _MAGIC.items():
        if start.startswith(magic):
            raise NotAnArticle("not_html", name)
    if start[:1] in (b"{", b"[") and b"<html" not in body[:4096].lower():
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
    if evidence >= 4 and not _is_list(layout):
        return
    checks: tuple[Callable[[Page, Layout], None], ...] = (_check_shell, _check_gone, _check_home, _check_list)
    for check in checks:
        check(page, layout)
    if evidence < 2:
        raise NotAnArticle("empty", "no title, no text and no picture of an article")


def _evidence(layout: Layout) -> int:
    """How much speaks for an article."""
    info, metas = layout.info, layout.metas
    prose = layout.prose
    named = 2 * bool(metas.values.get("articletitle")) + bool(metas.published)
    printed = 2 * bool(info.of("published", "source")) + bool(info.dates or info.of("dated"))
    text = (prose >= 30) + (prose >= 100) + (prose >= 300)
    return named + printed + text + layout.span.closed + (layout.title.start >= 0)


def _text(outline: Outline) -> list[str]:
    return [block.text for block in outline.blocks if not is_footer(block.text)]


def _check_shell(page: Page, layout: Layout) -> None:
    """Pages of little text whose script does the rest: challenges, redirects, applications."""
    seen = sum(map(len, _text(layout.outline)))
    if seen > _LITTLE:
        return
    for token in _CHALLENGES:
        if token in page.text[:100_000]:
            raise NotAnArticle("challenge", token)
    if target := _target(page):
        raise NotAnArticle("redirect", target)
    if _MOUNT.search(page.text[:200_000]) and "<script" in page.text.lower():
        raise NotAnArticle("script", "the page is drawn by JavaScript: configure the API")


def _target(page: Page) -> str | None:
    """Where a page without text sends its reader."""
    for meta in page.root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh" and (
            found := _REFRESH.search(meta.get("content") or "")
        ):
            return page.resolve(found[1])
    found = _LOCATION.search(page.text[:20_000])
    return page.resolve(found[1]) if found else None


def _check_gone(page: Page, layout: Layout) -> None:
    """A page that says with status 200 that it is not there."""
    lines = [block.text for block in layout.outline.blocks if not is_linked(block) and not is_footer(block.text)]
    short = [line for line in [layout.metas.page_title, *lines] if len(line) <= 80]
    for line in short[:3] if sum(map(len, lines)) > 1000 else short[:60]:
        if _GONE.search(line):
            raise NotAnArticle("soft404", line)


def _check_home(page: Page, layout: Layout) -> None:
    if _HOME_PATH.match(path_of(page.url)) and sum(map(is_linked, layout.outline.blocks)) >= 10:
        raise NotAnArticle("home", layout.metas.page_title)


def _check_list(page: Page, layout: Layout) -> None:
    if _is_list(layout):
        raise NotAnArticle("list", layout.metas.values.get("columnname") or layout.metas.page_title)
    linked = sum(map(is_linked, layout.outline.blocks))
    if layout.prose < 60 and _evidence(layout) < 3 and linked >= 10 and linked * 2 > len(layout.outline.blocks):
        raise NotAnArticle("list", "mostly links")


def _is_list(layout: Layout) -> bool:
    """Whether the body is rows of a link and a date, or the page holds such rows and no text."""
    if layout.metas.values.get("articletitle") or layout.info.of("published", "source") or layout.span.rule == "anchor":
        return False
    body = range(layout.body.start, layout.body.end)
    rows = [index for index in range(len(layout.outline.blocks)) if _is_row(layout.outline, index)]
    inside = sum(index in body for index in rows)
    return (inside >= _ROWS and layout.prose < 60 * inside) or (len(rows) >= _ROWS and layout.prose < 80)


def _is_row(outline: Outline, index: int) -> bool:
    """Whether the block is a link with a date in it or beside it."""
    block = outline.blocks[index]
    if block.link_length < 6 or len(block.text) - block.link_length > 24:
        return False
    if find_date(block.text):
        return True
    beside = outline.blocks[max(0, index - 1) : index + 2]
    return any(len(other.text) <= 24 and find_date(other.text) for other in beside if other is not block)
