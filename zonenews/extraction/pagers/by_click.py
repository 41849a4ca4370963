"""A pager drawn by a script that has no address for its next page, and only reacts to a click."""

import re
from typing import Any

from zonenews.extraction.hrefs import element_href
from zonenews.extraction.listpage import ListPage

_NEXT = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.I)
_OFF = re.compile(r"disabled?(?:$|[\s_-])|no-?next|unable", re.I)
_PAGER = re.compile(r"pag(?:e|er|es|ing|ination)(?:$|[\s_-])|laypage", re.I)
_LEVELS = 3  # a button stands so deep in its pager, at most


def waits_for_click(page: ListPage) -> bool:
    """Whether a first page shows a next button that is on and leads nowhere by itself."""
    if page.cursor:
        return False
    named = (element for element, kind in page.buttons if kind == "next")
    classed = (element for element in page.elements if _NEXT.search(_class(element)) and _is_in_pager(element))
    return any(_is_on(page, element) for elements in (named, classed) for element in elements)


def _is_on(page: ListPage, element: Any) -> bool:
    off = any("disabled" in place.attrib or _OFF.search(_class(place)) for place in _around(element, 1))
    return not off and page.absolute(element_href(element)) is None


def _is_in_pager(element: Any) -> bool:
    return any(_PAGER.search(_class(place)) for place in _around(element, _LEVELS))


def _around(element: Any, levels: int) -> list[Any]:
    """The element and those around it."""
    found = [element]
    while len(found) <= levels and (parent := found[-1].getparent()) is not None:
        found.append(parent)
    return found


def _class(element: Any) -> str:
    return (element.get("class") or "")[:200]
