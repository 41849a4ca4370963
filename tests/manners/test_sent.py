"""Delays count from when a host was asked, however late that was."""

import asyncio
import time
from itertools import pairwise

import pytest
from crawling import Crawl
from loopback import Loopback, answer
from scrapy import Request
from small_sites import Site

from zonenews.manners.sent import Sent

DELAY = 0.4


def _took(sent: Sent, seconds: float) -> float:
    """Sends a request whose answer takes so long; gives how long before that answer it was there at the latest."""
    request = Request("http://a.example.cn/")
    sent.begin(request)
    time.sleep(seconds)
    now = time.monotonic()
    moment = sent.answered("a.example.cn", request)
    sent.end(request)
    return now - moment


def test_a_request_was_there_as_long_before_its_answer_as_the_quickest_takes() -> None:
    sent = Sent()
    assert _took(sent, 0.05) == pytest.approx(0, abs=0.01)  # who knows what it waited for
    assert _took(sent, 0.05) == pytest.approx(0.05, abs=0.01)
    assert _took(sent, 0.2) == pytest.approx(0.05, abs=0.01), "it may have left 0.15 s late"
    assert _took(sent, 0.02) == pytest.approx(0.02, abs=0.01)


@pytest.mark.slow
def test_a_host_that_answers_late_is_left_alone_for_the_whole_delay(crawl: Crawl, loopback: Loopback) -> None:
    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * DELAY)
        writer.write(answer(b"", "404 Not Found"))

    host = loopback.host({**Site(4).answers(), "/robots.txt": late})
    assert crawl("zone", host.url("/list/"), DOWNLOAD_DELAY=str(DELAY)).code == 0
    times = [seen.at for seen in host.seen]
    assert times[1] - times[0] > 3 * DELAY - 0.02
    assert min(later - earlier for earlier, later in pairwise(times)) > DELAY - 0.02
