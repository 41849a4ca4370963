"""A list is past a day only where its order proves it."""

from datetime import date

import pytest

from archive.records import Row
from zonenews.walks.orders import DatedRows

SINCE = date(2026, 3, 10)


def page(*days: int | None, pinned: bool = False) -> list[Row]:
    """Rows of March."""
    dates = [None if day is None else f"2026-03-{day:02}" for day in days]
    return [Row(f"http://a.example.cn/{number}", "题", day, pinned) for number, day in enumerate(dates)]


def past(*pages: list[Row]) -> list[bool]:
    """After each page, whether the list is past the day."""
    rows, found = DatedRows(), []
    for one in pages:
        rows.add(one)
        found.append(rows.is_past(SINCE))
    return found


ORDERED = page(25, 24, 20, 18, 12)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([ORDERED, page(9, 9, 8, 7, 5)], [False, True]),
        ([ORDERED, page(12, 10, 9, 8, 8), page(8, 7)], [False, False, True]),
        ([page(*range(9, 0, -1)), page(1)], [False, True]),
        ([page(9, 8, 7, 6, 5)], [False]),
        ([page(3, 2, 25, 24, 20, 18, 12), page(9, 9, 8, 7, 5)], [False, True]),
        ([page(3, 2, pinned=True) + ORDERED, page(9, 9, 8, 7, 5)], [False, True]),
        ([page(25, 9, 20, 18, 12), page(9, 9, 8, 7, 5)], [False, False]),
        ([ORDERED, page(9, 9, 11, 7, 5), page(4, 3, 2)], [False, False, False]),
        ([ORDERED, page(9, 9, None, 7, 5)], [False, False]),
        ([ORDERED, page(None, None)], [False, False]),
        ([page(9, 8, 7, 6, 5), page(4, 3, 2, 1, 1), page(25)], [False, True, False]),
    ],
    ids=[
        "ordered",
        "a page on the day itself",
        "all old",
        "too few rows",
        "pinned without saying so",
        "pinned",
        "a back-dated row near the top",
        "one row out of order",
        "a row without a date",
        "no dates",
        "nothing is proved for ever",
    ],
)
def test_past(pages: list[list[Row]], expected: list[bool]) -> None:
    assert past(*pages) == expected
