"""The link that says 下一页, in whatever element it hides."""

import re
from typing import Any

from zonenews.extraction.hrefs import element_href
from zonenews.extraction.listpage import ListPage, short_text
from zonenews.extraction.pagers.step import LAST_PAGE, Step

_NEXT = re.compile(r"[\s\[【(<«]*(?:下\s?一?\s?[页頁]|后一?[页頁]|next(?:\s?page)?|›+|»|>{1,2}|→)[\s\]】)>»›]*", re.I)
_PREVIOUS = re.compile(r"[\s\[【(<«‹]*(?:上\s?一?\s?[页頁]|前一?[页頁]|prev(?:ious)?(?:\s?page)?)[\s\]】)>»]*", re.I)
_NEXT_NAMES = re.compile(r"(?:p_|a_|pg-?|btn-|page-?|default_pg)?next(?:-?page)?|xyy", re.I)
_TAGS = frozenset({"a", "input", "button", "span", "li", "div", "link", "img"})
_OFF = re.compile(r"disable|_d\b|no-?next|unable", re.I)


def next_link(page: ListPage) -> Step | None:
    """Follows the next-page link; a disabled one, or a 上一页 alone, means the last page."""
    paged = False
    for element in page.elements:
        if element.tag not in _TAGS:
            continue
        kind = _kind(element)
        paged = paged or kind is not None
        if kind == "next" and (url := _target(page, element)):
            return Step(url, cursor={})
    return Step(end=LAST_PAGE) if paged else None


def _kind(element: Any) -> str | None:
    """Whether an element is a next or a previous button."""
    rel = (element.get("rel") or "").lower().split()
    if element.tag in ("a", "link") and ("next" in rel or "prev" in rel):
        return "next" if "next" in rel else "previous"
    if element.tag == "link":
        return None
    text = _label(element)
    if _NEXT.fullmatch(text):
        return "next"
    if _PREVIOUS.fullmatch(text):
        return "previous"
    if element.tag not in ("a", "input", "button") or text.isdigit():
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200].split()
    return "next" if any(map(_NEXT_NAMES.fullmatch, names)) else None


def _label(element: Any) -> str:
    if element.tag == "input":
        return (
            (element.get("value") or "").strip() if (element.get("type") or "") in ("button", "submit", "image") else ""
        )
    if element.tag == "img":
        return (element.get("alt") or element.get("title") or "").strip()[:20]
    return short_text(element, 20) or (element.get("title") or "").strip()[:20]


def _target(page: ListPage, element: Any) -> str | None:
    """Where the button leads: not where it is off, or leads to this very page."""
    if _OFF.search(f"{element.get('class') or ''}"[:200]) or "disabled" in element.attrib:
        return None
    own = page.url.partition("#")[0]
    parent = element.getparent()
    for place in (element, parent if element.tag in ("img", "span") else None):
        url = page.absolute(element_href(place)) if place is not None else None
        if url and url != own:
            return url
    return None
