"""A host is left alone for its delay after each answer, and after each request that got none."""

import asyncio
import time
from itertools import pairwise

import pytest
from crawling import Crawl
from loopback import Loopback, answer
from small_sites import Site

DELAY = 0.4


@pytest.mark.slow
def test_a_host_is_left_alone_for_its_delay_after_an_answer_that_took_long(crawl: Crawl, loopback: Loopback) -> None:
    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * DELAY)
        writer.write(answer(b"", "404 Not Found"))

    host = loopback.host({**Site(4).answers(), "/robots.txt": late})
    assert crawl("zone", host.url("/list/"), DOWNLOAD_DELAY=str(DELAY)).code == 0
    times = [seen.at for seen in host.seen]
    assert times[1] - times[0] > 3 * DELAY
    assert min(later - earlier for earlier, later in pairwise(times)) > DELAY


@pytest.mark.slow
def test_a_host_is_left_alone_for_its_delay_after_a_request_without_an_answer(crawl: Crawl, loopback: Loopback) -> None:
    hung_up: list[float] = []

    async def hangs_up(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * DELAY)
        hung_up.append(time.monotonic())
        writer.close()

    site = Site(2)
    host = loopback.host({**site.answers(), site.articles[0]: hangs_up})
    ended = crawl("zone", host.url("/list/"), DOWNLOAD_DELAY=str(DELAY), RETRY_TIMES="2")
    assert ended.code == 3
    assert len(hung_up) == 3
    for moment in hung_up:
        assert min((seen.at - moment for seen in host.seen if seen.at > moment), default=DELAY) >= DELAY
