"""A machine's clock that is wrong for a while reorders nothing and puts nothing off (F58)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from at_a_time import crawl_at
from crawling import Crawl
from loopback import Loopback, answer
from small_sites import Site, article

from archive import Archive

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEN_YEARS, A_YEAR = timedelta(days=3653), timedelta(days=365)
OFTEN = {"REVISIT_FIRST_DAYS": "0", "REVISIT_LAST_DAYS": "0.0000001"}


def _texts(crawl: Crawl, url: str) -> list[tuple[int, bool]]:
    """Each revision's number, and whether it holds the words of that number."""
    with Archive(str(crawl.archive)) as archive:
        return [(row["revision"], f"第{row['revision']}版" in row["text"]) for row in archive.revisions(url)]


def test_revisions_stay_in_order_whatever_the_clock_says(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(3)
    host = loopback.host(site.answers())
    moments = [NOW, NOW - TEN_YEARS, NOW + A_YEAR, NOW + timedelta(hours=1)]
    for number, moment in enumerate(moments, start=1):
        host.answers["/a/0.html"] = answer(article(0, f"<p>这是第{number}版的正文，内容有所更新。</p>"))
        ended = crawl_at(crawl, moment, "zone", url=host.url("/list/"), **OFTEN)
        assert ended.code == 0, ended.said
    assert _texts(crawl, host.url("/a/0.html")) == [(1, True), (2, True), (3, True), (4, True)]
    with Archive(str(crawl.archive)) as archive:
        runs = archive.runs(limit=4)
        assert [run["id"] for run in runs] == [4, 3, 2, 1]
        assert archive.article(host.url("/a/0.html"))["revision"] == 4
        assert archive.article(host.url("/a/0.html"))["published"] == "2026-10-01T10:20+08:00"


@pytest.mark.parametrize("by", [-TEN_YEARS, A_YEAR], ids=["ten years back", "a year ahead"])
def test_a_jump_in_a_run_and_back_before_the_next_puts_nothing_off(
    crawl: Crawl, loopback: Loopback, by: timedelta
) -> None:
    site = Site(6)
    bad = answer(b"", "500 Internal Server Error")
    host = loopback.host({**site.answers(), "/a/5.html": bad})
    first = crawl_at(crawl, NOW, "zone", url=host.url("/list/"), jump=(12, by), RETRY_TIMES="0")
    assert first.code == 3
    host.answers.update(Site(8).answers())
    second = crawl_at(crawl, NOW + timedelta(hours=12), "zone", url=host.url("/list/"), RETRY_TIMES="0")
    assert second.code == 0, second.said
    assert crawl.states() == {"done": 8}
    walked = crawl_at(crawl, NOW + timedelta(days=8), "zone", url=host.url("/list/"))
    assert walked.code == 0
    assert crawl.last_run()["sections"][0]["stop_reason"] == "last_page"


def test_a_delay_is_kept_when_the_clock_jumps(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host(Site(6).answers())
    crawl_at(crawl, NOW, "zone", url=host.url("/list/"), jump=(6, A_YEAR), DOWNLOAD_DELAY="0.5", PAGES_A_RUN="6")
    times = [seen.at for seen in host.seen]
    assert len(times) >= 6
    assert max(later - earlier for earlier, later in pairwise(times)) < 2.5
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.24
