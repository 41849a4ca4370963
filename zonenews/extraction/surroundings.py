"""What stands around a group of links: menus and side bars lower its worth, a pager or its own folder raise it."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from zonenews.extraction.groups import Group
from zonenews.extraction.listpage import ListPage, short_text

_CHROME = re.compile(
    r"nav|navi|navbar|navigation|menu|submenu|foot|footer|bottom|head|header|crumbs?|breadcrumb|position|friends?|yqlj"
    r"|friendlinks?|copyright|pagination|pager|pages?|paging|fenye|map|sitemap|search|login|tools?|share|channels?"
)
_ASIDE = re.compile(
    r"side|sidebar|aside|hot|rank|ranking|recommend|related|relation|slider?|banner|focus|swiper|carousel|top|marquee"
    r"|tuijian|rd|phb|scroll|tj"
)
_CHROME_TAGS = frozenset({"nav", "footer", "header"})
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_ASIDE_HEADING = re.compile(
    r"热[点门]|推荐|排行|相关|友情链接|点击|图片新闻|最新(?:发布|更新|文章|信息)|专题|延伸阅读|猜你|栏目导航|网站导航|视频"
)
_NEXT_WORDS = re.compile(r"[\s\[<«]*(?:下一?页|后一?页|下一頁|末页|尾页|next)[\s\]>»]*", re.I)
_PAGER_WORDS = re.compile(r"pages?|pager|paging|pagination|pagebar|pagelist|fenye|pagenav|pageing")
_PAGER_CALL = re.compile(r"create_?page|pagination|Pager\s{0,5}\(|countPage|maxpage|totalPage", re.I)
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.I)


class Surroundings:
    """Weighs a page's groups by what stands around them."""

    def __init__(self, page: ListPage) -> None:
        self._page = page
        self._near_pager = _near_pager(page)

    def weight(self, group: Group) -> float:
        """A factor for the group's quality."""
        container = group.containers[0]
        return (
            self._words(container)
            * self._heading(container)
            * self._pager(container)
            * self._folder(group)
            * (0.5 if any(is_hidden(element) for element in _upwards(container, 5)) else 1.0)
        )

    def _words(self, container: Any) -> float:
        weight = 1.0
        for element in _upwards(container, 6):
            words = _words(element)
            if element.tag in _CHROME_TAGS or any(map(_CHROME.fullmatch, words)):
                return 0.2
            if element.tag == "aside" or any(map(_ASIDE.fullmatch, words)):
                weight = 0.45
        return weight

    def _heading(self, container: Any) -> float:
        return 0.4 if any(_ASIDE_HEADING.search(text) for text in _headings(container)) else 1.0

    def _pager(self, container: Any) -> float:
        for distance, element in enumerate(_upwards(container, 6)):
            if element in self._near_pager:
                return 1 + 2 / (1 + distance)
        return 1.0

    def _folder(self, group: Group) -> float:
        folder = self._page.url.rpartition("/")[0] + "/"
        if urlsplit(folder).path in ("", "/"):
            return 1.0
        own = sum(1 for row in group.rows if row.best.url.startswith(folder))
        return 1 + 0.5 * own / len(group.rows)


def is_hidden(element: Any) -> bool:
    """Whether the element's own style or attribute hides it."""
    return "hidden" in element.attrib or _HIDDEN.search((element.get("style") or "")[:300]) is not None


def _upwards(element: Any, levels: int) -> Iterator[Any]:
    for _ in range(levels):
        if element is None or element.tag in ("body", "html"):
            return
        yield element
        element = element.getparent()


def _words(element: Any) -> set[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200]
    return {word.lower() for word in _WORD.findall(names)}


def _headings(container: Any) -> Iterator[str]:
    """The short texts right before the group, its own and its parents' headings."""
    for element in _upwards(container, 3):
        before = element.getprevious()
        while before is not None and not isinstance(before.tag, str):
            before = before.getprevious()
        if before is not None and before.tag not in ("ul", "ol", "dl", "table", "script", "style"):
            text = short_text(before, 40)
            if 0 < len(text) <= 20:
                yield text
                return


def _near_pager(page: ListPage) -> set[Any]:
    """The elements at most four levels above a pager."""
    marked: set[Any] = set()
    for element in page.elements:
        if _is_pager(element):
            for depth, above in enumerate(_upwards(element, 5)):
                if depth:
                    marked.add(above)
    return marked


def _is_pager(element: Any) -> bool:
    if element.tag == "script":
        return _PAGER_CALL.search((element.text or "")[:2000]) is not None
    if element.tag in ("a", "span", "input", "button"):
        text = element.text or element.get("value") or ""
        return len(text) < 20 and _NEXT_WORDS.fullmatch(text) is not None
    return element.tag in ("div", "ul", "p", "td", "form") and any(map(_PAGER_WORDS.fullmatch, _words(element)))
