"""When a walk goes on, where to, and why it stops."""

from dataclasses import replace

import pytest

from archive.records import ListOutcome, Row
from zonenews.exits import Exit
from zonenews.extraction import Listing
from zonenews.profile import Section
from zonenews.walks.walk import Step, Walk

SECTION = Section("http://a.example.cn/list/")
PAGE = Listing(SECTION.url, "要闻", (), "http://a.example.cn/list/2", "next_link")
ALL_NEW = ListOutcome(new=2, known=0, last_known=False)
ALL_KNOWN = ListOutcome(new=0, known=2, last_known=True)


def rows(*names: int, pinned: bool = False, date: str | None = None) -> tuple[Row, ...]:
    return tuple(Row(f"http://a.example.cn/{name}", f"题{name}", date, pinned) for name in names)


def walk(*, whole: bool = True, **more: object) -> Walk:
    return replace(Walk(SECTION, 1, whole), **more)  # type: ignore[arg-type]


def test_a_whole_walk_passes_known_rows_and_ends_on_the_last_page() -> None:
    going = walk()
    assert going.after_page(PAGE, rows(1, 2), ALL_KNOWN) == Step("http://a.example.cn/list/2", PAGE)
    assert going.after_page(replace(PAGE, next=None, end="last_page"), rows(3), ALL_KNOWN) is None
    assert (going.stop_reason, going.walked_to_end, going.pages, going.rows) == ("last_page", True, 2, 3)


def test_a_routine_walk_stops_at_known_rows() -> None:
    going = walk(whole=False)
    assert going.after_page(PAGE, rows(1, 2), ALL_NEW) is not None
    assert going.after_page(PAGE, rows(3, 4), ListOutcome(new=1, known=1, last_known=True)) is None
    assert (going.stop_reason, going.walked_to_end) == ("known", False)


def test_behind_an_announced_end_the_next_page_is_tried_once() -> None:
    end = replace(PAGE, next=None, alternatives=("http://a.example.cn/list/3",), end="last_page")
    going = walk()
    assert going.after_page(end, rows(1), ALL_NEW) == Step("http://a.example.cn/list/3", end)
    assert going.after_failure("status 404", Exit.NOTHING, gone=True) is None
    assert (going.stop_reason, going.exit) == ("last_page", Exit.COMPLETE)


def test_a_next_page_that_repeats_the_first_gives_way_to_its_alternative() -> None:
    first = replace(PAGE, alternatives=("http://a.example.cn/list_1",))
    going = walk()
    going.after_page(first, rows(1, 2), ALL_NEW)
    assert going.after_page(PAGE, rows(1, 2), ALL_KNOWN) == Step("http://a.example.cn/list_1", first)
    assert going.after_page(PAGE, rows(2, 1), ALL_KNOWN) is None
    assert (going.stop_reason, going.pages) == ("repeated", 1)


def test_a_page_without_rows_is_nothing_at_first_and_the_end_later() -> None:
    at_first, later = walk(), walk()
    assert at_first.after_page(PAGE, (), ALL_NEW) is None
    assert (at_first.stop_reason, at_first.exit) == ("empty", Exit.NOTHING)
    later.after_page(PAGE, rows(1), ALL_NEW)
    later.after_page(PAGE, (), ALL_NEW)
    assert (later.stop_reason, later.exit, later.walked_to_end) == ("empty", Exit.COMPLETE, True)


def test_a_detour_is_followed_and_counts_as_no_page() -> None:
    detour = replace(PAGE, flags=("detour",), next="http://a.example.cn/count.js")
    going = walk()
    assert going.after_page(detour, (), ALL_NEW) == Step("http://a.example.cn/count.js", detour)
    assert going.after_page(PAGE, rows(1), ALL_NEW) is not None
    assert going.pages == 1


def test_detours_without_an_end_are_not_followed_for_ever() -> None:
    detour = replace(PAGE, flags=("detour",))
    going = walk()
    steps = [going.after_page(detour, (), ALL_NEW) for _ in range(6)]
    assert [step is not None for step in steps] == [True] * 3 + [False] * 3
    assert going.exit is Exit.NOTHING


def test_an_endless_pager_ends_at_the_limit_that_was_set() -> None:
    going = walk(pages_allowed=3)
    steps = [going.after_page(PAGE, rows(number), ALL_NEW) for number in range(3)]
    assert steps[:2] == [Step("http://a.example.cn/list/2", PAGE)] * 2
    assert (steps[2], going.stop_reason) == (None, "limit")


def test_failures_end_a_walk_with_their_cause() -> None:
    for code, reason in ((Exit.NETWORK, "error"), (Exit.CHALLENGED, "blocked"), (Exit.ROBOTS, "blocked")):
        going = walk()
        assert going.after_failure("why", code, gone=False) is None
        assert (going.stop_reason, going.exit, going.detail) == (reason, code, "why")
    first = walk()
    first.after_failure("status 404", Exit.NOTHING, gone=True)
    assert (first.stop_reason, first.exit) == ("error", Exit.NOTHING)


def test_a_guess_that_leads_nowhere_is_no_end() -> None:
    guess = replace(PAGE, flags=("guessed_pager",), alternatives=("http://a.example.cn/list_1",), pages=12)
    going = walk()
    going.after_page(guess, rows(1, 2), ALL_NEW)
    assert going.after_failure("status 404", Exit.NOTHING, gone=True) == Step("http://a.example.cn/list_1", guess)
    assert going.after_failure("status 404", Exit.NOTHING, gone=True) is None
    assert (going.stop_reason, going.exit, going.walked_to_end) == ("error", Exit.PARTIAL, False)
    assert going.detail.endswith("the address of page 2 was a guess; page 2 is not there")


def test_a_guess_that_proved_right_ends_like_any_pager() -> None:
    going = walk()
    going.after_page(replace(PAGE, flags=("guessed_pager",), pages=12), rows(1, 2), ALL_NEW)
    going.after_page(replace(PAGE, page=2, pages=12), rows(3), ALL_NEW)
    going.after_failure("status 404", Exit.NOTHING, gone=True)
    assert (going.stop_reason, going.walked_to_end) == ("last_page", True)


@pytest.mark.parametrize("end", ["unread_script", "first_block_only", "bad_address"])
def test_a_pager_that_no_rule_reads_is_no_end(end: str) -> None:
    page = replace(PAGE, next=None, end=end)
    more, all_there = walk(), walk()
    assert more.after_page(page, rows(1, 2), ALL_NEW) is None
    assert (more.stop_reason, more.exit, more.walked_to_end) == ("error", Exit.PARTIAL, False)
    assert "paging not understood" in more.detail
    all_there.after_page(replace(page, total=2), rows(1, 2), ALL_NEW)
    assert (all_there.stop_reason, all_there.exit) == ("last_page", Exit.COMPLETE)


def test_announced_pages_that_all_look_like_the_first_are_no_end() -> None:
    several = replace(PAGE, page=1, pages=9)
    going = walk()
    going.after_page(several, rows(1, 2), ALL_NEW)
    going.after_page(several, rows(1, 2), ALL_KNOWN)
    assert (going.stop_reason, going.exit) == ("error", Exit.PARTIAL)
    assert going.detail.endswith("9 pages are announced; no row was new")


@pytest.mark.parametrize(
    "only",
    [
        replace(PAGE, next=None, end="no_pager", pager="none"),
        replace(PAGE, next=None, end="last_page", pages=1),
        replace(PAGE, pages=1),
        replace(PAGE, next=None, end="last_page", page=7, pages=7),
        PAGE,
    ],
    ids=["no pager", "one announced", "a next link all the same", "walked from its last page", "clamped"],
)
def test_a_section_of_one_page_is_complete(only: Listing) -> None:
    going = walk()
    step = going.after_page(only, rows(1, 2), ALL_NEW)
    if step is not None:
        going.after_page(only, rows(1, 2), ALL_KNOWN)
    assert (going.exit, going.walked_to_end) == (Exit.COMPLETE, True)
