"""What a pager rule answers: the way from a list page to the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zonenews.extraction.results import Post


@dataclass(frozen=True, slots=True)
class Step:
    """The next page's address as one pager reads it, or why there is none; the fields are those of `Listing`.

    A `detour` is a page that only leads to the list and has no rows of its own; a `guess` is an address that nothing on
    the page names.
    """

    next: str | None = None
    post: Post | None = None
    alternatives: tuple[str, ...] = ()
    end: str | None = None
    page: int | None = None
    pages: int | None = None
    total: int | None = None
    cursor: Mapping[str, Any] = field(default_factory=dict)
    detour: bool = False
    guess: bool = False


LAST_PAGE = "last_page"
