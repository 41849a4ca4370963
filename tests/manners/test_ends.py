"""A run that is told to end, or has cost enough, ends in good order; the next one goes on where it stopped."""

import asyncio
import signal
import subprocess
import time
from contextlib import suppress

import pytest
from crawling import Crawl
from loopback import Answer, Host, Loopback, answer
from small_sites import Site, rows, title

from archive import Archive, ArchiveError

pytestmark = pytest.mark.slow


async def _never(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(100)


def _wait_for(host: Host, path: str) -> None:
    while not host.times(path):
        time.sleep(0.05)


def _stuck(loopback: Loopback, site: Site) -> Host:
    """A host that answers everything but its third article."""
    return loopback.host({**site.answers(), site.articles[2]: _never})


def _ended(process: "subprocess.Popen[str]", host: Host, path: str, *signals: int) -> float:
    """How long a crawl takes to end that is told so while it waits for that path."""
    _wait_for(host, path)
    began = time.monotonic()
    for number in signals:
        process.send_signal(number)
        time.sleep(0.5)
    process.communicate(timeout=60)
    return time.monotonic() - began


def test_sigterm_ends_a_run_within_thirty_seconds_however_slow_the_host(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(30)
    host = _stuck(loopback, site)
    process = crawl.start("zone", host.url("/list/"), DOWNLOAD_DELAY="0.5")
    assert _ended(process, host, site.articles[2], signal.SIGTERM) < 30
    assert process.returncode == 143
    run = crawl.last_run()
    assert (run["state"], run["exit_code"], crawl.states()) == ("interrupted", 143, {"done": 2, "pending": 28})
    host.answers.update(site.answers())
    assert crawl("zone", host.url("/list/")).code == 0
    assert (crawl.states(), len(crawl.rows())) == ({"done": 30}, 30)
    assert [len(host.times(path)) for path in site.articles] == [1, 1, 2] + [1] * 27


def test_a_second_sigterm_ends_it_at_once_and_the_row_still_says_so(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(10)
    host = _stuck(loopback, site)
    process = crawl.start("zone", host.url("/list/"), DOWNLOAD_DELAY="0.05")
    assert _ended(process, host, site.articles[2], signal.SIGTERM, signal.SIGTERM) < 15
    assert process.returncode == 143
    run = crawl.last_run()
    assert (run["state"], run["exit_code"]) == ("interrupted", 143)
    host.answers.update(site.answers())
    assert (crawl("zone", host.url("/list/")).code, crawl.states()) == (0, {"done": 10})


def test_an_answer_that_comes_in_time_is_kept(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(10)

    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2)
        writer.write(answer(site.pages[site.articles[2]]))
        await writer.drain()

    host = loopback.host({**site.answers(), site.articles[2]: late})
    process = crawl.start("zone", host.url("/list/"), DOWNLOAD_DELAY="0.05")
    assert _ended(process, host, site.articles[2], signal.SIGTERM) < 15
    assert (process.returncode, crawl.states()) == (143, {"done": 3, "pending": 7})


def _paged(pages: int, rows: int) -> dict[str, Answer]:
    """A section of so many list pages, with so many articles on each."""
    site = Site(pages * rows)
    answers = site.answers()
    for page in range(pages):
        some = range(page * rows, (page + 1) * rows)
        lines = "".join(
            f"<li><a href='/a/{n}.html'>{title(n)}</a><span>2026-10-{28 - page:02}</span></li>" for n in some
        )
        following = f"<a href='/list/index_{page + 1}.html'>下一页</a>" if page + 1 < pages else ""
        body = f"<html><body><h1>园区要闻</h1><ul>{lines}</ul><div class='page'>{following}</div></body></html>"
        answers[f"/list/index_{page}.html" if page else "/list/"] = answer(body.encode())
    return answers


def test_pages_of_a_run_are_bounded_and_the_next_runs_go_on_with_the_walk(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host(_paged(10, 3))
    codes: list[int] = []
    while 0 not in codes and len(codes) < 8:
        before = len(host.pages())
        ended = crawl("zone", host.url("/list/"), PAGES_A_RUN="12", DOWNLOAD_DELAY="0.05")
        codes.append(ended.code)
        assert len(host.pages()) - before <= 12
        assert ended.code == 0 or "the 12 pages of a run are used up (PAGES_A_RUN)" in ended.reason
    assert codes == [3] * (len(codes) - 1) + [0]
    assert crawl.states() == {"done": 30}
    assert [len(host.times(f"/a/{number}.html")) for number in range(30)] == [1] * 30
    assert max(len(host.times(f"/list/index_{page}.html")) for page in range(1, 10)) <= 2
    assert crawl.last_run()["sections"][0]["stop_reason"] == "last_page"


def test_megabytes_of_a_run_are_bounded(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(40)
    host = loopback.host(site.answers())
    ended = crawl("zone", host.url("/list/"), MEGABYTES_A_RUN="0.03", DOWNLOAD_DELAY="0.01")
    assert (ended.code, 5 < crawl.states()["done"] < 20) == (3, True)
    assert "the 0.03 megabytes of a run are used up (MEGABYTES_A_RUN); the next run goes on" in ended.reason
    assert crawl.last_run()["state"] == "partial"
    assert (crawl("zone", host.url("/list/")).code, crawl.states()) == (0, {"done": 40})


def test_time_of_a_run_is_bounded(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host(Site(40).answers())
    ended = crawl("zone", host.url("/list/"), CLOSESPIDER_TIMEOUT="2", DOWNLOAD_DELAY="0.4")
    assert ended.code == 3
    assert "its time is up (CLOSESPIDER_TIMEOUT); the next run goes on" in ended.reason
    assert (crawl("zone", host.url("/list/")).code, crawl.states()) == (0, {"done": 40})


def test_a_walk_that_its_time_cuts_off_again_and_again_is_no_changed_list(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host(_paged(40, 3))
    for _ in range(3):
        assert crawl("zone", host.url("/list/"), CLOSESPIDER_TIMEOUT="3", DOWNLOAD_DELAY="0.4").code == 3
        assert crawl.last_run()["sections"][0]["stop_reason"] == "limit"
    assert "a list page is not what it was" not in crawl.last_run()["reason"]
    assert crawl.last_run()["incidents"] == []


def test_too_much_memory_ends_a_run_by_name_and_the_next_one_goes_on(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host(Site(40).answers())
    little = {"MEMUSAGE_LIMIT_MB": "20", "MEMUSAGE_CHECK_INTERVAL_SECONDS": "1", "DOWNLOAD_DELAY": "0.2"}
    ended = crawl("zone", host.url("/list/"), **little)
    assert ended.code == 3
    assert "more memory than it may have (MEMUSAGE_LIMIT_MB)" in ended.reason
    assert crawl.last_run()["state"] == "partial"
    assert (crawl("zone", host.url("/list/")).code, crawl.states()) == (0, {"done": 40})


@pytest.mark.parametrize("signals", [(signal.SIGTERM,), (signal.SIGINT, signal.SIGINT)], ids=["once", "twice"])
def test_a_signal_while_a_crawl_starts_leaves_no_run_without_an_end(
    crawl: Crawl, loopback: Loopback, signals: tuple[signal.Signals, ...]
) -> None:
    host = loopback.host(Site(3).answers())
    process = crawl.start("zone", host.url("/list/"), DOWNLOAD_DELAY="0.5")
    _wait_for_row(crawl)
    for number in signals:
        process.send_signal(number)
        time.sleep(0.1)
    _, said = process.communicate(timeout=60)
    run = crawl.last_run()
    code = 128 + signals[0]
    assert (process.returncode, run["state"], run["exit_code"]) == (code, "interrupted", code), said


def _wait_for_row(crawl: Crawl) -> None:
    """Waits for the moment at which the run is written down."""
    while True:
        with suppress(ArchiveError), Archive(str(crawl.archive)) as archive:
            if archive.runs(limit=1):
                return
        time.sleep(0.01)


ROBOTS = answer(b"User-agent: *\nDisallow: /a/\n", kind="text/plain")
GONE = answer(b"", "404 Not Found")
ELSEWHERE = rows([f"http://127.9.9.9/{number}.html" for number in (7, 8)])
ON_OTHERS = "2 are on other hosts (Profile.hosts names those that are the site's)"


@pytest.mark.parametrize(
    ("count", "more", "code", "reason"),
    [
        (3, {"/robots.txt": ROBOTS}, 4, f"{ON_OTHERS}, 3 are forbidden by robots.txt"),
        (3, {"/a/0.html": GONE, "/a/1.html": GONE, "/a/2.html": GONE}, 4, f"{ON_OTHERS}, 3 are not there"),
        (0, {}, 4, ON_OTHERS),
    ],
    ids=["forbidden", "not there", "on other hosts"],
)
def test_a_site_that_never_gave_an_article_is_not_complete(
    crawl: Crawl, loopback: Loopback, count: int, more: dict[str, Answer], code: int, reason: str
) -> None:
    host = loopback.host({**Site(count, rows=ELSEWHERE).answers(), **more})
    url = host.url("/list/")
    for _ in range(2):
        ended = crawl("zone", url)
        assert (ended.code, ended.reason.partition("lists ")[2]) == (code, reason), ended.said
    host.answers.update({**Site(4, rows=ELSEWHERE).answers(), "/robots.txt": answer(b"")})
    assert crawl("zone", url, ROBOTS_FRESH_HOURS="0").code == 0
