"""Rows that a script of the page asks for: `$.ajax({url: "/irs/front/list", data: …})`, `$.getJSON("feed.json")`."""

import re
from dataclasses import asdict
from itertools import islice
from typing import Any

from zonenews.extraction.api import api_request
from zonenews.extraction.jsontext import walk
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.step import LAST_PAGE, Step
from zonenews.extraction.rowdates import LOOSE
from zonenews.extraction.rows import Rows
from zonenews.extraction.scriptrequests import CALL, requests_for_lists
from zonenews.profile import Api

# the elements a script puts something into
_FILLED = re.compile(
    r"""(?:\$|jQuery)\s{0,3}\(\s{0,3}['"]([#.][\w-]{1,60})[^'"]{0,60}['"]\s{0,3}\)\s{0,3}\.\s{0,3}(?:html|append|prepend|empty)\b"""
    r"""|getElementById\(\s{0,3}['"]([\w-]{1,60})['"]"""
    r"""|(?:querySelector\(|\bel\s{0,3}:)\s{0,3}['"]([#.][\w-]{1,60})"""
)
_MOST_FILLED = 100
_MOST_VALUES = 5000
_MOST_RECORDS = 10**9
_TOTALS = frozenset({"total", "totalcount", "totalnum", "totalrecords", "totalrecord", "recordcount"})


def asked(page: ListPage) -> Step | None:
    """Asks for the rows that a script would draw, page after page, until an answer has none."""
    if page.cursor.get("asked"):
        return _after_answer(page, Api(**page.cursor["asked"]), int(page.cursor["page"]))
    request = _request(page) if page.found is not None and _is_drawn(page, page.found) else None
    if isinstance(request, str):
        return Step(request, page=0, detour=True)
    return _step(page, request, request.first, detour=True) if request else None


def asked_next(page: ListPage) -> Step | None:
    """Asks for the rows behind those that stand in the page already."""
    request = _request(page) if page.found is not None and page.found.members else None
    return _step(page, request, request.first + 1, place=1) if isinstance(request, Api) else None


def _request(page: ListPage) -> Api | str | None:
    """The first request for a list that the page's scripts make."""
    if page.requests is None:
        page.requests = list(islice(requests_for_lists(page), 1))
    return next(iter(page.requests), None)


def _after_answer(page: ListPage, api: Api, number: int) -> Step:
    place, total = number - api.first + 1, _total(page.answer)
    if not page.row_count:
        return Step(end=LAST_PAGE, page=place, total=total)
    return _step(page, api, number + 1, place=place, total=total)


def _step(
    page: ListPage, api: Api, number: int, *, place: int = 0, total: int | None = None, detour: bool = False
) -> Step:
    url, post = api_request(api, number, {}, page.url)
    return Step(url, post, page=place, total=total, cursor={"asked": asdict(api), "page": number}, detour=detour)


def _is_drawn(page: ListPage, found: Rows) -> bool:
    """Whether a script draws the list: the page has no rows, or only such as stand beside the place it fills."""
    if page.answer is not None or not CALL.search(page.scripts):
        return False
    rows = [row.element for row in found.members[:10]]
    around = {element for row in rows for element in (row, *islice(row.iterancestors(), 8))}
    filled = _filled(page)
    if not rows or any(element in around for element in filled):
        return not rows
    return found.aside or (bool(filled) and sum(map(_is_dated, rows)) * 2 < len(rows))


def _is_dated(row: Any) -> bool:
    return LOOSE.search("".join(islice(row.itertext(), 40))[:400]) is not None


def _filled(page: ListPage) -> list[Any]:
    """The elements that the page's scripts put something into."""
    named = (found[1] or found[3] or f"#{found[2]}" for found in _FILLED.finditer(page.scripts))
    names = frozenset(islice(named, _MOST_FILLED))
    return [element for element in page.elements if names & _names(element)] if names else []


def _names(element: Any) -> set[str]:
    classes = (element.get("class") or "")[:200].split()
    return {f"#{element.get('id')}", *(f".{name}" for name in classes)}


def _total(answer: Any) -> int | None:
    """The number of records that an answer announces."""
    for value in islice(walk(answer), _MOST_VALUES):
        for name, count in value.items() if isinstance(value, dict) else ():
            if name.lower() in _TOTALS and type(count) is int and 0 <= count < _MOST_RECORDS:
                return count
    return None
