"""Reads the breadcrumb 当前位置: the names of the sections above an article, without label, title or 正文."""

import re
from collections.abc import Callable
from itertools import islice

from zonenews.extraction.blocks import Block, Outline
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.text import clean, letters
from zonenews.extraction.title import Title

_LABEL = re.compile(r"^.{0,6}?(?:(?:您|你|您的|你的|我)?(?:当前|现在|目前|现|所在|的|所处){0,3}位置(?:是)?) ?[:：∶]?")
_NAMES = re.compile(r"crumb|position|location|dqwz|\bplace\b|brumb|weizhi|\bpath\b|current|daohang|\bwz\b|local")
_SPLIT = re.compile(r" ?(?:-?[>＞»›→≫]{1,3}|::|/(?!/)|\\| [-–—|] ) ?")
_MARKS = frozenset(">＞»›→≫")
_LAST = frozenset(
    (
        *(
            "",
            "正文",
            "内容",
            "详细内容",
            "浏览文章",
            "查看文章",
            "文章正文",
            "文章内容",
            "详情",
            "信息详情页",
            "内容页",
        ),
        *("浏览正文", "正文内容"),
    )
)
_ITEMS = frozenset(("li", "td", "dd", "span"))
_LONGEST_LINE = 300
_LONGEST_NAME = 20
_LONGEST_TITLE = 8  # a last element longer than this may be the article's own title, even cut
_MOST = 12
_ABOVE = 4
_LEVELS = 4


def find_breadcrumb(outline: Outline, before: int, title: Title) -> Finding[tuple[str, ...]]:
    """The names: by the printed label, the container's name, a line from 首页 on, or the line above the title."""
    blocks = [block for block in outline.blocks[: max(before, 1)] if len(block.text) <= _LONGEST_LINE]
    rules: tuple[tuple[str, float, Callable[[Block], bool]], ...] = (
        ("label", 0.95, _is_labelled),
        ("named", 0.8, lambda block: _is_split(block) and _is_named(block)),
        (
            "home",
            0.8,
            lambda block: block.text.endswith("首页") or (_is_split(block) and block.text.startswith("首页")),
        ),
        ("above_title", 0.6, lambda block: _is_above(block, title) and _is_split(block)),
    )
    for rule, sure, fits in rules:
        for block in filter(fits, blocks):
            names = _names(outline, block, title)
            if names and (len(names) > 1 or rule == "label"):
                return Finding(names, rule, sure)
    return missing("no 当前位置 line and no breadcrumb container")


def _is_labelled(block: Block) -> bool:
    return "位置" in block.text and _LABEL.match(block.text) is not None


def _is_split(block: Block) -> bool:
    return _SPLIT.search(block.text) is not None


def _is_home(block: Block) -> bool:
    return block.text.endswith("首页") or (block.text.startswith("首页") and _is_split(block))


def _is_named(block: Block) -> bool:
    region, level = block.region, 0
    while region.parent is not None and level < _LEVELS:
        if region.tag != "body" and _NAMES.search(region.names):
            return True
        region, level = region.parent, level + 1
    return False


def _is_above(block: Block, title: Title) -> bool:
    return title.start - _ABOVE <= block.index < title.start and block.link_length > 0


def _names(outline: Outline, block: Block, title: Title) -> tuple[str, ...]:
    """The line's names, or those of the items behind it where it holds one name or the label alone."""
    label = _LABEL.match(block.text)
    text = block.text[label.end() :] if label else block.text
    if not _SPLIT.search(text):
        text = " > ".join([text, *_following(outline, block, chained=not label)])
    names = [clean(name).strip(" ：:·") for name in _SPLIT.split(text)]
    whole = letters(title.found.value or "")
    while names and (names[-1] in _LAST or _is_title(names[-1], whole)):
        names.pop()
    return tuple(name for name in names if name and len(name) <= 2 * _LONGEST_NAME)


def _is_title(name: str, title: str) -> bool:
    return len(name) > _LONGEST_TITLE and title.startswith(letters(name))


def _following(outline: Outline, block: Block, *, chained: bool) -> list[str]:
    """The texts in the next items of the same list or row; `chained` where each must begin with a separator."""
    texts: list[str] = []
    for other in islice(outline.blocks, block.index + 1, block.index + 1 + _MOST):
        text = other.text.strip(" >＞»›/")
        item = other.region.tag in _ITEMS and len(text) <= _LONGEST_NAME
        beside = item and other.region.parent is block.region.parent
        if not (item and other.text[0] in _MARKS if chained else beside or other.link_length or text in _LAST):
            break
        texts.append(text)
    return list(filter(None, texts))
