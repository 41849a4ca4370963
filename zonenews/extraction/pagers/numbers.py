"""Pages that print only numbers: numeric links, a `<select>` of pages, or nothing but 共 N 页."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zonenews.extraction.hrefs import element_href
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.files import file_number, file_step
from zonenews.extraction.pagers.queries import page_number, with_number
from zonenews.extraction.pagers.script_counts import own_file
from zonenews.extraction.pagers.step import LAST_PAGE, Step
from zonenews.extraction.pagers.totals import with_totals
from zonenews.extraction.visible import short_text

_NUMBER = re.compile(r"[\s\[【(]{0,5}(?:第\s?)?(\d{1,5})(?:\s?页)?[\s\]】)]{0,5}")
_CURRENT = re.compile(r"current|active|\bon\b|\bcur\b|selected|thisclass|\bnow\b|focus", re.I)
_LIST_NAME = re.compile(r"(?:index|list|default|home|node_\d+|more|\d{1,7})(?:_\d+)?$", re.I)
_SCRIPT_NAME = re.compile(
    r"['\"]([^'\"\s<>]{0,200}[?&](page|pageNo|pageNum|pageIndex|currPage|currentPage|pageNumber|curpage|pn|p)=)['\"]\s{0,3}\+",
    re.I,
)


def numeric_links(page: ListPage) -> Step | None:
    """Follows the link with the number after the current page's."""
    links = dict(reversed(list(_numbered(page))))
    if len(links) < 1 or not _looks_paged(links):
        return None
    current = _current(page, links)
    if current is None:
        return None
    following = links.get(current + 1)
    return Step(following, page=current, end=None if following else LAST_PAGE, cursor={"page": current + 1})


def page_select(page: ListPage) -> Step | None:
    """Follows the `<select>` whose options are pages."""
    for element in page.elements:
        if element.tag != "select":
            continue
        options = [option for _, option in zip(range(2000), element.iter("option"), strict=False)]
        urls = {number: url for number, url in (_option(page, option) for option in options) if number and url}
        if len(urls) < max(1, len(options) - 1) or not _looks_paged(urls):
            continue
        chosen = next((_option(page, option)[0] for option in options if "selected" in option.attrib), None)
        current = _own_number(page, urls) or chosen or 1
        following = urls.get(current + 1)
        return Step(following, page=current, pages=max(urls), end=None if following else LAST_PAGE)
    return None


def script_query(page: ListPage) -> Step | None:
    """Counts on a query parameter that a script of the page builds addresses with."""
    found = next((found for found in _SCRIPT_NAME.finditer(page.scripts) if _is_own(page, found[1])), None)
    if found is None or not page.row_count:
        return None
    own = page_number(page.url)
    built = page.absolute(found[1] + "1") if found[1].startswith(("/", "http")) else None
    name, number = own or (found[2], 1)
    told = with_totals(page, Step(with_number(page.url if own else built or page.url, name, number + 1), page=number))
    if told.pages is not None and number >= told.pages:
        return Step(alternatives=(told.next or "",), end=LAST_PAGE, page=number, pages=told.pages, total=told.total)
    return told


def _is_own(page: ListPage, built: str) -> bool:
    """Whether a built address can be this list's: a search box builds its own."""
    return built.startswith("?") or "search" not in built.lower() or "search" in page.url.lower()


def own_query(page: ListPage) -> Step | None:
    """Counts on the page number in the page's own address, where it was reached so; without rows it is the end."""
    own = page_number(page.url)
    if own is None or (page.answer is None and not page.cursor):
        return None
    if not page.row_count:
        return Step(end=LAST_PAGE, page=own[1])
    return Step(with_number(page.url, own[0], own[1] + 1), page=own[1])


def total_text(page: ListPage) -> Step | None:
    """Tries the usual numbered files where the page prints that it has more pages but not where they are."""
    told = with_totals(page, Step())
    stem, ext = own_file(page)
    if not page.row_count or not told.pages or told.pages < 2 or not _LIST_NAME.match(stem):
        return None
    if file_number(page.url, stem, ext) is None:
        return None
    step = file_step(page, stem, ext, current=None, pages=told.pages, total=told.total)
    return replace(step, guess="number" not in page.cursor)


def _numbered(page: ListPage) -> Iterator[tuple[int, str]]:
    for element in page.elements:
        if element.tag == "a":
            found = _NUMBER.fullmatch(short_text(element, 12))
            url = page.absolute(element_href(element)) if found else None
            if found and url:
                yield int(found[1]), url


def _looks_paged(links: dict[int, str]) -> bool:
    """Whether the addresses differ in nothing but numbers."""
    shapes = {re.sub(r"\d+", "9", url) for url in links.values()}
    return len(shapes) <= 2


def _current(page: ListPage, links: dict[int, str]) -> int | None:
    """This page's number: by the cursor, its address, a marked number, or 1 where only later ones are linked."""
    if page.cursor.get("page"):
        return int(page.cursor["page"])
    return _own_number(page, links) or _marked(page) or (1 if 2 in links else None)


def _own_number(page: ListPage, links: dict[int, str]) -> int | None:
    own = page.url.partition("#")[0]
    return next((number for number, url in links.items() if url == own), None)


def _marked(page: ListPage) -> int | None:
    for element in page.elements:
        if element.tag in ("a", "span", "b", "strong", "em", "li", "font", "i") and _is_marked(element):
            found = _NUMBER.fullmatch(short_text(element, 12))
            if found:
                return int(found[1])
    return None


def _is_marked(element: Any) -> bool:
    return _CURRENT.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:200]) is not None


def _option(page: ListPage, option: Any) -> tuple[int | None, str | None]:
    found = _NUMBER.fullmatch(short_text(option, 12))
    value = (option.get("value") or "").strip()
    named = "." in value or "/" in value or "=" in value
    return (int(found[1]) if found else None), (page.absolute(value) if named else None)
