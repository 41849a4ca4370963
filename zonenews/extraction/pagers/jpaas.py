"""Sections whose rows come as HTML inside JSON from `/front/page/build/unit`."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from zonenews.extraction.hrefs import address_ending
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.queries import value_of, with_value
from zonenews.extraction.pagers.step import LAST_PAGE, Step

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_PAIR = re.compile(r"""(?<!\w)['"]?(\w{1,40})['"]?\s{0,3}:\s{0,3}(?:'([^']{0,300})'|"([^"]{0,300})"|(\d{1,20}))""")
_COUNT = re.compile(r"""\bcount\s{0,3}=\s{0,3}\\?["'](\d{1,8})""")
_ROWS = re.compile(r"""\brows\s{0,3}=\s{0,3}\\?["'](\d{1,4})""")
_SIZE = 20


def jpaas(page: ListPage) -> Step | None:
    """Asks the build/unit service for the page after this one, with the parameters the page itself holds."""
    if "/front/page/build/unit" in page.url:
        return _after_answer(page)
    unit = next((element for element in page.elements if element.get("querydata")), None)
    parameters = parse_query(unit.get("querydata")) if unit is not None else {}
    if unit is None or not {"webId", "pageId"} & set(parameters):
        return None
    service = page.absolute(address_ending(page.text, "/front/page/build/unit") or _UNIT)
    defaults = {"parseType": "bulidstatic", "pageType": "column", "tagId": "", "editType": "null"}
    size, total = _number(_ROWS, page.text) or _SIZE, _number(_COUNT, page.text)
    # a unit without links is not page 1 yet, whatever links stand around it
    place = 1 if page.row_count and unit.find(".//a") is not None else 0
    return _step(f"{service}?{urlencode({**defaults, **parameters})}", place, size, total)


def _after_answer(page: ListPage) -> Step:
    """From an answer of the service: the number after the one asked for."""
    asked = _asked(page.url)
    if not page.row_count:
        return _without_rows(page, asked)
    total = _number(_COUNT, page.text)
    size = _number(_ROWS, page.text) or int(asked.get("pageSize") or _SIZE)
    return _step(page.url, int(asked.get("pageNo") or 1), size, total)


def _without_rows(page: ListPage, asked: Mapping[str, Any]) -> Step:
    """An answer without rows ends the walk, but a first one may only dislike its tagId: then once with none."""
    if int(asked.get("pageNo") or 1) == 1 and value_of(page.url, "tagId"):
        return Step(with_value(page.url, "tagId", ""), page=0, detour=True)
    return Step(end=LAST_PAGE)


def _step(url: str, place: int, size: int, total: int | None) -> Step:
    pages = -(-total // size) if total and size else None
    following = with_value(url, "paramJson", json.dumps({"pageNo": place + 1, "pageSize": size}, separators=(",", ":")))
    if pages is not None and place >= pages:
        return Step(alternatives=(following,), end=LAST_PAGE, page=place, pages=pages, total=total)
    untagged = with_value(following, "tagId", "") if place < 2 and value_of(url, "tagId") else None
    return Step(following, None, (untagged,) if untagged else (), None, place, pages, total, detour=place == 0)


def _asked(url: str) -> Mapping[str, Any]:
    try:
        asked = json.loads(value_of(url, "paramJson") or "{}")
    except ValueError:
        return {}
    if not isinstance(asked, dict):
        return {}
    return {name: value for name, value in asked.items() if str(value).isascii() and str(value).isdigit()}


def parse_query(text: str) -> Mapping[str, str]:
    """The parameters of a `queryData` attribute, which is no JSON: its quotes are single."""
    return {found[1]: found[2] or found[3] or found[4] or "" for found in _PAIR.finditer(text[:5000])}


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[1]) if found else None
