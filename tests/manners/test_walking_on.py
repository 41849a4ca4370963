"""What a walk leaves for the next one: marks of the first list page, and the place where it stopped."""

from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pytest

from archive.manners.records import FirstPage
from archive.records import ListOutcome, Row
from zonenews.exits import Exit
from zonenews.extraction import Listing, extract_listing
from zonenews.extraction.results import Post
from zonenews.profile import Section
from zonenews.walks.places import Step, place_of, step_of
from zonenews.walks.walk import Walk

SECTION = Section("http://a.example.cn/list/")
PAGE = Listing(SECTION.url, "要闻", (), "http://a.example.cn/list/2", "next_link", cursor={"page": 2})
NEW, KNOWN = ListOutcome(1, 0, False), ListOutcome(0, 1, True)
MARKED = FirstPage('"a1"', "Mon, 02 Mar 2026 01:00:00 GMT", "1/x")


def row(number: int, day: str | None = None) -> tuple[Row, ...]:
    return (Row(f"http://a.example.cn/{number}", f"题{number}", day, False),)


def walk(remembered: FirstPage = MARKED, *, whole: bool = False, **more: Any) -> Walk:
    going = Walk(SECTION, 1, whole, **more)
    going.remember(remembered, "1/x")
    return going


def test_a_routine_walk_asks_whether_the_first_page_changed() -> None:
    assert walk().conditions == {"If-None-Match": '"a1"', "If-Modified-Since": "Mon, 02 Mar 2026 01:00:00 GMT"}
    assert walk(replace(MARKED, etag=None)).conditions == {"If-Modified-Since": "Mon, 02 Mar 2026 01:00:00 GMT"}


@pytest.mark.parametrize(
    "asking",
    [
        walk(whole=True),
        walk(bounded=True),
        walk(replace(MARKED, honest=False)),
        walk(replace(MARKED, read_by="2/x")),
        walk(FirstPage()),
    ],
    ids=["a whole walk", "a backfill", "a 304 that was wrong", "another version or profile", "no marks"],
)
def test_where_a_304_could_hide_something_the_page_is_asked_for_plainly(asking: Walk) -> None:
    assert asking.conditions == {}


def test_a_304_means_that_all_is_known() -> None:
    going = walk()
    going.after_not_modified()
    assert (going.stop_reason, going.exit, going.pages, going.to_remember()) == ("known", Exit.COMPLETE, 0, None)


def test_marks_are_kept_only_once_everything_behind_them_is_known() -> None:
    going = walk(FirstPage(), whole=True)
    going.first_page('"b"', None, NEW)
    going.after_page(PAGE, row(1), NEW)
    assert going.to_remember() is None
    going.after_failure("status 500", Exit.NETWORK, gone=False)
    assert going.to_remember() is None
    going = walk()
    going.first_page('"b"', None, NEW)
    going.after_page(PAGE, row(1), NEW)
    going.after_page(replace(PAGE, url="http://a.example.cn/list/2"), row(2), KNOWN)
    assert going.to_remember() == FirstPage('"b"', None, "1/x", honest=True)


def test_the_same_marks_over_new_rows_are_never_believed_again() -> None:
    going = walk(whole=True)
    going.first_page(MARKED.etag, MARKED.last_modified, NEW)
    going.after_page(replace(PAGE, next=None, end="last_page"), row(1), NEW)
    kept = going.to_remember()
    assert kept is not None
    assert not kept.honest
    again = walk(kept)
    again.first_page('"c"', None, KNOWN)
    again.after_page(PAGE, row(1), KNOWN)
    assert again.conditions == {}
    assert again.to_remember() == FirstPage('"c"', None, "1/x", honest=False)


def test_an_unfinished_whole_walk_goes_on_where_it_stopped() -> None:
    before = walk(FirstPage(), whole=True)
    step = before.after_page(PAGE, row(1), NEW)
    assert before.place is not None
    going = walk(FirstPage(place=before.place), whole=True)
    assert going.place is None
    listing = replace(PAGE, next="http://a.example.cn/list/2", cursor={"page": 2})
    resumed = going.after_page(listing, row(1), KNOWN)
    assert resumed is not None
    assert step is not None
    assert (resumed.url, resumed.previous.cursor) == (step.url, step.previous.cursor)
    end = replace(PAGE, url="http://a.example.cn/list/2", next=None, end="last_page")
    assert going.after_page(end, row(2), NEW) is None
    assert (going.stop_reason, going.walked_to_end) == ("last_page", True)
    kept = going.to_remember()
    assert kept is not None
    assert kept.place is None


@pytest.mark.parametrize("gone", [True, False], ids=["not there", "without new rows"])
def test_where_that_place_brings_nothing_the_walk_goes_the_long_way(gone: bool) -> None:
    place = place_of(Step("http://a.example.cn/list/7", PAGE), 7)
    going = walk(FirstPage(place=place), whole=True)
    resumed = going.after_page(PAGE, row(1), KNOWN)
    assert resumed is not None
    assert resumed.url == "http://a.example.cn/list/7"
    again = going.after_failure("status 404", Exit.NOTHING, gone=True) if gone else going.after_page(PAGE, (), KNOWN)
    assert again == Step("http://a.example.cn/list/2", PAGE)


def test_a_backfill_neither_leaves_a_place_nor_goes_on_at_one() -> None:
    place = place_of(Step("http://a.example.cn/list/7", PAGE), 7)
    going = walk(FirstPage(place=place), whole=True, bounded=True, since=date(2026, 1, 1))
    step = going.after_page(PAGE, row(1, "2026-02-01"), KNOWN)
    assert step == Step("http://a.example.cn/list/2", PAGE)
    assert (going.place, going.to_remember()) == (None, None)


def test_a_place_holds_a_posted_form_and_what_a_pager_remembers() -> None:
    listing = replace(PAGE, post=Post("页=2".encode("gbk")), cursor={"page": 2, "form": {"a": "一"}})
    step = Step("http://a.example.cn/list/2", listing)
    place = place_of(step, 4)
    assert place is not None
    again = step_of(place)
    assert (again.url, again.previous.post, again.previous.cursor) == (step.url, listing.post, listing.cursor)
    assert place_of(Step("x", replace(PAGE, cursor={"step": step})), 1) is None


def test_a_list_that_a_script_asks_for_is_gone_on_with_at_its_place() -> None:
    script = "<script>$.getJSON('/api/list?channel=7&page=' + page, draw)</script>"
    shell = extract_listing(f'<h2>要闻</h2><ul class="list"></ul>{script}'.encode(), SECTION.url)
    assert shell.next == "http://a.example.cn/api/list?channel=7&page=1"
    again = step_of(orjson.loads(orjson.dumps(place_of(Step(shell.next, shell), 1))))
    rows = [{"title": f"桐埠经开区召开第{n}次会议", "url": f"/a/{n}.html"} for n in range(5)]
    answer = extract_listing(orjson.dumps({"rows": rows}), again.url, cursor=again.previous.cursor)
    assert len(answer.links) == 5
    assert answer.next == "http://a.example.cn/api/list?channel=7&page=2"
