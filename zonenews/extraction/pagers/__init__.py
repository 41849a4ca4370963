"""The pager rules: each a pure function of a list page, tried in order, the surest markup first."""

from collections.abc import Callable

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.create_page import create_page
from zonenews.extraction.pagers.next_link import next_link
from zonenews.extraction.pagers.step import Step

Pager = Callable[[ListPage], Step | None]

PAGERS: tuple[Pager, ...] = (
    create_page,
    next_link,
)


def find_next(page: ListPage) -> tuple[str, Step]:
    """The first pager that knows the page, by name, and its step; `none` where no pager is printed."""
    for pager in PAGERS:
        step = pager(page)
        if step is not None:
            return pager.__name__, step
    return "none", Step(end="no_pager")
