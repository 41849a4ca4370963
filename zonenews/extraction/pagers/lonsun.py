"""`Ls.pagination({…})`: the page number goes into the section's address as `pageIndex`."""

import re

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.calls import assignments
from zonenews.extraction.pagers.queries import page_number, with_number
from zonenews.extraction.pagers.step import LAST_PAGE, Step

_CALL = re.compile(r"\bLs\s{0,3}\.\s{0,3}pagination\s{0,3}\(")
_TEMPLATE = re.compile(r"['\"]([^'\"\s]{1,300}[?&](\w{1,30})=)(?:\{\w{1,20}\}|\[\w{1,20}\]|['\"]\s{0,3}\+)")


def lonsun(page: ListPage) -> Step | None:
    """Counts on the `pageIndex` of the section's address."""
    call = _CALL.search(page.scripts)
    if call is None:
        return None
    call_text = page.scripts[call.start() : call.start() + 3000]
    options = assignments(call_text)
    counts = {name.lower(): value for name, value in options.items() if isinstance(value, int)}
    pages = counts.get("pagecount", counts.get("totalpages", counts.get("totalpage")))
    total = counts.get("total", counts.get("totalcount", counts.get("recordcount")))
    name, number = page_number(page.url) or ("pageIndex", counts.get("currpage", counts.get("pageindex", 1)) or 1)
    following = with_number(_address(page, call_text), name, number + 1)
    if pages is not None and number >= pages:
        return Step(alternatives=(following,), end=LAST_PAGE, page=number, pages=pages, total=total)
    return Step(following, page=number, pages=pages, total=total)


def _address(page: ListPage, call_text: str) -> str:
    """The section's own address, or the one the call builds page addresses from."""
    template = _TEMPLATE.search(call_text)
    built = page.absolute(template[1].split("?")[0]) if template and template[1].startswith(("/", "http")) else None
    return built if built and built.count("/") > 2 and page_number(page.url) is None else page.url
