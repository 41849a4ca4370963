"""A section's list beside what earlier runs saw of it."""

import pytest
from seen import list_now, list_seen

from archive.measures import ListSeen
from zonenews.drift.lists import ListNow, judged

PAST = [list_seen() for _ in range(5)]


def said(now: ListNow, past: list[ListSeen] = PAST) -> str:
    """What is wrong with the list, nothing where it is well."""
    part = judged(now, past)
    return part.said.removeprefix("园区要闻: ") if part.state == "wrong" else ""


def test_a_list_without_rows_is_told_with_what_is_usual() -> None:
    now = list_now(0, known=0, stop="empty", detail="no article rows: none was recognised")
    past = [list_seen(14), list_seen(15), list_seen(16)]
    assert said(now, past) == "no rows, where there are usually 15; no article rows: none was recognised"
    assert said(now, []) == ""


def test_far_fewer_and_far_more_rows_are_told() -> None:
    assert said(list_now(9)) == "9 rows on its first page, where there were never fewer than 20"
    assert said(list_now(61)) == "61 rows on its first page, where there were never more than 20"
    assert [said(list_now(count)) for count in (10, 18, 22, 60)] == [""] * 4


def test_a_short_list_may_grow_and_shrink() -> None:
    past = [list_seen(3), list_seen(2)]
    assert [said(list_now(count, known=1), past) for count in (1, 6, 9)] == [""] * 3


def test_rows_of_which_none_is_known_are_told() -> None:
    assert said(list_now(known=0)) == "none of its 20 rows was there before"
    assert said(list_now(known=1)) == ""


def test_newest_rows_that_vanished_are_told_unless_the_list_is_in_no_order() -> None:
    assert said(list_now(vanished=2)) == "its 2 newest rows of before are gone, and older ones are not"
    assert said(list_now(vanished=1)) == ""
    assert said(list_now(vanished=3), [list_seen(vanished=3), *PAST]) == ""


def test_rows_without_dates_are_told_where_they_had_one() -> None:
    assert said(list_now(dated=1)) == "1 of 20 rows have a date, where nearly all had one"
    assert said(list_now(dated=0), [list_seen(dated=0)]) == ""


def test_a_list_that_cannot_be_had_is_told_the_second_time() -> None:
    now = list_now(0, known=0, stop="error", detail="status 502")
    failed = list_seen(0, stop="error", pages=0)
    assert said(now) == ""
    assert said(now, [failed, *PAST]) == "for the second run in a row: status 502"


@pytest.mark.parametrize("now", [list_now(0, known=0, stop="known"), list_now(0, known=0, stop="error")])
def test_a_list_that_was_not_read_says_nothing(now: ListNow) -> None:
    assert judged(now, PAST).state == "unknown"


def test_a_list_as_ever_is_well() -> None:
    assert judged(list_now(21), PAST).state == "well"
