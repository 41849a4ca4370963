"""Knows a pager's next and previous buttons by their words, their class or their `rel`."""

import re
from typing import Any, Literal

from zonenews.extraction.visible import short_text

Kind = Literal["next", "previous", "arrow"]

_NEXT = re.compile(r"[\s\[【(<«]{0,4}(?:下\s?一?\s?[页頁]|后一?[页頁]|next(?:\s?page)?)[\s\]】)>»›]{0,4}", re.I)
_ARROW = re.compile(r"\s{0,4}(?:›+|»|>{1,2}|→|＞{1,2})\s{0,4}")
_PREVIOUS = re.compile(
    r"[\s\[【(<«‹]{0,4}(?:上\s?一?\s?[页頁]|前一?[页頁]|prev(?:ious)?(?:\s?page)?)[\s\]】)>»]{0,4}", re.I
)
_NEXT_NAMES = re.compile(r"(?:p_|a_|pg-?|btn-|page-?|default_pg)?next(?:-?page)?|xyy", re.I)
_TAGS = frozenset({"a", "input", "button", "span", "li", "div", "link", "img"})
_BOXES = frozenset({"div", "li", "span"})
_CLICKED = frozenset({"a", "input", "button"})
_PRESSED = frozenset({"button", "submit", "image"})
_LONGEST = 20


def button_kind(element: Any) -> Kind | None:
    """Whether an element is a next or a previous button, or an arrow or class that may mean next; None for others."""
    tag = element.tag
    if tag not in _TAGS:
        return None
    rel = element.get("rel") if tag in ("a", "link") else None
    if rel and (named := {"next", "prev"} & set(rel.lower().split())):
        return "next" if "next" in named else "previous"
    if tag == "link":
        return None
    text = _label(element, tag)
    short = 0 < len(text) < _LONGEST
    if short and _NEXT.fullmatch(text):
        return "next"
    if short and _PREVIOUS.fullmatch(text):
        return "previous"
    if tag not in _CLICKED or text.isdigit():
        return None
    return "arrow" if (short and _ARROW.fullmatch(text)) or _is_named_next(element) else None


def _is_named_next(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:200].split()
    return any(map(_NEXT_NAMES.fullmatch, names))


def _label(element: Any, tag: str) -> str:
    if tag == "input":
        return (element.get("value") or "").strip() if element.get("type") in _PRESSED else ""
    if tag == "img":
        return (element.get("alt") or element.get("title") or "").strip()[:_LONGEST]
    if tag in _BOXES and len(element) and "onclick" not in element.attrib:
        return ""
    return short_text(element, _LONGEST) or (element.get("title") or "").strip()[:_LONGEST]
