"""`createPageHTML(12, 0, "index", "html")` and its relatives, read by the shape of their arguments, not by name."""

import re
from typing import NamedTuple

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.calls import Value, calls
from zonenews.extraction.pagers.files import file_step
from zonenews.extraction.pagers.step import Step

_EXTENSIONS = frozenset({"html", "htm", "shtml", "shtm", "jhtml", "aspx", "asp", "php", "jsp", "xhtml"})
_STEM = re.compile(r"[\w/.-]{1,80}")


class Arguments(NamedTuple):
    """What a call tells: number of pages, its own index, file stem, extension, number of records."""

    pages: int
    current: int
    stem: str
    ext: str
    total: int | None


def create_page(page: ListPage) -> Step | None:
    """Follows a script call that names page count, current page, file stem and extension."""
    for _, values in calls(page.scripts):
        if arguments := parse_arguments(values):
            return file_step(
                page, arguments.stem, arguments.ext,
                current=arguments.current, pages=arguments.pages, total=arguments.total,
            )  # fmt: skip
    return None


def parse_arguments(values: list[Value]) -> Arguments | None:
    """The arguments by position and type; None where they are no pager's.

    A first string is a container and numbers are pages, current; three numbers are records, pages, current; a number
    after the extension is records.
    """
    named = bool(values) and isinstance(values[0], str) and not _is_files(values, 0)
    rest = values[1:] if named else values
    split = next((place for place, value in enumerate(rest) if isinstance(value, str)), len(rest))
    numbers = [value for value in rest[:split] if isinstance(value, int)]
    if not _is_files(rest, split) or len(numbers) not in (2, 3):
        return None
    stem, ext = str(rest[split]), str(rest[split + 1])
    after = [value for value in rest[split + 2 :] if isinstance(value, int)]
    total = numbers[0] if len(numbers) == 3 else (after[-1] if after else None)
    return Arguments(numbers[-2], numbers[-1], stem, ext.lstrip("."), total)


def _is_files(values: list[Value], place: int) -> bool:
    pair = values[place : place + 2]
    if len(pair) < 2 or not isinstance(pair[0], str) or not isinstance(pair[1], str):
        return False
    return pair[1].lower().lstrip(".") in _EXTENSIONS and _STEM.fullmatch(pair[0]) is not None
