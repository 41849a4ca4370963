"""Scripts that count pages in their own words: `countPage`, `Pager({…})`, `totalPage`, a page id in the stem."""

import re
from dataclasses import replace

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.calls import Value, assigned, assignments
from zonenews.extraction.pagers.files import file_step
from zonenews.extraction.pagers.step import Step
from zonenews.extraction.pagers.totals import with_totals

_SET_PAGE = re.compile(r"['\"]setPage['\"]\s{0,3},\s{0,3}(\d{1,6})\s{0,3},\s{0,3}(\d{1,6})")
_TOTAL_PAGE = re.compile(r"\b(?:totalPages?|pageCount|total_page)['\"]?\s{0,3}[:=]\s{0,3}['\"]?(\d{1,6})", re.I)
_PAGINATION = re.compile(
    r"\.(?:pagination|jqPaginator|\w{0,10}Paging)\s{0,3}\(|\.(?:create|my)?Page(?:r|ination)?\s{0,3}\(\s{0,3}\{", re.I
)
_OBJECT = re.compile(r"\b\w{0,20}Pag(?:er|ination)\s{0,3}\(\s{0,3}(\{[^{}]{5,600}\})", re.I)
_PAGE_ID = re.compile(
    r"['\"/]((?:index|list)_\d{3,12})_(?:['\"]\s{0,3}\+(?:[^'\"+;]{1,40}\+\s{0,3}['\"]\.(s?html?))?|\d{1,6}\.(s?html?))"
)
_OWN_PAGE_ID = re.compile(r"/((?:index|list)_\d{3,12})_\d{1,6}\.s?html?$")
_CONFIG = re.compile(r"pagination_script_config\s{0,3}=\s{0,3}(\{[^{}]{2,600}\})")
_BUILT = re.compile(r"['\"](?:\./)?([\w-]{1,40})_['\"]\s{0,3}\+[^'\"+;]{1,40}\+\s{0,3}['\"]\.(s?html?|jhtml|aspx)['\"]")
_SCRIPT_EXT = re.compile(r"""["'.](s?html?|jhtml)\\?["']""", re.I)
_FILE = re.compile(r"(?<![\w-])([\w-]{1,80})\.(s?html?|jhtml|aspx?|php)$")
_NUMBERED = re.compile(r"^(.{1,80}?)_\d{1,6}$")


def pager_object(page: ListPage) -> Step | None:
    """Follows `Pager({size: 12, current: 0, prefix: 'index', suffix: 'html'})`."""
    for found in _OBJECT.finditer(page.scripts):
        options = assignments(found[1])
        stem, ext = options.get("prefix"), options.get("suffix")
        pages, current = (
            _whole(options, "size", "pages", "total", "pageCount"),
            _whole(options, "current", "index", "page"),
        )
        if isinstance(stem, str) and isinstance(ext, str) and stem and ext:
            return file_step(page, stem, ext.lstrip("."), current=current, pages=pages)
    return None


def page_id_files(page: ListPage) -> Step | None:
    """Follows `index_<page id>_N.shtml`, the id as the page itself names it."""
    found = _OWN_PAGE_ID.search(page.url.partition("?")[0]) or _PAGE_ID.search(page.text)
    if found is None:
        return None
    pages = _set(page, "countPage", "pageCount", "totalPage", "maxPage")
    current = _set(page, "currentPage", "currPage")
    linked = _PAGE_ID.search(page.text)
    ext = (linked[2] or linked[3] if linked else None) or own_file(page)[1]
    return file_step(page, found[1], ext, current=current, pages=pages)


def count_page(page: ListPage) -> Step | None:
    """Follows `var countPage = 12` with `var currentPage = 0`."""
    pages = _set(page, "countPage", "nPageCount", "m_nPageCount")
    if pages is None:
        return None
    current = _set(page, "currentPage", "currPage", "nCurrIndex", "m_nCurrIndex")
    stem, ext = own_file(page)
    return file_step(page, stem, ext, current=current, pages=pages)


def script_config(page: ListPage) -> Step | None:
    """Follows `pagination_script_config = {pageNumber, total}`, which does not say what it counts."""
    found = _CONFIG.search(page.scripts)
    if found is None:
        return None
    stem, ext = own_file(page)
    return file_step(page, stem, ext, current=None, pages=None, total=_whole(assignments(found[1]), "total"))


def pagination_plugin(page: ListPage) -> Step | None:
    """Follows a `.pagination(…)` call that tells the number of pages; its files are numbered from 1."""
    set_page = _SET_PAGE.search(page.scripts)
    total = _TOTAL_PAGE.search(page.scripts) if _PAGINATION.search(page.scripts) else None
    if set_page is None and total is None:
        return None
    pages = int(set_page[2]) if set_page else int(total[1]) if total else None
    stem, ext = own_file(page)
    step = file_step(page, stem, ext, current=1, pages=pages)
    return replace(step, guess=set_page is None and "number" not in page.cursor)


def built_files(page: ListPage) -> Step | None:
    """Follows the file names a script puts together: `"index_" + n + ".html"`."""
    found = _BUILT.search(page.scripts)
    if found is None or not page.row_count:
        return None
    told = with_totals(page, Step())
    return file_step(page, found[1], found[2], current=1, pages=told.pages, total=told.total)


def own_file(page: ListPage) -> tuple[str, str]:
    """The stem and extension of a list's files: its own, or `index` and the likeliest where its address names none."""
    found = _FILE.search(page.url.partition("?")[0].rpartition("/")[2])
    if found is None:
        return "index", _likely_ext(page)
    numbered = _NUMBERED.match(found[1])
    return (numbered[1] if numbered else found[1]), found[2]


def _likely_ext(page: ListPage) -> str:
    """The extension that a script of the page names, else the one most of its links have."""
    if found := _SCRIPT_EXT.search(page.scripts):
        return found[1].lower()
    counts: dict[str, int] = {}
    for element in page.elements:
        linked = _FILE.search((element.get("href") or "")[-100:]) if element.tag == "a" else None
        if linked:
            counts[linked[2]] = counts.get(linked[2], 0) + 1
    return max(counts, key=lambda ext: counts[ext], default="html")


def _set(page: ListPage, *names: str) -> int | None:
    """The first of the names that the page's scripts set to a whole number."""
    return _whole(assigned(page.scripts, *names), *names)


def _whole(values: dict[str, Value], *names: str) -> int | None:
    """The first of the names that holds a whole number."""
    for name in names:
        value = values.get(name)
        if isinstance(value, int) or (
            isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 8
        ):
            return int(value)
    return None
