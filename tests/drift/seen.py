"""Pages and lists as runs see them, all made up."""

from collections.abc import Iterable, Sequence

from archive.measures import ARTICLE, ListSeen, PageSeen, RowsSeen
from zonenews.drift import lists, pages
from zonenews.drift.findings import Part

ALL = frozenset({"title", "source", "published", "body", ARTICLE})
HERE = frozenset([1])


def page(number: int, *without: str, length: int = 900, head: str | None = None) -> PageSeen:
    """A new page that lacks some fields."""
    return PageSeen(HERE, ALL - set(without), length, f"第{number}篇" if head is None else head, "2026-11-20")


def known(number: int, *lost: str, had: Iterable[str] = ALL, length: int = 900, before: int = 900) -> PageSeen:
    """A page that was known, and lost some fields since."""
    had = frozenset(had)
    return PageSeen(HERE, had - set(lost), length, f"第{number}篇", "2026-11-20", had, before)


def unread() -> PageSeen:
    """A new page that is no article."""
    return PageSeen(HERE, frozenset())


def some(count: int, *without: str, start: int = 0) -> list[PageSeen]:
    """So many new pages."""
    return [page(start + number, *without) for number in range(count)]


def mixed(count: int, every: int, *without: str, start: int = 1000) -> list[PageSeen]:
    """So many pages, of which each nth lacks some fields."""
    return [page(start + n, *(without if n % every == 0 else ())) for n in range(count)]


def wrong(now: Sequence[PageSeen], past: Sequence[PageSeen]) -> set[str]:
    """The kinds of incidents that the pages of a section make beside those of the past."""
    return {part.kind for part in judged(now, past) if part.state == "wrong"}


def judged(now: Sequence[PageSeen], past: Sequence[PageSeen]) -> list[Part]:
    """What is said of a section's pages."""
    found = pages.evidence(now, past)
    return list(pages.judged(found, "园区要闻", pages.ALARM / len(found)))


def list_seen(
    first: int = 20, *, dated: int | None = None, stop: str = "known", pages: int = 1, vanished: int = 0
) -> ListSeen:
    """A list as an earlier run saw it."""
    measures = {"first_rows": first, "dated_rows": first if dated is None else dated, "vanished_rows": vanished}
    return ListSeen(1, pages, first, stop, measures)


def list_now(
    first: int = 20,
    *,
    known: int = 20,
    dated: int | None = None,
    stop: str = "known",
    detail: str = "",
    vanished: int = 0,
) -> lists.ListNow:
    """A list as this run sees it."""
    seen = RowsSeen(first, known, 200, vanished)
    with_date = first if dated is None else dated
    return lists.ListNow("园区要闻", 1 if first else 0, first, first, with_date, stop, detail, seen)
