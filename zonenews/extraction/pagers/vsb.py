"""`div.pb_sys_common`: the files count down, so the printed next link is the only safe way."""

import re
from typing import Any

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.step import LAST_PAGE, Step
from zonenews.extraction.pagers.totals import fraction
from zonenews.extraction.visible import short_text

_RECORDS = re.compile(r"共\s{0,3}(\d{1,8})\s{0,3}条")


def vsb(page: ListPage) -> Step | None:
    """Follows `span.p_next`; a `p_next_d`, or none beside a current number, is the last page."""
    pager = next((element for element in page.elements if "pb_sys_common" in _names(element)), None)
    if pager is None:
        return None
    inside = [element for element in pager.iter() if isinstance(element.tag, str)]
    place, pages = fraction(_texts(inside, "p_t"))
    place = place or _number(_texts(inside, "p_no_d"))
    records = _RECORDS.search(_texts(inside, "p_t"))
    total = int(records[1]) if records else None
    following = next((page.absolute(_href(element)) for element in inside if "p_next" in _names(element)), None)
    return Step(following, page=place, pages=pages, total=total, end=None if following else LAST_PAGE)


def _names(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _texts(elements: list[Any], name: str) -> str:
    return " ".join(short_text(element, 60) for element in elements if name in _names(element))


def _href(element: Any) -> str | None:
    link = element if element.tag == "a" else next(element.iter("a"), None)
    return link.get("href") if link is not None else None


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() else None
