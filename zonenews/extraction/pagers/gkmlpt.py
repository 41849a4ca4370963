"""Catalogues whose page holds `window._CONFIG` and whose rows come from `/gkmlpt/api/all/<category>`."""

import re

from zonenews.extraction.jsontext import at
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.page import path_of
from zonenews.extraction.pagers.queries import page_number, with_number
from zonenews.extraction.pagers.step import LAST_PAGE, Step

_CONFIG = re.compile(r"_CONFIG\s{0,5}=")
_SID = re.compile(r"\bSID['\"]?\s{0,5}:\s{0,5}['\"]?([\w-]{1,40})")
_CATEGORY = re.compile(
    r"\b(?:CATE|CATEGORY|CID|CATE_ID|CATEGORY_ID|COLUMN_ID)['\"]?\s{0,5}:\s{0,5}['\"]?(\d{1,12})", re.I
)
_TREE = re.compile(r"\b(?:TREE|CATES|CATEGORIES)\b", re.I)
_NODE = re.compile(r"\bid['\"]?\s{0,5}:\s{0,5}['\"]?(\d{1,12})", re.I)
_NEAR = 220  # a tree's first node stands within so many characters
_API = re.compile(r"/gkmlpt/api/all/\d+")
_PREFIX = re.compile(r"^(.{0,200}?)/gkmlpt/")


def gkmlpt(page: ListPage) -> Step | None:
    """Asks the catalogue's API for the category's rows, then for page after page."""
    if page.answer is not None and _API.search(page.url):
        return _after_answer(page)
    if not _CONFIG.search(page.scripts) or (sid := _SID.search(page.scripts)) is None:
        return None
    category = _category(page)
    if category is None:
        return None
    prefix = _PREFIX.match(path_of(page.url))
    # pages 0 and 1 of the API are the same
    return Step(
        page.absolute(f"{prefix[1] if prefix else ''}/gkmlpt/api/all/{category}?page=1&sid={sid[1]}"),
        page=0,
        detour=True,
    )


def _after_answer(page: ListPage) -> Step:
    numbered = page_number(page.url)
    place = max(1, numbered[1] if numbered else 1)
    total = at(page.answer, "total")
    counted = total if isinstance(total, int) else None
    if not page.row_count:
        return Step(end=LAST_PAGE, page=place, total=counted)
    return Step(with_number(page.url, "page", place + 1), page=place, total=counted)


def _category(page: ListPage) -> str | None:
    """The category in the address's fragment, else the one the page shows, else the tree's first."""
    fragment = page.url.partition("#")[2].strip("/")
    if fragment.isdigit():
        return fragment
    tree = _TREE.search(page.scripts)
    found = _CATEGORY.search(page.scripts) or (tree and _NODE.search(page.scripts, tree.end(), tree.end() + _NEAR))
    return found[1] if found else None
