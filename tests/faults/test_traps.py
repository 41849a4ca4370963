"""Lists without an end, and addresses that are others at each look: bounded, told, and nothing twice (F34, F35)."""

import random
from collections.abc import Callable, Iterator
from itertools import count

import measuring
import pytest
from crawling import Crawl
from invariants import assert_whole
from loopback import Answer, Host, Loopback, answer
from small_sites import article, title

BUDGET = 40


class Pages(dict[str, Answer]):
    """Answers that are made when somebody asks."""

    def __init__(self, made: Callable[[str], bytes | None]) -> None:
        super().__init__({"/robots.txt": answer(b"")})
        self._made = made

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        body = None if path == "/robots.txt" else self._made(path)
        return super().get(path, default) if body is None else answer(body)


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[str], bytes | None]], Host]]:
    """Serves pages that a function makes."""
    loopback = Loopback()

    def served(made: Callable[[str], bytes | None]) -> Host:
        host = loopback.host({})
        host.answers = Pages(made)
        return host

    yield served
    loopback.close()


Serve = Callable[[Callable[[str], bytes | None]], Host]


def listed(links: list[str], following: str) -> bytes:
    """A list page with a next button."""
    rows = "".join(
        f"<li><a href='{link}'>{title(number)}</a><span>2026-10-01</span></li>" for number, link in enumerate(links)
    )
    return f"<h1>园区要闻</h1><ul>{rows}</ul><div class='page'><a href='{following}'>下一页</a></div>".encode()


def number_in(path: str) -> int:
    """The number that an address ends with."""
    return int("".join(filter(str.isdigit, path)) or 0)


@pytest.mark.slow
def test_a_next_button_on_every_page_ends(crawl: Crawl, serve: Serve) -> None:
    """F34: the same rows again and again, no rows from the second page on, and new rows for ever."""

    def made(path: str) -> bytes | None:
        page = number_in(path)
        if path.startswith("/a/"):
            return article(page)
        rows = {
            "/same/": [f"/a/{number}.html" for number in range(5)],
            "/month/": [f"/a/{number}.html" for number in range(5, 10) if page == 0],
            "/new/": [f"/a/{page * 5 + number}.html" for number in range(10, 15)],
        }
        folder = path[: path.index("/", 1) + 1]
        return listed(rows[folder], f"{folder}?page={page + 1}") if folder in rows else None

    host = serve(made)
    measuring.trials(3)
    for folder in ("/same/", "/month/"):
        assert crawl("zone", host.url(folder)).code == 0
        assert len([seen for seen in host.pages() if seen.path.startswith(folder)]) <= 3
    assert_whole(str(crawl.archive), truth=[host.url(f"/a/{number}.html") for number in range(10)])
    before = len(host.pages())
    ended = crawl("zone", host.url("/new/"), PAGES_A_RUN=str(BUDGET), DOWNLOAD_DELAY="0.02")
    assert (ended.code, "PAGES_A_RUN" in ended.reason) == (3, True)
    assert len(host.pages()) - before <= BUDGET
    ended = crawl("zone", host.url("/new/"), pages="3", DOWNLOAD_DELAY="0.02")
    assert crawl.last_run()["sections"][0]["stop_reason"] in {"limit", "known"}
    assert_whole(str(crawl.archive))


@pytest.mark.slow
def test_session_ids_make_no_new_articles(crawl: Crawl, serve: Serve) -> None:
    """F35: every address of a list carries another session, in its path and in its query; counters and marks too."""
    sessions, dice = count(1), random.Random(35)

    def made(path: str) -> bytes | None:
        if path.startswith("/a/"):
            return article(number_in(path.partition(".html")[0]))
        if not path.startswith("/list/"):
            return None
        forms = (";jsessionid={}", "?PHPSESSID={}", "?utm_source={}", "#{}", "?JSESSIONID={}&utm_medium=a")
        links = [f"/a/{number}.html{dice.choice(forms).format(f'{next(sessions):08x}')}" for number in range(12)]
        return listed(links, f"/list/;jsessionid={next(sessions):08x}?page=2" if "page" not in path else path)

    host = serve(made)
    measuring.trials(4 * 12)
    for _ in range(4):
        assert crawl("zone", host.url("/list/"), WALK_EVERY_DAYS="0").code == 0
    urls = assert_whole(str(crawl.archive))
    assert sorted(number_in(url.partition(".html")[0].rpartition("/")[2]) for url in urls) == list(range(12))
    assert len([seen for seen in host.pages() if seen.path.startswith("/a/")]) == 12, "each was asked for once"
