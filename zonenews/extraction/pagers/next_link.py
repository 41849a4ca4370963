"""The link that says 下一页, in whatever element it hides."""

import re
from collections.abc import Iterator
from typing import Any

from zonenews.extraction.hrefs import element_href
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.step import LAST_PAGE, Step

_VOID = re.compile(r"void\s*\(?\s*0?\s*\)?")
_OFF = re.compile(r"disable|_d\b|no-?next|unable", re.I)


def next_link(page: ListPage) -> Step | None:
    """Follows the next-page link; a disabled one, or a 上一页 alone, means the last page.

    A next button that only a script understands is left to the rules after this one.
    """
    paged = scripted = False
    for element, kind in page.buttons:
        url = _target(page, element) if kind in ("next", "arrow") else None
        if url and (kind == "next" or _is_sibling(page.url, url)):
            return Step(url)
        paged = paged or kind != "arrow"
        scripted = scripted or (kind == "next" and _is_scripted(element))
    return Step(end=LAST_PAGE) if paged and not scripted else None


def unread_script(page: ListPage) -> Step | None:
    """Says that the page has a next button which no rule can follow."""
    scripted = any(kind == "next" and _is_scripted(element) for element, kind in page.buttons)
    return Step(end="unread_script") if scripted else None


def next_elements(page: ListPage) -> Iterator[Any]:
    """The elements that look like next buttons and are not off, in page order."""
    for element, kind in page.buttons:
        if kind != "previous" and not _is_off(element):
            yield element


def _target(page: ListPage, element: Any) -> str | None:
    """Where the button leads: not where it is off, or leads to this very page."""
    if _is_off(element):
        return None
    own = page.url.partition("#")[0]
    parent = element.getparent()
    for place in (element, parent if element.tag in ("img", "span") else None):
        url = page.absolute(element_href(place)) if place is not None else None
        if url and url != own:
            return url
    return None


def _is_off(element: Any) -> bool:
    return "disabled" in element.attrib or _OFF.search((element.get("class") or "")[:200]) is not None


def _is_scripted(element: Any) -> bool:
    """Whether a click would run something, or send a form."""
    if _is_off(element):
        return False
    script = (element.get("onclick") or "") + (element.get("href") or "").partition("javascript:")[2]
    return "(" in _VOID.sub("", script) or "=" in script or element.tag in ("input", "button")


def _is_sibling(own: str, url: str) -> bool:
    """Whether an address could be another page of the same list: in its folder, or below it."""
    folder = own.partition("?")[0].rpartition("/")[0]
    return url.startswith(folder + "/") and url.partition("?")[0].rpartition("/")[0].count("/") <= folder.count("/") + 1
