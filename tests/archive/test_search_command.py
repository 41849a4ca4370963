"""`zonenews search` on a real archive."""

import json
from pathlib import Path

import pytest
from samples import Crawl, fetch, page, reading, url_of
from typer.testing import CliRunner, Result

from zonenews.cli import app


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """An archive of three articles."""
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    for number, words in enumerate(("光伏產業", "光伏招聘", "风电"), 1):
        said = reading((words, "第二段。"), title=f"{words}新闻", source="某报", published=f"2024-01-0{number}")
        crawl.article(fetch(url_of(number), body=page((words,))), said)
    crawl.writer.close()
    return crawl.url


def _search(archive: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["search", "--archive", archive, *arguments], env={"COLUMNS": "100"})


def test_hits_are_shown_with_title_text_and_address(archive: str) -> None:
    done = _search(archive, "光伏", "产业")
    assert done.exit_code == 0
    assert done.output.split("\n")[:4] == [
        "2024-01-01  光伏產業新闻", "光伏產業", "http://www.example.cn/xwzx/t1.html  某报", ""
    ]  # fmt: skip
    assert done.output.endswith("1 found\n")


def test_json_is_for_programs(archive: str) -> None:
    done = _search(archive, "光伏", "--json", "--limit", "1")
    found = json.loads(done.output)
    assert found["more"] is True
    assert [(hit["url"][-7:], hit["snippet"], hit["snippet_marks"]) for hit in found["hits"]] == [
        ("t2.html", "光伏招聘", [[0, 2]])
    ]


def test_the_summary_says_what_was_left_out(archive: str) -> None:
    assert "1 shown, there are more" in _search(archive, "光伏", "--limit", "1").output
    assert _search(archive, "没有").output == "nothing found\n"
    assert _search(archive, "--count", "--", "-光伏").output == "1\n"


def test_it_can_be_narrowed_and_ranked(archive: str) -> None:
    assert _search(archive, "光伏", "--count", "--since", "2024-01-02").output == "1\n"
    assert _search(archive, "光伏", "--count", "--until", "2024-01-01", "--site", "example_jkq").output == "1\n"
    assert _search(archive, "段", "--count", "--title").output == "0\n"
    assert _search(archive, "段", "--count", "--source", "某報").output == "3\n"
    ranked = json.loads(_search(archive, "光伏 OR 段", "--order", "relevance", "--json").output)
    assert (len(ranked["hits"]), ranked["scored"], ranked["all_scored"]) == (3, 3, True)


def test_a_day_that_is_none_is_a_usage_error(archive: str) -> None:
    assert _search(archive, "光伏", "--since", "昨天").exit_code == 2
