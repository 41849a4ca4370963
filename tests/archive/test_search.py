"""Search finds what it should, in the order it should, from the moment an article is committed."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samples import SITE, Crawl, fetch, opened, page, reading, row, url_of
from sqlalchemy import event, text

from archive import Archive
from archive.search import finding, index
from archive.search.folding import fold_line
from archive.search.query import quoted


@pytest.fixture
def found(crawl: Crawl) -> Iterator[Archive]:
    """A reader on the crawl's archive."""
    with opened(crawl.url) as archive:
        yield archive


def add(crawl: Crawl, number: int, *paragraphs: str, **values: object) -> None:
    """Archives an article with these paragraphs."""
    crawl.article(fetch(url_of(number), body=page(paragraphs, number)), reading(paragraphs, **values))


def numbers(archive: Archive, query: str, **values: object) -> list[int]:
    """The numbers of the articles found."""
    return [int(hit.url.rpartition("/t")[2][:-5]) for hit in archive.search(query, **values)]  # type: ignore[arg-type]


def both(crawl: Crawl) -> Iterator[None]:
    """Once as the articles wait for the index, once as they are in it."""
    yield
    crawl.writer.index_search()
    yield


def test_two_characters_are_enough(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "工业园区建设")
    for _ in both(crawl):
        assert [numbers(found, word) for word in ("园区", "工业园", "区", "园业")] == [[1], [1], [1], []]


def test_the_newest_come_first_and_the_undated_last(crawl: Crawl, found: Archive) -> None:
    days = ["2023-10-25", "2023-10-25T16:27+08:00", None, "2024-01-01T08:00:03+08:00", "2023-10-25T09:00+08:00", "某日"]
    for number, published in enumerate(days, 1):
        add(crawl, number, "光伏产业", published=published)
    for _ in both(crawl):
        assert numbers(found, "光伏") == [4, 2, 5, 1, 6, 3]
        assert numbers(found, "光伏", limit=2) == [4, 2]
        assert found.search("光伏", limit=2).more
        assert not found.search("光伏", limit=6).more
        assert len(found.search("光伏", limit=None)) == found.search_count("光伏") == 6


def test_a_full_day_goes_on_in_the_next_one(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "光伏", published="2023-10-25")
    on_sqlite = found._engine.dialect.name == "sqlite"
    moved = "INSERT INTO search_due SELECT id FROM search" if on_sqlite else "UPDATE search_index SET id = id + 65535"
    with crawl.writer._transaction() as db:
        for statement in ("DELETE FROM search_due", "UPDATE search SET id = id + 65535", moved):
            db.execute(text(statement))
    add(crawl, 2, "光伏", published="2023-10-25T10:00+08:00")
    add(crawl, 3, "光伏", published="2023-10-26T10:00+08:00")
    add(crawl, 4, "光伏", published="2023-10-25T11:00+08:00")
    for _ in both(crawl):
        assert numbers(found, "光伏") == [3, 4, 2, 1]
        assert numbers(found, "光伏", until="2023-10-25") == [4, 2, 1]
        assert numbers(found, "光伏", since="2023-10-26") == [3]


def test_an_edit_is_found_and_what_it_replaced_is_not(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "光伏产业")
    for waits in (True, False):
        if not waits:
            crawl.writer.index_search()
        crawl.next_run()
        add(crawl, 1, "风电产业", published="2025-01-01")
        assert [numbers(found, word) for word in ("光伏", "风电", "产业")] == [[], [1], [1]]
        crawl.next_run()
        add(crawl, 1, "光伏产业")
        assert [numbers(found, word) for word in ("光伏", "风电", "产业")] == [[1], [], [1]]


def test_a_better_reading_is_found(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "光伏")
    old = reading(("风电",), extractor="2")
    again = reading(("风电",), extractor="2", title="别的")
    assert crawl.article(fetch(body=page(("x",))), again, reread=lambda pages: old) == "changed"
    assert [numbers(found, word) for word in ("光伏", "风电", "别的")] == [[], [1], [1]]


def test_other_forms_of_the_same_words_are_found(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "產業園區的ＧＤＰ　增長，瞭解５Ｇ", title="關於雙碳")
    for _ in both(crawl):
        for query in ("产业园区", "產業园区", "gdp", "ＧＤＰ", '"GDP 增长"', "了解5g", "双碳", "關於双碳", "，瞭解"):
            assert numbers(found, query) == [1], query


def test_words_are_joined_as_the_language_says(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "光伏 招商")
    add(crawl, 2, "光伏", "招聘")
    add(crawl, 3, "风电招商")
    for _ in both(crawl):
        expected = {
            "光伏 招商": [1], "光伏 OR 风电": [3, 2, 1], "光伏 -招聘": [1], "招 NOT (光伏 OR 招聘)": [3],
            '"光伏 招"': [1], "-光伏": [3], "-光": [3], "": [3, 2, 1], "伏 商": [1], "电 OR 聘": [3, 2],
            "光伏招聘": [], "项目推进会": [3, 2, 1],
        }  # fmt: skip
        assert {query: numbers(found, query) for query in expected} == expected


def test_a_search_can_be_narrowed(crawl: Crawl, found: Archive) -> None:
    crawl.listed(row(2))
    add(crawl, 1, "光伏", source="新华社", title="风电")
    add(crawl, 2, "光伏", source="某某日報", published="2024-05-01")
    other = Crawl(crawl.url, "another_jkq")
    add(other, 3, "光伏", published="2024-05-02T00:00+08:00", document_number="某发〔2024〕3号")
    other.writer.close()
    for _ in both(crawl):
        assert numbers(found, "光伏", site="another_jkq") == [3]
        assert numbers(found, "光", site="another_jkq") == [3]
        assert numbers(found, "", site="another_jkq") == [3]
        assert numbers(found, "光伏", section="新闻中心") == [2]
        assert numbers(found, "光伏", section="http://www.example.cn/xwzx/index.html") == [2]
        assert numbers(found, "光伏", section="没有") == []
        assert numbers(found, "光伏", source="日报") == [2]
        assert numbers(found, "", source="新") == [1]
        assert numbers(found, "光伏", since="2024-05-01") == [3, 2]
        assert numbers(found, "光伏", until="2024-05-01") == [2, 1]
        assert numbers(found, "光伏", since="2024-05-01", until="2024-05-01") == [2]
        assert numbers(found, "电", title=True) == [1]
        assert numbers(found, "风电", title=True) == [1]
        assert numbers(found, "光伏", title=True) == []
        assert numbers(found, "〔2024〕3号") == [3]
        assert found.search_count("光伏", since="2024-05-01") == 2
    with pytest.raises(ValueError, match="isoformat"):
        found.search("光伏", since="昨天")


def test_a_section_of_an_alias_counts(crawl: Crawl, found: Archive) -> None:
    crawl.listed(row(1))
    moved = fetch(url_of(1), final_url=url_of(9), redirects=(url_of(1),), body=page(("光伏",)))
    crawl.article(moved, reading(("光伏",)))
    assert numbers(found, "光伏", section="新闻中心") == [9]


def test_the_most_relevant_come_first(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "光伏光伏光伏光伏", title="别的", published="2020-01-01")
    add(crawl, 2, "提到光伏", title="别的", published="2024-01-01")
    add(crawl, 3, "提到光伏", title="光伏", published="2019-01-01")
    for _ in both(crawl):
        assert numbers(found, "光伏", order="relevance") == [3, 1, 2]
        answer = found.search("光伏", order="relevance", limit=2)
        assert (answer.scored, answer.all_scored, answer.more) == (3, True, True)
        assert [hit.score is None for hit in answer] == [False, False]
        assert found.search("光伏").hits[0].score is None


def test_relevance_is_bounded_and_says_so(crawl: Crawl, found: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_SCORED", 3)
    add(crawl, 1, "光伏", title="光伏")
    for number in range(2, 8):
        add(crawl, number, "光伏", title="别的", published=f"2024-01-0{number}")
    for _ in both(crawl):
        answer = found.search("光伏", order="relevance")
        assert (answer.scored, answer.all_scored) == (3, False)
        assert numbers(found, "光伏", order="relevance") == [1, 7, 6]


def test_a_hit_shows_where_its_words_stand(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "第一段。", "前" * 200 + "，產業園區的ＧＤＰ" + "后" * 200, title="關於產業", source="某报")
    (hit,) = found.search("产业 gdp").hits
    assert [hit.snippet[start:end] for start, end in hit.snippet_marks] == ["產業", "ＧＤＰ"]
    assert (hit.title or "")[slice(*hit.title_marks[0])] == "產業"
    assert hit.snippet.startswith("…前")
    assert hit.snippet.endswith("后…")
    assert len(hit.snippet) == 92
    assert (hit.site, hit.source, hit.state, hit.published) == (crawl.site, "某报", "live", "2023-10-25T16:27+08:00")


def test_the_paragraph_with_most_words_is_shown(crawl: Crawl, found: Archive) -> None:
    add(crawl, 1, "光伏。", "招商与光伏。")
    assert found.search("光伏 招商").hits[0].snippet == "招商与光伏。"
    assert found.search("-风电").hits[0].snippet == "光伏。"


POOL = [
    *("产业", "產業", "园区", "園區", "光伏", "招商", "发展", "發展", "的", "了", "一"),
    *("ＧＤＰ", "gdp", "GDP", "5G", "２０２３", "2023", "12.5%", "㎡", "A股", "OR"),
    *("，", "。", "、", "（", "）", "“", "”", '"', " ", "　", "  ", "-", "%", "_", "\\", "*", ":"),
]


def _articles(crawl: Crawl, count: int) -> list[str]:
    draw, texts = random.Random(11), []
    for number in range(1, count + 1):
        lines = ["".join(draw.choices(POOL, k=draw.randrange(3, 60))) for _ in range(draw.randrange(1, 4))]
        day = f"2024-0{draw.randrange(1, 9)}-1{draw.randrange(9)}"
        add(crawl, number, *lines, title="".join(draw.choices(POOL, k=6)), published=day)
        texts += lines
        if number == count // 2:
            crawl.writer.index_search()
    return texts


def test_a_thousand_random_queries_find_what_like_finds(crawl: Crawl, found: Archive) -> None:
    texts, draw, hits = _articles(crawl, 80), random.Random(5), 0
    for _ in range(1_000):
        line = draw.choice(texts)
        start = draw.randrange(len(line))
        query = line[start : start + draw.randrange(1, 9)]
        like = fold_line(query).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        sql = r"SELECT a.url FROM search s JOIN v_article a ON a.id = s.article WHERE s.text LIKE :like ESCAPE '\'"
        rows = list(found.query(sql, like=f"%{like}%"))
        answer = found.search(quoted(query), limit=None)
        assert {hit.url for hit in answer} == {row["url"] for row in rows}, query
        assert len(answer) == len(rows)
        hits += len(answer)
    assert hits > 5_000


PIECES = [
    *"光伏园 　\"“”＂()（）-*:^+{}[]'\\%_;,.?!~`@#$&=<>/|\x00\ud800\u200b\n\t",
    *("OR", "AND", "NOT", "NEAR", "tokens:", "rowid"),
]


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_no_string_is_an_error(crawl: Crawl, found: Archive, count: int) -> None:
    _articles(crawl, 10)
    draw = random.Random(count)
    for number in range(count):
        query = "".join(draw.choices(PIECES, k=draw.randrange(24)))
        order: finding.Order = "relevance" if number % 4 == 0 else "newest"
        values = {"title": number % 5 == 0, "source": query if number % 7 == 0 else None}
        found.search(query, order=order, limit=3, **values)  # type: ignore[arg-type]
        found.search(quoted(query), limit=1)
    long = "光伏 产业园区招商引资 " * 2_000
    assert numbers(found, long) == numbers(found, quoted(long)) == []
    assert numbers(found, " OR ".join(f"没有这{number}" for number in range(60))) == []


def test_a_crawl_that_never_ends_does_not_let_articles_pile_up(
    crawl: Crawl, found: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "MOST_DUE", 20)
    for number in range(1, 200):
        add(crawl, number, f"光伏第{number}号")
    waiting = crawl.rows("SELECT count(*) FROM search_due")[0][0]
    assert waiting < 20 + index.BATCH if found._engine.dialect.name == "sqlite" else waiting == 0
    assert found.search_count("光伏") == 199
    crawl.writer.close()
    assert crawl.rows("SELECT count(*) FROM search_due") == [(0,)]
    assert found.search_count("光伏") == 199


@pytest.mark.parametrize("narrowed", [{}, {"site": SITE}, {"since": "2020-01-01"}])
def test_counting_hits_reads_no_page_of_texts(tmp_path: Path, narrowed: Any) -> None:
    crawl = Crawl(str(tmp_path / "a.db"))
    add(crawl, 1, "光伏产业", published="2023-10-25")
    crawl.writer.index_search()
    asked: list[tuple[str, Any]] = []
    with opened(crawl.url) as archive:
        event.listen(archive._engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
        assert archive.search_count("光伏", **narrowed) == 1
        statement, values = next(each for each in asked if "MATCH" in each[0])
        with archive._connect() as db:
            plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    steps = [row[-1] for row in plan]
    assert any("search USING COVERING INDEX ix_search_told (id=?" in step for step in steps), steps


@pytest.mark.parametrize("narrowed", [{}, {"site": SITE}, {"state": "live"}])
def test_the_articles_that_wait_are_found_without_a_look_at_all_others(tmp_path: Path, narrowed: Any) -> None:
    crawl = Crawl(str(tmp_path / "a.db"))
    add(crawl, 1, "光伏产业")
    asked: list[tuple[str, Any]] = []
    with opened(crawl.url) as archive:
        event.listen(archive._engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
        assert numbers(archive, "光伏", **narrowed) == [1]
        statement, values = next(each for each in asked if "FROM search_due" in each[0])
        with archive._connect() as db:
            plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert plan[0][-1] == "SCAN search_due", plan
