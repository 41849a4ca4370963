"""Pages are read in a process of their own, which may die without taking the crawl with it."""

import asyncio
import subprocess
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from crawling import ROOT, Crawl, served, spoilt_extractor
from msgspec import structs
from processes import child_of

from zonenews.extraction import Article, NotAnArticle
from zonenews.profile import Profile, ProfileError, Section
from zonenews.reading.process import ArticleQuestion, ListQuestion, ReadingFailed, packed
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


def page(number: int) -> ArticleQuestion:
    """A page with an article of that number."""
    text = (
        f"<h1>桐埠经开区召开第{number}次会议</h1><p>来源：桐埠日报 发布时间：2024-03-05 10:20</p><div>"
        + "<p>今天上午，会议召开。</p>" * 5
    )
    return ArticleQuestion(text.encode(), f"http://a.example.cn/{number}.html")


def numbers(answers: list[Any]) -> list[Any]:
    """The number of each article; what is none as it is."""
    return [int(each.title[8:-3]) if isinstance(each, Article) else each for each in answers]


@pytest.fixture
def spoilt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[int, str], None]:
    """Has reading processes do something else over the page of a number."""

    def spoil(number: int, instead: str) -> None:
        for name, value in spoilt_extractor(tmp_path, page(number).url, instead).items():
            monkeypatch.setenv(name, value)

    return spoil


def all_of(count: int) -> Callable[[Reader], Awaitable[list[Any]]]:
    """Reads so many pages at once."""

    async def use(reader: Reader) -> list[Any]:
        answers = await asyncio.gather(*(reader.article(page(each)) for each in range(count)), return_exceptions=True)
        return numbers(answers)

    return use


def test_answers_come_back_to_their_callers() -> None:
    assert reading(all_of(50)) == list(range(50))


def test_reading_there_is_reading_here() -> None:
    asked = structs.replace(
        page(1), fetched=datetime(2024, 3, 6, 8, tzinfo=UTC), profile=packed(Profile(charset="utf-8"))
    )
    assert reading(lambda reader: reader.article(asked)) == asked.read()


@pytest.mark.parametrize("size", [3, 3_000])
def test_a_list_read_there_is_the_list_read_here(size: int) -> None:
    rows = "".join(
        f"<li><a href='/a/{n}.html'>桐埠经开区召开第{n}次会议</a><span>2024-03-05</span></li>" for n in range(size)
    )
    first = ListQuestion(
        f"<div class='x'><ul>{rows}</ul></div><a href='list_2.html'>下一页</a>".encode(),
        "http://a.example.cn/list.html",
    )
    second = structs.replace(first, url="http://a.example.cn/list_2.html", cursor=first.read().cursor)
    assert len(first.read().links) == size
    for asked in (first, second):
        assert reading(lambda reader, asked=asked: reader.listing(asked)) == asked.read()


def test_what_is_no_article_is_named_across_the_socket() -> None:
    with pytest.raises(NotAnArticle) as caught:
        reading(lambda reader: reader.article(ArticleQuestion(b"", "http://a.example.cn/")))
    assert caught.value.kind == "empty"


def test_a_bug_comes_back_with_its_traceback(spoilt: Callable[[int, str], None]) -> None:
    spoilt(0, "int('none')")
    with pytest.raises(ReadingFailed, match="invalid literal for int"):
        reading(lambda reader: reader.article(page(0)))


def test_a_page_that_kills_its_reader_twice_fails_and_the_others_are_read(spoilt: Callable[[int, str], None]) -> None:
    spoilt(1, "__import__('os')._exit(1)")
    first, killer, *others = reading(all_of(4))
    assert [first, *others] == [0, 2, 3]
    assert isinstance(killer, ReadingFailed)


@pytest.mark.slow
def test_a_page_over_which_a_reader_hangs_fails_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, spoilt: Callable[[int, str], None]
) -> None:
    monkeypatch.setattr("zonenews.reading.reader.LONGEST", 6.0)
    spoilt(1, "time.sleep(100)")
    first, hangs, *others = reading(all_of(4))
    assert [first, *others] == [0, 2, 3]
    assert isinstance(hangs, ReadingFailed)


@pytest.mark.slow
@pytest.mark.parametrize(
    "nonsense",
    [b"\xff\xff\xff\xff", b"\0\0\0\1\xc1", b"\0\0\0\3abc", b"\0\0\0\2\x81\xa1", b"\0\0\0\1\x80"],
    ids=["endless", "no MessagePack", "no answer", "cut short", "an empty answer"],
)
def test_a_reader_that_says_nonsense_is_replaced(nonsense: bytes, spoilt: Callable[[int, str], None]) -> None:
    """What a page has taken over can say nothing but an answer; a pickle would be carried out."""
    spoilt(1, f"__import__('os').write(int(__import__('sys').argv[-1]), {nonsense!r}); time.sleep(100)")
    first, spoiler, *others = reading(all_of(4))
    assert [first, *others] == [0, 2, 3]
    assert isinstance(spoiler, ReadingFailed)


def test_a_page_that_cannot_be_handed_over_fails_alone() -> None:
    async def use(reader: Reader) -> list[Any]:
        too_large = structs.replace(page(1), body=bytes(40_000_000))
        return list(await asyncio.gather(reader.article(too_large), reader.article(page(2)), return_exceptions=True))

    failed, number = numbers(reading(use))
    assert isinstance(failed, ReadingFailed)
    assert number == 2


def test_a_profile_with_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(ProfileError, match=r"params.*sections\[0\]|sections\[0\].params"):
        packed(Profile(sections=(Section("http://a.example.cn/l", params=None),)))  # type: ignore[arg-type]


@pytest.mark.slow
def test_large_pages_behind_one_that_hangs_block_nobody(
    monkeypatch: pytest.MonkeyPatch, spoilt: Callable[[int, str], None]
) -> None:
    monkeypatch.setattr("zonenews.reading.reader.LONGEST", 6.0)
    spoilt(0, "time.sleep(100)")
    large = structs.replace(page(1), body=page(1).body + b"<!--" + b"x" * 5_000_000 + b"-->")

    async def use(reader: Reader) -> tuple[list[Any], float]:
        answers = asyncio.gather(reader.article(page(0)), reader.article(large), return_exceptions=True)
        longest = 0.0
        while not answers.done():
            began = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - began)
        return numbers(list(await answers)), longest

    (hangs, number), longest = reading(use)
    assert isinstance(hangs, ReadingFailed)
    assert number == 1
    assert longest < 5


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
            before = len(crawl.fetched()) if crawl.archive.exists() else 0
            while process.poll() is None and (not crawl.archive.exists() or len(crawl.fetched()) < before + 3):
                time.sleep(0.1)  # a page over which two processes die is given up
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
