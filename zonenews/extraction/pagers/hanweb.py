"""Records in XML: the first block stands in the page's script, the next ones come from `dataproxy.jsp`."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from zonenews.extraction.datastores import Datastore
from zonenews.extraction.hrefs import address_ending
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.queries import page_number, value_of, with_number
from zonenews.extraction.pagers.step import LAST_PAGE, Step
from zonenews.extraction.results import Post

_PER_PAGE = re.compile(r"per_?page['\"]?\s{0,3}[:=]\s{0,3}['\"]?(\d{1,4})", re.I)
_GROUP = re.compile(r"group_?size['\"]?\s{0,3}[:=]\s{0,3}['\"]?(\d{1,3})", re.I)
_NAMES = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")
_PARAMETER = re.compile(
    r"['\"]?\b(col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)['\"]?\s{0,3}:\s{0,3}"
    r"(?:'([^'\n]{0,300})'|\"([^\"\n]{0,300})\"|(\d{1,12}))"
)


def hanweb(page: ListPage) -> Step | None:
    """Asks for the block of records after those already seen, by number where the page gives its parameters."""
    if page.store is None:
        return None
    if page.cursor.get("form") and value_of(page.url, "startrecord"):
        return _after_block(page, page.store)
    if page.cursor.get("group"):
        return _after_group(page, page.store)
    return _after_first(page, page.store)


def _after_first(page: ListPage, store: Datastore) -> Step:
    """From the section's own page: the block after its inline records."""
    inline = len(store.records)
    if store.total is not None and inline >= store.total:
        return Step(end=LAST_PAGE, page=1, pages=store.pages, total=store.total)
    form = _form(page.text, store.next_group)
    group = page.absolute(store.next_group)
    proxy = _proxy(page, store)
    if form and proxy:
        per_page = _found(_PER_PAGE, page.text) or max(inline // 3, 1) or 15
        block = max(inline, per_page * (_found(_GROUP, page.text) or 3)) if inline else per_page * 3
        return _ask(page, store, form, proxy, start=inline + 1, size=block, per_page=per_page, spare=group)
    if group:
        return Step(group, None, (), None, 1, store.pages, store.total, {"group": 1})
    return Step(end="first_block_only" if store.total else LAST_PAGE, page=1, pages=store.pages, total=store.total)


def _after_block(page: ListPage, store: Datastore) -> Step:
    """From a block asked for by numbers: the block after it."""
    cursor = page.cursor
    start = int(cursor["end"]) + 1
    total = store.total or cursor.get("total")
    if not store.records or (total and start > int(total)):
        return Step(end=LAST_PAGE, page=cursor.get("page"), total=total, cursor=dict(cursor))
    return _ask(
        page, store, dict(cursor["form"]), str(cursor["proxy"]), start=start, size=int(cursor["size"]),
        per_page=int(cursor["per_page"]), spare=None,
    )  # fmt: skip


def _after_group(page: ListPage, store: Datastore) -> Step:
    """From a block that the page linked: the link in its own answer, else the same address with the next number."""
    if not store.records:
        return Step(end=LAST_PAGE if store.total else "first_block_only", total=store.total)
    following = page.absolute(store.next_group)
    if following is None or following == page.url:
        numbered = page_number(page.url)
        following = with_number(page.url, numbered[0], numbered[1] + 1) if numbered else None
    place = int(page.cursor["group"]) + 1
    end = None if following else LAST_PAGE
    return Step(following, None, (), end, place, store.pages, store.total, {"group": place})


def _ask(
    page: ListPage, store: Datastore, form: dict[str, str], proxy: str, *, start: int, size: int, per_page: int,
    spare: str | None,
) -> Step:  # fmt: skip
    """A request for the records `start` to `start + size - 1`, counted from 1, both included."""
    end = start + size - 1
    url = f"{proxy}?startrecord={start}&endrecord={end}&perpage={per_page}"
    spares = tuple(other for other in (f"{url}&{urlencode(form)}", spare) if other)
    cursor: dict[str, Any] = {
        "form": form, "proxy": proxy, "end": end, "size": size, "per_page": per_page,
        "page": int(page.cursor.get("page") or 1) + 1, "total": store.total or page.cursor.get("total"), "group": 1,
    }  # fmt: skip
    post = Post(urlencode(form).encode("ascii"))
    place = int(page.cursor.get("page") or 1)
    return Step(url, post, spares, None, place, store.pages, cursor["total"], cursor)


def _form(text: str, group: str | None) -> dict[str, str] | None:
    """The parameters of a numbered request: as the script gives them, else as the group's link does; None if hidden."""
    script = {
        found[1]: next((value for value in found.groups()[1:] if value is not None), "")
        for found in _PARAMETER.finditer(text)
    }
    linked = dict(parse_qsl((group or "").partition("#")[0].partition("?")[2], keep_blank_values=True))
    known = {name: script.get(name) or linked.get(name) for name in _NAMES}
    # encrypted parameters only work in the very link that holds them
    if not all((known[name] or "").replace(",", "").isdigit() for name in ("columnid", "unitid")):
        return None
    defaults = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}
    return {name: value for name in _NAMES if (value := known[name] or defaults.get(name)) is not None}


def _proxy(page: ListPage, store: Datastore) -> str | None:
    group = page.absolute(store.next_group)
    if group:
        return group.partition("?")[0]
    return page.absolute(address_ending(page.text, "dataproxy.jsp"))


def _found(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[1]) or None if found else None
