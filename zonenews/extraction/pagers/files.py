"""Numbered list files, `index_2.html` beside `index.html`: the addresses every file pager builds."""

import re

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.step import LAST_PAGE, Step

_NUMBERED = re.compile(r"^(.{1,120})_(\d{1,6})\.(\w{2,5})$")


def file_number(url: str, stem: str, ext: str) -> int | None:
    """The number in a list file's name: None for another file, 0 for the first page, which carries none."""
    name = url.partition("?")[0].rpartition("/")[2]
    if name in ("", f"{stem}.{ext}"):
        return 0
    found = _NUMBERED.match(name)
    return int(found[2]) if found and found[1] == stem else None


def file_step(
    page: ListPage, stem: str, ext: str, *, current: int | None, pages: int | None, total: int | None = None
) -> Step:
    """The step of a pager whose files are numbered `stem_N.ext`.

    `current` is what the page's script calls itself: on the first page 0 means that numbering starts with `_1`, 1 that
    it starts with `_2`. A wrong base loses a page unseen, so the other first number is an alternative.
    """
    number = file_number(page.url, stem, ext)
    if number is None:
        number = current if current is not None and "base" in page.cursor else 0
    base = _base(page, number, current)
    cursor = {"base": base, "number": number}
    place = number + 1 - base if number else 1
    firsts = (base + 1, 2 - base) if number == 0 else (number + 1,)
    found = tuple(url for url in (page.absolute(f"{stem}_{first}.{ext}") for first in firsts) if url)
    if pages is not None and place >= pages:
        return Step(alternatives=found[:1], end=LAST_PAGE, page=place, pages=pages, total=total, cursor=cursor)
    return Step(found[0] if found else None, None, found[1:], None, place, pages, total, cursor)


def _base(page: ListPage, number: int, current: int | None) -> int:
    """0 where page 2 is `_1`, 1 where it is `_2`: as the walk has shown, else as the first page's script says."""
    if page.cursor.get("number") == 0 and number in (1, 2):
        return number - 1
    if page.cursor.get("base") in (0, 1):
        return int(page.cursor["base"])
    return 1 if number == 0 and current == 1 else 0
