"""The words of the rules can be watched, and taken away."""

import sys

import pytest

from benchmarks.words import _less, _words, metas_of, watched, without
from zonenews.extraction import extract_article

URL = "http://www.example.cn/xwzx/t20231025_1.html"
TEXT = "会议指出，今年以来全区上下紧盯目标任务，抢抓工期，前三季度新开工项目二十六个，完成投资八十二亿元。"
HEAD = "<title>示例经开区召开推进会</title><meta name='PubDate' content='2023-10-25 16:27'>"
BODY = f"<h1>示例经开区召开推进会</h1><p>稿源：示例日报</p><div id='zoom'><p>{TEXT}</p><p>{TEXT}另一项。</p></div>"
PAGE = f"<html><head>{HEAD}</head><body>{BODY}</body></html>".encode()


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"^(?:来源|出处)[:：]", ["来源", "出处"]),
        (r"附件|[|a]表(?:格|单)?", ["附件", "[|a]表(?:格|单)?", "格", "单"]),
        (r"a(?!b|c)d(?<=e|f)", []),
        (r"\|x|\d|[^]|y]z", [r"\|x", "[^]|y]z"]),
        (r"(?P<year>\d\d)|上午", ["上午"]),
    ],
)
def test_alternatives_with_letters_are_words(pattern: str, words: list[str]) -> None:
    assert [pattern[start:end] for start, end in _words(pattern)] == words


def test_a_word_taken_away_never_matches() -> None:
    assert _less("^(?:来源|出处)[:：]", {"1"}) == "^(?:来源|(?!))[:：]"


def read() -> tuple[str | None, str | None, str]:
    from zonenews.extraction import extract_article

    article = extract_article(PAGE, URL)
    return article.source, article.published, article.rules["paragraphs"]


def test_what_takes_part_is_noted_and_reading_stays_the_same() -> None:
    before, used = read(), set[tuple[str, str]]()
    with watched(used):
        assert read() == before
        used |= metas_of(PAGE, URL)
    assert ("label", "稿源") in used
    assert ("_PUBLISHED", "pubdate") in used
    assert any(pattern[slice(*_words(pattern)[int(number)])] == "zoom" for pattern, number in used if number.isdigit())


def test_without_its_words_a_page_is_read_by_what_is_left() -> None:
    before, used = read(), set[tuple[str, str]]()
    assert before == ("示例日报", "2023-10-25T16:27+08:00", "container")
    with watched(used):
        read()
        used |= metas_of(PAGE, URL)
    with without(used):
        # the address still tells the day
        assert read() == (None, "2023-10-25", "density")
    assert read() == before
    assert sys.modules["zonenews.extraction"].extract_article is extract_article
