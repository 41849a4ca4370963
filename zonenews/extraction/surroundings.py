"""What stands around a group of links: menus and side bars lower its worth, a pager or its own folder raise it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from zonenews.extraction.groups import Group
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.visible import is_hidden, short_text

_CHROME = re.compile(
    r"\w{0,12}nav(?:i|bar|igation|list)?|\w{0,12}menu|foot|footer|bottom|head|header|crumbs?|breadcrumb|position|friends?|yqlj"
    r"|friendlinks?|copyright|pagination|pager|pages?|paging|fenye|map|sitemap|search|login|tools?|share"
)
_ASIDE = re.compile(
    r"side|sidebar|aside|hot|rank|ranking|recommend|related|relation|slider?|banner|focus|swiper|carousel|top|marquee"
    r"|tuijian|rd|phb|scroll|tj"
)
_CHROME_TAGS = frozenset({"nav", "footer", "header"})
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_ASIDE_HEADING = re.compile(
    r"热[点门]|推荐|排行|相关|友情链接|点击|猜你|延伸阅读|(?:栏目|网站|快速)导航|最新(?:更新|文章|信息)"
)
_NEXT_WORDS = re.compile(r"[\s\[<«]{0,4}(?:下一?页|后一?页|下一頁|末页|尾页|next)[\s\]>»]{0,4}", re.I)
_PAGER_WORDS = re.compile(r"pages?|pager|paging|pagination|pagebar|pagelist|fenye|pagenav|pageing")
_PAGER_CALL = re.compile(r"create_?page|pagination|Pager\s{0,5}\(|countPage|maxpage|totalPage", re.I)
# a group of less quality does not keep the pager from a list
_WORTH_A_PAGER = 0.8


class Surroundings:
    """Weighs a page's groups by what stands around them."""

    def __init__(self, page: ListPage, candidates: list[Group], name: str) -> None:
        self._page = page
        self._name = name
        self._pagers = _above_pagers(page)
        costs = [self._pager_cost(group) for group in candidates if group.quality >= _WORTH_A_PAGER]
        self._nearest = min((cost for cost in costs if cost is not None), default=None)

    def weight(self, group: Group) -> float:
        """A factor for the group's quality."""
        container = group.containers[0]
        hidden = any(is_hidden(element) for element in _upwards(container, 5))
        pager = 4.0 if self.has_pager(group) else 1.0
        return _words_weight(container) * self._heading(group) * pager * self._folder(group) * (0.5 if hidden else 1)

    def has_pager(self, group: Group) -> bool:
        """Whether the page's pager stands nearer to this group than to any other."""
        return self._nearest is not None and self._pager_cost(group) == self._nearest

    def _pager_cost(self, group: Group) -> int | None:
        """How many levels above the pager the first element stands that holds both."""
        above = (element for element in _upwards(group.containers[0], 6) if element in self._pagers)
        return next((self._pagers[element] for element in above), None)

    def is_headed(self, group: Group) -> bool:
        """Whether the section's name stands over the group."""
        return self._is_named(_headings(group.containers[0]))

    def _is_named(self, headings: Iterable[str]) -> bool:
        return bool(self._name) and any(self._name in text for text in headings)

    def _heading(self, group: Group) -> float:
        headings = list(_headings(group.containers[0]))
        if self._is_named(headings):
            return 2.5
        return 0.15 if any(map(_ASIDE_HEADING.search, headings)) else 1.0

    def _folder(self, group: Group) -> float:
        """More where the rows lie in the section's own folder."""
        folder = self._page.url.partition("?")[0].rpartition("/")[0] + "/"
        if folder.count("/") < 4:
            return 1.0
        local = [row.best.url for row in group.rows if row.best.shape != "offsite"]
        own = sum(1 for url in local if url.startswith(folder))
        return 1 + 2 * own / max(len(local), 1)


def _upwards(element: Any, levels: int) -> Iterator[Any]:
    for _ in range(levels):
        if element is None or element.tag in ("body", "html"):
            return
        yield element
        element = element.getparent()


def _words(element: Any) -> set[str]:
    if "class" not in element.attrib and "id" not in element.attrib:
        return set()
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200]
    return {word.lower() for word in _WORD.findall(names)}


def _headings(container: Any) -> Iterator[str]:
    """The short texts right before the group, its own and its parents' headings."""
    first = next(container.iterchildren("*"), None)
    if first is not None and first.find(".//a") is None and (text := short_text(first, 40)) and len(text) <= 20:
        yield text
    for element in _upwards(container, 3):
        before = element.getprevious()
        while before is not None and not isinstance(before.tag, str):
            before = before.getprevious()
        if before is not None and before.tag not in ("ul", "ol", "dl", "table", "script", "style"):
            text = short_text(before, 40)
            if 0 < len(text) <= 20:
                yield text
                return


def _above_pagers(page: ListPage) -> dict[Any, int]:
    """The elements at most four levels above a pager, with the number of levels."""
    above: dict[Any, int] = {}
    for element in page.elements:
        if _is_pager(element):
            for depth, ancestor in enumerate(_upwards(element, 5)):
                if depth:
                    above[ancestor] = min(depth, above.get(ancestor, depth))
    return above


def _words_weight(container: Any) -> float:
    """Less for groups in menus, footers and side bars, by the names of the elements around."""
    weight = 1.0
    for element in _upwards(container, 6):
        words = _words(element)
        if element.tag in _CHROME_TAGS or any(map(_CHROME.fullmatch, words)):
            return 0.2
        if element.tag == "aside" or any(map(_ASIDE.fullmatch, words)):
            weight = 0.45
    return weight


def _is_pager(element: Any) -> bool:
    if element.tag == "script":
        return _PAGER_CALL.search((element.text or "")[:2000]) is not None
    if element.tag in ("a", "span", "input", "button"):
        text = element.text or element.get("value") or ""
        return len(text) < 20 and _NEXT_WORDS.fullmatch(text) is not None
    return element.tag in ("div", "ul", "p", "td", "form") and any(map(_PAGER_WORDS.fullmatch, _words(element)))
