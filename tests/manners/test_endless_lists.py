"""Lists without an end, and addresses that differ in nothing but a token: bounded, and no article twice (F34, F35)."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from crawling import Crawl
from loopback import Answer, Loopback, answer
from small_sites import article, title

pytestmark = pytest.mark.slow


class Answers(dict[str, Answer]):
    """What a host makes up when it is asked."""

    def __init__(self, list_page: Callable[[int], str]) -> None:
        super().__init__({"/robots.txt": answer(b"")})
        self._list_page = list_page

    def get(self, path: str, otherwise: Any = None) -> Any:
        """The answer to any path and query."""
        if found := re.match(r"/a/(\d+)\.html", path):
            return answer(article(int(found[1])))
        if path.startswith("/list/"):
            number = re.search(r"page=(\d+)", path)
            return answer(self._list_page(int(number[1]) if number else 1).encode())
        return super().get(path, otherwise)


def page(rows: str, following: str) -> str:
    return f"<html><body><h1>园区要闻</h1><ul>{rows}</ul><div><a href='{following}'>下一页</a></div></body></html>"


def row(number: int, query: str = "") -> str:
    return f"<li><a href='/a/{number}.html{query}'>{title(number)}</a><span>2026-10-28</span></li>"


def test_a_pager_without_an_end_is_bounded_and_told(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host({})
    host.answers = Answers(lambda number: page(row(2 * number) + row(2 * number + 1), f"/list/?page={number + 1}"))
    ended = crawl("zone", host.url("/list/"), LIST_PAGES_A_WALK="12")
    assert ended.code == 3
    assert "an endless pager, it seems: 12 list pages (LIST_PAGES_A_WALK)" in ended.reason
    assert len([seen for seen in host.seen if seen.path.startswith("/list/")]) == 12
    assert crawl.last_run()["sections"][0]["stop_reason"] == "limit"
    assert crawl.states() == {"done": 24}


def test_a_pager_that_shows_the_same_for_ever_ends_at_once(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host({})
    host.answers = Answers(lambda number: page("".join(map(row, range(8))), f"/list/?page={number + 1}"))
    assert crawl("zone", host.url("/list/")).code == 0
    assert len([seen for seen in host.seen if seen.path.startswith("/list/")]) <= 3
    assert crawl.last_run()["sections"][0]["stop_reason"] == "repeated"


def test_session_ids_and_counters_make_no_second_article(crawl: Crawl, loopback: Loopback) -> None:
    def list_page(number: int) -> str:
        rows = "".join(row(n, f"?jsessionid={uuid4().hex}") for n in range(4 * number, 4 * number + 4))
        return page(rows if number < 4 else "", f"/list/?page={number + 1}&jsessionid={uuid4().hex}")

    host = loopback.host({})
    host.answers = Answers(list_page)
    for _ in range(3):
        assert crawl("zone", host.url("/list/"), WALK_EVERY_DAYS="0").code == 0
    asked = [seen.path.partition("?")[0] for seen in host.seen if seen.path.startswith("/a/")]
    assert sorted(asked) == sorted(f"/a/{n}.html" for n in range(4, 16))
    assert len(crawl.rows()) == 12


def test_a_calendar_of_months_without_news_is_no_section(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host({})
    host.answers = Answers(
        lambda number: page("".join(map(row, range(6))) if number == 1 else "", f"?page={number + 1}")
    )
    assert crawl("zone", host.url("/list/")).code == 0
    assert len(host.pages()) < 6 + 6
