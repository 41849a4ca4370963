"""Reads the breadcrumb 当前位置: the names of the sections above an article, without label, title or 正文."""

import re

from zonenews.extraction.blocks import Block, Outline
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.text import clean, fold

_LABEL = re.compile(
    r"^.{0,6}?(?:(?:您|你|您的|你的|我)?(?:当前|现在|目前|现|所在|的|所处){0,3}(?:的)?位置(?:是)?|导航) ?[:：∶]?"
)
_NAMES = re.compile(r"crumb|position|location|dqwz|\bplace\b|brumb|weizhi|\bpath\b|current|daohang|\bwz\b|local")
_SPLIT = re.compile(r" ?(?:-?[>＞»›→≫]{1,3}|::|/(?!/)|\\| [-–—|] ) ?")
_LONGEST_NAME = 20
_LAST = frozenset(
    (
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
        "浏览正文",
        "正文内容",
        "",
    )
)


def find_breadcrumb(outline: Outline, before: int, title: str | None) -> Finding[tuple[str, ...]]:
    """The names, best by the printed label, else by the container's name and its separators."""
    for index, block in enumerate(outline.blocks[: max(before, 1)]):
        if len(block.text) < 300 and (label := _LABEL.match(block.text)) and "位置" in label[0]:
            names = _names(outline, index, label.end(), title)
            if names:
                return Finding(names, "label", 0.95)
    for index, block in enumerate(outline.blocks[: max(before, 1)]):
        if _named(block) and len(_SPLIT.findall(block.text)) >= 1 and (names := _names(outline, index, 0, title)):
            return Finding(names, "named", 0.8)
    for index, block in enumerate(outline.blocks[: max(before, 1)]):
        if block.text.startswith("首页") and len(block.text) < 200 and re.search("[>＞»›]", block.text):
            return Finding(_names(outline, index, 0, title), "home", 0.8)
    return missing("no 当前位置 line and no breadcrumb container")


def _named(block: Block) -> bool:
    region, level = block.region, 0
    while region is not None and level < 4:
        if region.tag not in ("body", "html") and _NAMES.search(region.names):
            return True
        region, level = region.parent, level + 1  # type: ignore[assignment]
    return False


def _names(outline: Outline, index: int, start: int, title: str | None) -> tuple[str, ...]:
    text = outline.blocks[index].text[start:]
    if not clean(text) or not _SPLIT.search(text):
        text = " > ".join([text, *_following(outline, index)])
    names = [clean(name).strip(" ：:·") for name in _SPLIT.split(text)]
    folded = fold(title or "")
    while names and (
        names[-1] in _LAST
        or (
            folded
            and fold(names[-1].strip("…."))
            and folded.startswith(fold(names[-1].strip("….")))
            and len(names[-1]) > 8
        )
    ):
        names.pop()
    return tuple(name for name in names if name and len(name) <= 40)


def _following(outline: Outline, index: int) -> list[str]:
    """The texts that stand in the next items of the same list, row or line."""
    texts = []
    parent = outline.blocks[index].region.parent
    for block in outline.blocks[index + 1 : index + 13]:
        text = block.text.strip(" >＞»›/")
        beside = (
            block.region.parent is parent
            and block.region.tag in ("li", "td", "dd", "span")
            and len(text) <= _LONGEST_NAME
        )
        if not (block.link_length or not text or text in _LAST or beside):
            break
        texts.append(text)
    return list(filter(None, texts))
