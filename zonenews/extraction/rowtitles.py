"""The whole title of a row, and whether the row is pinned 置顶."""

import html
import re
from itertools import islice
from typing import Any

from zonenews.extraction.anchors import Anchor, is_read_on
from zonenews.extraction.groups import Row
from zonenews.extraction.rowdates import strip_date
from zonenews.extraction.visible import short_text

_LABELLED = re.compile(
    r"^\s{0,20}(?:文章)?标\s{0,3}题\s{0,3}[:：]\s{0,5}(.{1,400}?)\s{0,20}(?:(?:发布|更新|发表)?(?:时间|日期)|点击|浏览|作者|来源|阅读)\w{0,3}\s{0,3}[:：]"
    r"|^\s{0,20}(?:文章)?标\s{0,3}题\s{0,3}[:：]\s{0,5}(.{1,400})",
    re.S,
)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,300}>")
_BULLET = re.compile(r"^[\s·•●■□◆◇▪▶►→>»※★☆・\-—|]{1,20}(?=\S)")
_CUT = re.compile(r"(?:…|(?<!\.)\.{2,9}|。。)\s{0,5}$")
_PIN = re.compile(
    r"^[\s\[【(（]{0,3}(?:置\s?顶|顶|TOP)[\]】)）:：\s]{1,3}|[\s\[【(（]{1,3}(?:置\s?顶|TOP)[\]】)）]?\s*$", re.I
)
_PIN_TEXT = re.compile(r"[\[【(（\s]{0,4}(?:置\s?顶|顶|top)[\]】)）\s]{0,4}", re.I)
_PIN_NAMES = re.compile(r"zhiding(?:-icon)?|zd|is[-_]?top|pinned|stick|sticky|icon-top|top-icon|totop|settop", re.I)
_PIN_IMAGE = re.compile(r"zhiding|/(?:is)?top\d?\.|置顶|/ding\.", re.I)
_MARKS = ("span", "i", "em", "b", "font", "strong", "sup", "label")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE_NAMES = frozenset({"title", "tit", "bt", "biaoti"})
_ONLY_DATE = re.compile(
    r"[\[(（【\s]{0,4}(?:\d{4}\s?[-./年]\s?)?\d{1,2}\s?[-./月]\s?\d{1,2}日?(?:\s\d\d:\d\d(?::\d\d)?)?[\])）】\s]{0,4}"
)
_FRESH_ENDS = ("w", "W", "!", "]", " ")
_FRESH = re.compile(r"\s{0,5}(?:\bnew\b!?|NEW!?|\[新\])\s{0,5}$")


def row_title(row: Row, anchor: Anchor) -> str:
    """The title of the article a row links: the longest of what the page gives for it."""
    same = [other for other in row.anchors if other.url == anchor.url]
    texts = [_link_title(other) for other in same]
    text = max((text for text in texts if not is_read_on(text)), key=len, default="")
    written = text or _heading(row.element) or ""
    title = _clean(written)
    for other in same:
        attribute = other.element.get("title") or ""
        title = _fuller(title, _clean(attribute)) if attribute != written else title
    return strip_date(title)


def is_pinned(row: Row) -> bool:
    """Whether a row carries a mark that keeps it on top of the list."""
    text, names = short_text(row.element, 300), _names(row.element)
    if (_may_be_pinned(text) and _PIN.search(text)) or any(map(_PIN_NAMES.fullmatch, names)):
        return True
    return any(map(_is_pin, islice(row.element.iter("img", *_MARKS), 40)))


def _may_be_pinned(text: str) -> bool:
    """Whether a mark could stand in the text; a quick look that spares the long one."""
    return "顶" in text or "top" in text.lower()


def _link_title(anchor: Anchor) -> str:
    """A link's words, dates in elements of their own left out; where the link wraps a whole row, its heading."""
    heading = _heading(anchor.element)
    if heading or not len(anchor.element):
        return heading or anchor.text
    text = anchor.text
    for _, inner in zip(range(8), anchor.element.iterchildren("span", "em", "i", "b", "time", "font"), strict=False):
        printed = short_text(inner, 30)
        if _ONLY_DATE.fullmatch(printed) and text.endswith(printed):
            text = text.removesuffix(printed)
        elif _ONLY_DATE.fullmatch(printed):
            text = text.removeprefix(printed)
    return text.strip() or anchor.text


def _heading(element: Any) -> str:
    for _, inner in zip(range(60), element.iter(), strict=False):
        if inner.tag in _HEADINGS or (inner.tag != "a" and _names(inner) & _TITLE_NAMES):
            text = short_text(inner)
            if text and inner is not element:
                return text
    return ""


def _clean(text: str) -> str:
    """A title without tags, labels, bullets and pin marks."""
    text = _TAG.sub("", html.unescape(text[:1000])) if ("<" in text or "&" in text) else text[:1000]
    if "标" in text[:30] and (found := _LABELLED.match(text)):
        text = found[1] or found[2]
    text = _BULLET.sub("", " ".join(text.split()))
    if _may_be_pinned(text):
        text = _PIN.sub("", text)
    if text.endswith(_FRESH_ENDS):
        text = _FRESH.sub("", text)
    return _BULLET.sub("", text).strip()


def _fuller(text: str, attribute: str) -> str:
    """The title attribute where the text is cut or only begins it; else the text."""
    if not attribute or not text:
        return text or attribute
    stem = _folded(_CUT.sub("", text))
    if _CUT.search(text) or len(attribute) > len(text):
        return attribute if _folded(attribute).startswith(stem[:-1] or stem) else text
    return text


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _is_pin(element: Any) -> bool:
    if element.tag == "img":
        return _PIN_IMAGE.search(f"{element.get('src') or ''} {element.get('alt') or ''}"[:300]) is not None
    text = (element.text or "").strip()
    if text and _PIN_TEXT.fullmatch(text):
        return True
    return len(text) < 3 and any(name == "top" or _PIN_NAMES.fullmatch(name) for name in _names(element))


def _names(element: Any) -> set[str]:
    return set((element.get("class") or "").lower().split())
