"""Archives that count down: `/system/count//0001002/…/c…_000000532.shtml`, the newest with the highest number."""

import re

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.step import LAST_PAGE, Step

_ARCHIVE = re.compile(
    r"((?:https?://[\w.:-]{1,100})?/system/count/{1,2}\d{7}/\d{12}/)\d{3}/\d{3}/c(\d{19})_(\d{9})\.s?html"
)
_LIST_SCRIPT = re.compile(r"((?:https?://[\w.:-]{1,100})?/system/count/{1,2}\d{7}/\d{12}/)count_page_list_(\d{19})\.js")
_MAXPAGE = re.compile(r"\bmaxpage\s{0,5}=\s{0,5}['\"]?(\d{1,9})")


def enorth(page: ListPage) -> Step | None:
    """Follows the archive files from the highest number down to 1; the highest may stand in a script of its own."""
    if "/system/count/" not in page.text and "/system/count/" not in page.url:
        return None
    if found := _ARCHIVE.search(page.url):
        return _archive(page, found[1], found[2], int(found[3]) - 1)
    highest = _MAXPAGE.search(page.text)
    listed = _LIST_SCRIPT.search(page.url) or _LIST_SCRIPT.search(page.text)
    if listed and highest:
        return _archive(page, listed[1], listed[2], int(highest[1]))
    linked = [(int(found[3]), found) for found in _ARCHIVE.finditer(page.text)]
    if linked:
        number, found = max(linked, key=lambda entry: entry[0])
        number = max(number, int(highest[1])) if highest else number
        return _archive(page, found[1], found[2], number)
    if listed:
        return Step(page.absolute(listed[0]), page=1, cursor={"place": 1})
    return None


def archive_path(folder: str, column: str, number: int) -> str:
    """An archive file's address: nine digits, their first two groups of three repeated as folders."""
    digits = f"{number:09d}"
    return f"{folder}{digits[:3]}/{digits[3:6]}/c{column}_{digits}.shtml"


def _archive(page: ListPage, folder: str, column: str, number: int) -> Step:
    """The step to one archive file. The highest may only repeat the section's page: then the one below goes on."""
    detour = page.row_count == 0 and _MAXPAGE.search(page.text) is not None
    place = int(page.cursor.get("place") or 0) + (0 if detour else 1)
    cursor = {"place": place}
    if number < 1:
        return Step(end=LAST_PAGE, page=place, cursor=cursor)
    below = page.absolute(archive_path(folder, column, number - 1)) if number > 1 else None
    following = page.absolute(archive_path(folder, column, number))
    return Step(following, None, (below,) if below else (), None, place, cursor=cursor, detour=detour)
