"""What a page prints about its length: 共 12 页, 1/12, 共 240 条."""

import re
from dataclasses import replace

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.step import Step

_PAGES = re.compile(
    r"[共总]\s{0,3}(?:计|有)?\s{0,3}[:：]?\s{0,3}(\d{1,6})\s{0,3}页|总页数\s{0,3}[:：]?\s{0,3}(\d{1,6})"
)
_RECORDS = re.compile(
    r"(?:共|总计|合计|总数)\s{0,3}(?:有|计|为)?\s{0,3}[:：]?\s{0,3}(\d{1,8})\s{0,3}(?:条|篇|项|个?记录|个?文章|则)"
)
_PAGE_OF = re.compile(
    r"(?:第|页[次码数]?[:：])\s{0,3}(\d{1,5})\s{0,3}(?:/\s{0,3}(\d{1,5})\s{0,3}页?|页)|(?<![\d/.-])(\d{1,5})\s{0,3}/\s{0,3}(\d{1,5})\s{0,3}页"
)
_PLACE = re.compile(r"(?<![\d/.-])(\d{1,5})\s{0,3}/\s{0,3}(\d{1,5})(?![\d/.-])")
_TAIL = 20000


def with_totals(page: ListPage, step: Step) -> Step:
    """The step with the page number and totals that the page prints, where the pager itself did not tell."""
    words = page.words[-_TAIL:]
    place, pages, records = printed_place(words), _number(_PAGES, words), _number(_RECORDS, words)
    return replace(
        step,
        page=step.page if step.page is not None else place[0],
        pages=step.pages if step.pages is not None else pages or place[1],
        total=step.total if step.total is not None else records,
    )


def printed_place(words: str) -> tuple[int | None, int | None]:
    """The page number and page count of 第 2 页, 页次：2/12 or 2/12 页; None for what is not printed."""
    if found := _PAGE_OF.search(words):
        place, pages = found[1] or found[3], found[2] or found[4]
        return int(place), int(pages) if pages else None
    return None, None


def fraction(words: str) -> tuple[int | None, int | None]:
    """The numbers of 2/12, where the second is not the smaller."""
    for found in _PLACE.finditer(words):
        if 1 <= int(found[1]) <= int(found[2]):
            return int(found[1]), int(found[2])
    return None, None


def _number(pattern: re.Pattern[str], words: str) -> int | None:
    found = pattern.search(words)
    return int(next(filter(None, found.groups()))) if found else None
