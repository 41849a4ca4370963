"""The search page: facets, pages, files."""

import asyncio
import csv
import io
import random
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from samples import Crawl, at, fetch, page, reading, url_of

from archive import Archive
from archive.web.asked import Asked
from archive.web.searching import pieces
from archive.web.serving import desk


def _hits(text: str) -> list[str]:
    return re.findall(r'<h3 lang="zh-CN"><a href="([^"]+)"', text)


def test_facets_count_the_hits_and_narrow_to_them(get: Any) -> None:
    answer = get("/api/search?q=招商").json()
    counts = {name: {each["value"]: each["count"] for each in values} for name, values in answer["facets"].items()}
    assert counts["source"] == {"云麓发布": 31, "云麓日报": 1}
    assert counts["year"] == {"2023": 32}
    assert counts["site"] == {"example_jkq": 32}
    for name, values in counts.items():
        for value, count in values.items():
            assert get("/api/search", params={"q": "招商", name: value}).json()["counted"] == count, (name, value)


def test_pages_of_hits_follow_each_other(get: Any) -> None:
    first, second = _hits(get("/search?q=招商").text), _hits(get("/search?q=招商&page=2").text)
    assert (len(first), len(second), set(first) & set(second)) == (20, 12, set())
    assert "page=2" in get("/search?q=招商").text
    assert "page=3" not in get("/search?q=招商&page=2").text
    ranked = [_hits(get(f"/search?q=招商&order=relevance&page={number}").text) for number in (1, 2)]
    assert {*ranked[0], *ranked[1]} == {*first, *second}


def test_words_are_marked(get: Any) -> None:
    text = get("/search", params={"q": "光伏 招商"}).text
    assert "<mark>光伏</mark>" in text
    assert "<mark>招商</mark>" in text


@pytest.mark.parametrize(
    "query", ["", "招商", "光伏 OR 检查", '"项目推进"', "招商 -光伏", '"', "(", "NOT", "a AND", "\x00", "%"]
)
def test_files_hold_the_rows_of_an_export(get: Any, desk_file: str, query: str) -> None:
    with Archive(desk_file) as archive:
        wanted = [orjson.loads(line) for line in archive.lines(query, newest_first=True)]
    lines = get("/search.jsonl", params={"q": query}).content.splitlines()
    assert [orjson.loads(line) for line in lines] == wanted
    assert orjson.loads(get("/search.json", params={"q": query}).content) == wanted
    sheet = get("/search.csv", params={"q": query})
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert [row["url"] for row in rows] == [row["url"] for row in wanted]
    assert sheet.headers["content-disposition"] == 'attachment; filename="articles.csv"'


def test_filters_are_read_and_written_alike() -> None:
    asked = Asked.of({"q": " 光伏 ", "year": "2023", "source": "云麓日报", "order": "relevance", "page": "3"})
    assert asked.narrowed["since"].isoformat() == "2023-01-01"  # type: ignore[union-attr]
    assert asked.at("/search", page=3) == (
        "/search?q=%E5%85%89%E4%BC%8F&source=%E4%BA%91%E9%BA%93%E6%97%A5%E6%8A%A5&year=2023&order=relevance&page=3"
    )
    assert "page" not in asked.at("/search", source="")


@pytest.mark.parametrize(
    "asked", ["year=x", "since=yesterday", "state=odd", "page=one", "page=%C2%B2", "q=" + "a" * 501]
)
def test_what_is_no_day_state_or_number_is_said(get: Any, asked: str) -> None:
    assert get(f"/search?{asked}").status_code == 400
    assert get(f"/api/search?{asked}").json()["ok"] is False


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("year=2023", 32), ("year=2023&since=2023-10-26", 1), ("year=2023&until=2023-10-25", 31),
        ("year=2023&since=2024-01-01", 0), ("year=2022&since=2023-01-01", 0), ("since=2023-10-26&until=2023-10-25", 0),
    ],
)  # fmt: skip
def test_a_year_and_days_leave_what_is_in_both(get: Any, asked: str, count: int) -> None:
    assert get(f"/api/search?q=招商&{asked}").json()["counted"] == count


def test_marks_cut_a_line_into_pieces() -> None:
    assert pieces("光伏与光伏", ((0, 2), (3, 5))) == [("光伏", True), ("与", False), ("光伏", True)]
    assert pieces("无", ()) == [("无", False)]
    assert pieces("", ()) == []


def test_the_api_gives_the_rows_of_the_export_and_follows_pages(get: Any, desk_file: str) -> None:
    with Archive(desk_file) as archive:
        wanted = list(archive.articles("招商", newest_first=True, limit=5))
    assert get("/api/articles?q=招商&limit=5").json() == {"ok": True, "rows": wanted}
    following = get("/api/search?q=招商").json()["next"]
    assert len(get(following).json()["hits"]) == 12
    assert get(following).json()["next"] is None


def test_changes_that_there_are_none_of_are_an_empty_list(get: Any) -> None:
    assert get("/api/changes?kind=back").json() == {"ok": True, "changes": [], "next": None}
    (last,) = get("/api/changes?limit=1&kind=edited").json()["changes"]
    assert get(get("/api/changes?limit=1&kind=edited").json()["next"]).json()["changes"] == []
    assert last["kind"] == "edited"


@pytest.mark.slow
def test_no_search_is_an_error(get: Any) -> None:
    dice, alphabet = random.Random(5), "光伏招商ab \"'()（）“”＂-*:^{}+~%_\\/<>&;=\x00\x01\ufeff\u202e😀ＯＲ"
    words = ("OR", "AND", "NOT", "NEAR(", "title:", "-", '"')
    for _ in range(300):
        parts = ["".join(dice.choices(alphabet, k=dice.randrange(6))) for _ in range(dice.randrange(1, 5))]
        query = " ".join(dice.choice([part, dice.choice(words)]) for part in parts)
        asked = {"q": query, dice.choice(["source", "section", "site"]): dice.choice(["", query]), "order": "relevance"}
        assert get("/search", params=asked).status_code == 200, asked
        assert get("/feed.atom", params=asked).status_code == 200, asked


@pytest.mark.slow
def test_what_a_page_leaves_out_is_said(tmp_path: Path) -> None:
    """Filters list the commonest values, files hold the newest hits."""
    crawl = Crawl(str(tmp_path / "a.db"))
    for number in range(1_001):
        crawl.article(fetch(url_of(number), body=page(noise=number)), reading(source=f"第{number % 13}报"))
    crawl.writer.close()
    served = desk(str(tmp_path / "a.db"), now=at)
    with asyncio.Runner() as runner:
        every, some = (runner.run(served.client.get(path)).text for path in ("/search", "/search?source=第1报"))
    assert (every.count("the first 12; there may be more"), some.count("the first 12")) == (1, 0)
    assert ("hold the newest 2,000 hits at most" in every, "zonenews export" in some) == (True, False)
    served.get_database("archive").close()
    served.zonenews_desk.close()
    served.executor.shutdown()
