"""The section's breadcrumb and name on a list page."""

import re
from typing import Any

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.rowdates import LOOSE
from zonenews.extraction.visible import short_text

_LABELLED = re.compile(r"(?:当前|现在|所在|目前)的?(?:位置|栏目)")
_NAMES = re.compile(
    r"crumb|dqwz|brumb|(?:^|[\s_-])(?:position|location|wz|weizhi|curr(?:ent)?)(?:$|[\s_-])|bt-position", re.I
)
_SEPARATOR = re.compile(r"\s{0,3}(?:-?>+|»+|›+|/|\\|→|＞|⟩|::|\|)\s{0,3}")
_GENERIC = frozenset({"正文", "列表", "内容", "详情"})
_MOST_NAMES = 12
_MOST_MARKED = 25
_HEADINGS = re.compile(
    r"(?:^|[\s_-])(?:column|lanmu|lm|list|channel|part|block|con)[\w-]{0,12}(?:title|tit|name|head|hd|bt)\b", re.I
)
_META_NAMES = ("columnname",)


def breadcrumb(page: ListPage) -> tuple[str, ...]:
    """The names of the page's breadcrumb, from 首页 on; empty where there is none.

    A printed label 当前位置 is surer than an element's name.
    """
    best: tuple[bool, tuple[str, ...]] = (False, ())
    for _, element in zip(range(_MOST_MARKED), filter(_marks_crumbs, page.elements), strict=False):
        names, labelled = _crumb_names(element)
        if 0 < len(names) <= _MOST_NAMES and (labelled, len(names)) > (best[0], len(best[1])):
            best = labelled, names
    return best[1]


def section_name(page: ListPage, crumbs: tuple[str, ...]) -> str | None:
    """The section's name: the breadcrumb's last, else the ColumnName meta, a heading, or the title's first part."""
    if len(crumbs) > 1:
        return crumbs[-1]
    return _meta_name(page) or _heading(page) or _title(page)


def _marks_crumbs(element: Any) -> bool:
    if element.tag in ("script", "style", "a", "title", "html", "body", "meta"):
        return False
    if _NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:200]):
        return True
    return _LABELLED.search((element.text or "")[:60]) is not None


def _crumb_names(element: Any) -> tuple[tuple[str, ...], bool]:
    """The names in a crumb element, and whether a label is printed; one that stands alone labels its parent's names."""
    labelled = _LABELLED.search(short_text(element, 300)) is not None
    names = _names(element)
    if labelled and not names and element.getparent() is not None:
        names = _names(element.getparent())
    return names, labelled


def _names(element: Any) -> tuple[str, ...]:
    text = short_text(element, 300)
    found = _LABELLED.search(text)
    if found and found.start() > 20:
        return ()
    names = _SEPARATOR.split(_after_label(text))
    if len(names) == 1:
        pieces = [text for _, text in zip(range(40), element.itertext(), strict=False)]
        names = [_after_label(" ".join(piece.split())) for piece in pieces]
    kept = [name.strip(" \u3000：:") for name in names]
    if any("：" in name or LOOSE.search(name) for name in kept):
        return ()
    return tuple(name for name in kept if 0 < len(name) <= 30 and name not in _GENERIC)


def _after_label(text: str) -> str:
    found = _LABELLED.search(text)
    return re.sub(r"^\s*是?\s*[:：∶]?\s*", "", text[found.end() :]) if found else text


def _meta_name(page: ListPage) -> str | None:
    for element in page.elements:
        if element.tag == "meta" and (element.get("name") or "").lower() in _META_NAMES:
            return (element.get("content") or "").strip() or None
    return None


def _heading(page: ListPage) -> str | None:
    for element in page.elements:
        if element.tag in ("h1", "h2") or _HEADINGS.search((element.get("class") or "")[:100]):
            text = short_text(element, 60)
            if 1 < len(text) <= 20:
                return text
    return None


def _title(page: ListPage) -> str | None:
    title = next((element for element in page.elements if element.tag == "title"), None)
    text = short_text(title, 120) if title is not None else ""
    return re.split(r"\s*[-_|–—]\s*", text)[0][:60] or None
