"""Pages are read in a process of their own, which may die without taking the crawl with it."""

import asyncio
import os
import subprocess
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from crawling import ROOT, Crawl, child_of, served, spoilt_extractor

from zonenews.extraction import NotAnArticle, extract_article
from zonenews.reading.process import ReadingFailed
from zonenews.reading.reader import Reader

T = TypeVar("T")
READER = "zonenews.reading.process"


def reading(use: Callable[[Reader], Awaitable[T]]) -> T:
    """Uses a reader in a loop of its own."""

    async def run() -> T:
        reader = Reader(apart=True)
        try:
            return await use(reader)
        finally:
            reader.close()

    return asyncio.run(run())


def test_answers_come_back_to_their_callers() -> None:
    async def use(reader: Reader) -> list[int]:
        return list(await asyncio.gather(*(reader.call(int, str(number)) for number in range(50))))

    assert reading(use) == list(range(50))


def test_reading_there_is_reading_here() -> None:
    page = (
        "<h1>桐埠经开区召开会议</h1><p>来源：桐埠日报 发布时间：2024-03-05 10:20</p><div>"
        + "<p>今天上午，会议召开。</p>" * 5
    )
    body = page.encode()
    assert reading(lambda reader: reader.call(extract_article, body, "http://a.example.cn/1.html")) == extract_article(
        body, "http://a.example.cn/1.html"
    )


def test_what_is_no_article_is_named_across_the_pipe() -> None:
    with pytest.raises(NotAnArticle) as caught:
        reading(lambda reader: reader.call(extract_article, b"", "http://a.example.cn/"))
    assert caught.value.kind == "empty"


def test_a_bug_comes_back_with_its_traceback() -> None:
    with pytest.raises(ReadingFailed, match="invalid literal for int"):
        reading(lambda reader: reader.call(int, "none"))


def test_a_page_that_kills_its_reader_twice_fails_and_the_others_are_read() -> None:
    async def use(reader: Reader) -> list[object]:
        calls = [reader.call(int, "1"), reader.call(os._exit, 1), reader.call(int, "2"), reader.call(int, "3")]
        return list(await asyncio.gather(*calls, return_exceptions=True))

    first, killer, *others = reading(use)
    assert (first, others) == (1, [2, 3])
    assert isinstance(killer, ReadingFailed)


def test_a_page_over_which_a_reader_hangs_fails_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zonenews.reading.reader._LONGEST", 3.0)

    async def use(reader: Reader) -> list[object]:
        calls = [reader.call(int, "1"), reader.call(time.sleep, 100), reader.call(int, "2"), reader.call(int, "3")]
        return list(await asyncio.gather(*calls, return_exceptions=True))

    first, hangs, *others = reading(use)
    assert (first, others) == (1, [2, 3])
    assert isinstance(hangs, ReadingFailed)


@pytest.mark.slow
def test_a_page_over_which_reading_hangs_does_not_keep_a_crawl_from_its_end(crawl: Crawl, tmp_path: Path) -> None:
    with served("--articles", "60") as replica:
        url, hangs = f"{replica.url}/jkqzx/", tmp_path / "hangs"
        page = [line["url"] for line in replica.truth() if line["kind"] == "article" and line["url"].startswith(url)][5]
        hang = f"pathlib.Path({str(hangs)!r}).touch(); time.sleep(1000)"
        env = crawl.env | spoilt_extractor(tmp_path, page, hang)
        process = subprocess.Popen(crawl.command("zone", url), cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
        reader = child_of(process.pid, READER)
        while not hangs.exists() and process.poll() is None:
            time.sleep(0.1)
        began = time.monotonic()
        process.terminate()
        said = process.communicate(timeout=60)[1]
        assert time.monotonic() - began < 30
        assert (process.returncode, reader.is_running(), "Traceback" in said) == (143, False, False)
        assert not {"unread", "failed"} & crawl.states().keys(), "what was being read stays as it was"
        assert crawl("zone", url).code == 0
    assert "pending" not in crawl.states()


def test_a_reader_that_is_killed_costs_the_crawl_nothing(crawl: Crawl) -> None:
    with served("--articles", "60") as replica:
        process = crawl.start("zone", f"{replica.url}/jkqzx/", DOWNLOAD_DELAY="0.03")
        for _ in range(2):
            child_of(process.pid, READER).kill()
            time.sleep(1)  # a page over which two processes die is given up
        process.communicate(timeout=60)
        truth = [line for line in replica.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]]
    assert process.returncode == 0
    assert len(crawl.rows()) == len(truth)


@pytest.mark.slow
def test_no_reader_outlives_its_crawl(crawl: Crawl) -> None:
    with served("--articles", "60") as replica:
        process = crawl.start("zone", f"{replica.url}/jkqzx/", DOWNLOAD_DELAY="0.1")
        reader = child_of(process.pid, READER)
        process.kill()
        process.communicate()
        reader.wait(10)
    assert not reader.is_running()
