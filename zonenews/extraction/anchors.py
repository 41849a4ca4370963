"""The links of a page that could be rows of a list, each with how much it looks like an article's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zonenews.extraction.hrefs import absolute, element_href
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.visible import short_text

ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|pptx?|ofd|zip|rar|7z)$|/downfile\.jsp|/download\.jsp|/attachDown", re.I
)
# parameters whose number names a section or a site, not an article
_SECTION_ID = r"(?:t|class|page|lm|cat|c|column|type|col|web|site|b|s|f|node|channel|wbtree|u|unit)id="
_ARTICLE_FORMS = (
    r"/t(?:19|20)\d{6}_\d+",
    r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-",
    r"/(?:art|content|post)_\d|/content\.s?html",
    r"/info/\d+/\d+|/contents/\d+/\d|/Item/\d|/article/\w|/show(?:-|/|/id/)\d",
    r"/(?:19|20)\d\d[-/]?[01]\d[-/]?[0-3]\d[/_]|/(?:19|20)\d{4}/\d+\.",
    r"/\d{3,}(?:_\d+)?\.(?:s?html?|jhtml|aspx?|php|jsp)",
    rf"[?&](?!{_SECTION_ID})(?:\w{{0,12}}id|articleKey)=[\w-]*\d",
)
_SECTION_FORMS = (
    r"/$",
    r"/(?:index|(?:\w{0,12}_)?list|default|home|main|more|col\d*|node_\d+|channels/\d+)[_\d]{0,12}(?:\.\w{2,5})?$",
    r"/col/col\d+|/plus/list\.php|ListInfo|/content/column/|/browse/cid/|/list(?:more)?\.(?:asp|php|jsp|aspx)",
)
_ARTICLE, _SECTION = (re.compile("|".join(forms), re.I) for forms in (_ARTICLE_FORMS, _SECTION_FORMS))
_CHROME = re.compile(
    r"(?:首\s?页|上一?页|下一?页|前一?页|后一?页|末\s?页|尾\s?页|第一页|最后一?页|返回\w{0,6}|跳转|转到|确定|go|登录|注册|\d{1,4}|[<>«»‹›.…\s]+"
    r"|\[?\d{1,4}\]?|设为首页|加入收藏|RSS(?:订阅)?|打印|关闭)",
    re.I,
)
MORE = re.compile(r"[\[【(（<>+\s»›]{0,4}(?:更多|查看更多|more)[\]】)）>+.…\s»›]{0,4}", re.I)
_READ_ON = re.compile(
    r"[\[【(（\s]{0,4}(?:查看|阅读|点击)?(?:详情|详细|全文|原文|查看|阅读更多|进入)[\]】)）>+.…\s»›]{0,4}", re.I
)
_DIGITS, _HEX = re.compile(r"\d+"), re.compile(r"[0-9a-f]{16,}(?:-[0-9a-f]+)*", re.I)


@dataclass(slots=True, eq=False)
class Anchor:
    """A link that could be a row: `likeness` of its address to an article's, and `value` with its words counted too."""

    element: Any
    url: str
    text: str
    likeness: float
    shape: str
    value: float


def anchors(page: ListPage) -> Iterator[Anchor]:
    """The links of a page that could lead to articles, in page order."""
    host = url_host(page.url)
    own = page.url.partition("#")[0]
    for element in page.elements:
        if element.tag != "a" and "onclick" not in element.attrib and "data-url" not in element.attrib:
            continue
        url = absolute(page.base_url, element_href(element))
        if url is None or url == own:
            continue
        text = _label(element)
        if text is not None:
            like = likeness(url)
            yield Anchor(element, url, text, like, url_shape(url, host), _length(text) * like)


def is_read_on(text: str) -> bool:
    """Whether a link's text only invites to read on, and so is no title."""
    return _READ_ON.fullmatch(text) is not None


def likeness(url: str) -> float:
    """How much an address looks like an article's: 1.6 yes, 0.4 like a section's, 1 undecided."""
    tail = url.partition("://")[2].partition("/")[2]
    path = "/" + tail
    if _ARTICLE.search(path) or ATTACHMENT.search(path):
        return 1.6
    return 0.4 if _SECTION.search(path.partition("?")[0]) or not tail else 1.0


def url_shape(url: str, host: str | None) -> str:
    """The form of an address: rows of one list share it. All addresses of other hosts have one form."""
    if url_host(url) != host:
        return "offsite"
    path, _, query = url.partition("?")
    name = _DIGITS.sub("9", _HEX.sub("H", path.rpartition("/")[2]))
    if "9" not in name and "H" not in name:
        name = "a." + name.rpartition(".")[2] if "." in name else "a"
    return name + "?" + ",".join(sorted(pair.partition("=")[0] for pair in query.split("&")))


def url_host(url: str) -> str:
    """The host of an http address, without its port."""
    return url.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2].partition(":")[0].lower()


def _label(element: Any) -> str | None:
    """The words of a link, from its picture where it has no others; None for links that are chrome."""
    text = short_text(element) or (element.get("title") or "").strip()
    if not text:
        image = next(element.iter("img"), None)
        text = (image.get("alt") or image.get("title") or "").strip() if image is not None else ""
        return text[:500] if image is not None else None
    return None if _CHROME.fullmatch(text) or MORE.fullmatch(text) else text


def _length(text: str) -> float:
    return 0.3 if is_read_on(text) else min(len(text), 16) / 16
