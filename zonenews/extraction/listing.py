"""Reads a list page: the rows, the section's name and the way to the next page."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from zonenews.extraction.answers import list_page
from zonenews.extraction.api import api_listing
from zonenews.extraction.crumbs import breadcrumb, section_name
from zonenews.extraction.hrefs import element_href
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.page import read_page
from zonenews.extraction.pagers import find_next
from zonenews.extraction.pagers.by_click import waits_for_click
from zonenews.extraction.pagers.step import LAST_PAGE, Step
from zonenews.extraction.results import Listing
from zonenews.extraction.rows import Rows, find_rows, rows_of
from zonenews.profile import Profile

_APP_MOUNT = re.compile(r"app|root|__nuxt|__next|main-?app|app-?root", re.I)


def extract_listing(
    body: bytes,
    url: str,
    *,
    header_encoding: str | None = None,
    fetched: datetime | None = None,
    profile: Profile | None = None,
    cursor: Mapping[str, Any] | None = None,
) -> Listing:
    """The listing a section's answer holds; never raises, and a page without rows gives no links.

    `cursor` is that of the listing before this page; without it the page is read as a section's first.
    """
    profile = profile or Profile()
    read = read_page(body, url, header_encoding=header_encoding, charset=profile.charset)
    page = list_page(read, cursor or {})
    listing = api_listing(page, profile) or _read(page, profile)
    flags = listing.flags + read.flags
    return replace(listing, charset=read.decoded.charset, charset_reason=read.decoded.reason, flags=flags)


def _read(page: ListPage, profile: Profile) -> Listing:
    crumbs = breadcrumb(page)
    name = section_name(page, crumbs)
    rows = _rows(page, profile, name or "")
    page.row_count, page.found = len(rows.links), rows
    pager, step = _next(page, profile)
    script = not rows.links and step.next is None and _is_drawn_by_script(page)
    return Listing(
        url=page.url,
        name=name,
        links=() if step.detour else rows.links,
        next=step.next,
        pager=pager,
        post=step.post,
        alternatives=tuple(url for url in step.alternatives if url and url not in (page.url, step.next)),
        end="drawn_by_script" if script else _end(step),
        total=step.total,
        pages=step.pages,
        page=step.page,
        breadcrumb=crumbs,
        cursor={**step.cursor, "pager": pager, **({} if step.detour else _places(page, rows))},
        flags=_flags(rows, step, script),
    )


def _end(step: Step) -> str | None:
    """Why there is no next page; None where there is one."""
    return None if step.next is not None else step.end or "bad_address"


def _rows(page: ListPage, profile: Profile, name: str) -> Rows:
    """The rows, as the profile selects them, else as the answer lists them, else as they are found."""
    if profile.rows:
        return rows_of(page, _select(page, profile.rows))
    if page.listed is not None:
        rows = replace(page, root=page.listed)
        return rows_of(rows, page.listed.iterfind(".//*[@class='record']"))
    if page.bare:
        return rows_of(page, page.root.iter("li"))
    return find_rows(page, name)


def _next(page: ListPage, profile: Profile) -> tuple[str, Step]:
    """The way on, as the profile selects it, else by the pager rules; a page is never its own next."""
    if profile.next:
        urls = [page.absolute(element_href(element)) for element in _select(page, profile.next)]
        url = next((url for url in urls if url and url != page.url), None)
        return "profile", Step(url, end=None if url else LAST_PAGE)
    pager, step = find_next(page)
    if step.next == page.url and step.post is None:
        step = replace(step, next=None, end=step.end or LAST_PAGE)
    if step.next is None and "lists" in profile.drawn and waits_for_click(page):
        step = replace(step, end="by_click")
    return pager, step


def _select(page: ListPage, css: str) -> list[Any]:
    """The elements a profile's selector names; none for a selector that is not CSS."""
    try:
        return list(page.root.xpath(HTMLTranslator().css_to_xpath(css)))
    except SelectorError:
        return []


def _is_drawn_by_script(page: ListPage) -> bool:
    """Whether the page is only a place for an app to draw in."""
    for element in page.elements:
        if element.tag in ("div", "main", "app-root") and (
            element.tag == "app-root" or _APP_MOUNT.fullmatch(element.get("id") or "")
        ):
            return True
    return False


def _places(page: ListPage, rows: Rows) -> Mapping[str, Any]:
    """Where the rows stood and where else links did, for the page after this one."""
    if rows.path:
        return {"rows": rows.path, "others": list(rows.others)}
    return {name: page.cursor[name] for name in ("rows", "others") if name in page.cursor}


def _flags(rows: Rows, step: Step, script: bool) -> tuple[str, ...]:
    flags = list(rows.flags)
    if script:
        flags.append("drawn_by_script")
    if step.detour:
        flags.append("detour")
    if step.guess and step.next is not None:
        flags.append("guessed_pager")
    return tuple(flags)
