"""The archive as analysts use it in Python: the document's examples, SQL of their own, frames, and the bytes."""

import doctest
import time
from pathlib import Path

import pytest
from samples import LIST, SITE, Crawl, at, fetch, opened, page, reading, row, url_of

from archive import NotFound, QueryFailed, Unusable
from archive.export import ROW_KEYS
from archive.sqlite import library

DOCUMENT = Path(__file__).parents[2] / "docs" / "python.md"
EDITED = ("园区召开项目推进会。", "会议要求尽快建成。")


@pytest.fixture
def three(crawl: Crawl) -> Crawl:
    """An archive of three articles, one of them edited."""
    return filled(crawl)


def filled(crawl: Crawl) -> Crawl:
    crawl.article()
    crawl.article(fetch(url_of(2)), reading(title="光伏企业座谈会", published="2023-10-26T09:00+08:00"))
    of_a_day = reading(title="光伏项目签约", published="2023-10-27", published_precision="day", source="示例日报")
    crawl.article(fetch(url_of(3)), of_a_day)
    crawl.article(fetch(minutes=60, body=page(EDITED)), reading(EDITED))
    return crawl


def test_the_documents_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    filled(Crawl("zonenews.db")).writer.close()
    failed, tried = doctest.testfile(
        str(DOCUMENT), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL, encoding="utf-8"
    )
    assert tried > 15
    assert failed == 0


def test_a_query_of_ones_own_takes_values(three: Crawl) -> None:
    with opened(three.url) as archive:
        found = archive.query("SELECT title FROM v_article WHERE source = :source", source="示例日报")
        assert list(found) == [{"title": "光伏项目签约"}]
        assert list(archive.query("SELECT count(*) AS n FROM v_article WHERE title = :t", t="' OR 1=1 --")) == [
            {"n": 0}
        ]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT nothing FROM v_article", "nothing"),
        ("SELEC 1", "SELEC"),
        ("DELETE FROM article", "not authorized|read-only|syntax error"),
        ("UPDATE article SET state = 'gone'", "not authorized|read-only|syntax error"),
        ("DROP TABLE article", "not authorized|read-only|syntax error"),
        ("CREATE TABLE mine (a INTEGER)", "not authorized|read-only|syntax error"),
        ("", "no rows|syntax error"),
        ("SELECT 1; DELETE FROM article", "one statement|syntax error|multiple commands"),
        ("SELECT :site", "site"),
        ("SELECT '\ud800'", "surrogates"),
    ],
)
def test_what_the_database_refuses_is_said_and_changes_nothing(three: Crawl, sql: str, said: str) -> None:
    before = three.rows("SELECT url, state FROM v_article ORDER BY id")
    with opened(three.url) as archive, pytest.raises(QueryFailed, match=said):
        list(archive.query(sql))
    assert three.rows("SELECT url, state FROM v_article ORDER BY id") == before


def test_a_value_that_is_none_of_the_database_s_is_refused_in_words(three: Crawl) -> None:
    with opened(three.url) as archive:
        with pytest.raises(QueryFailed):
            list(archive.query("SELECT :value AS value", value=object()))
        assert len(list(archive.query("SELECT url FROM v_article"))) == 3


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH 'other.db' AS other",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = OFF",
        "VACUUM INTO 'copy.db'",
        "SELECT load_extension('x')",
        "SELECT writefile('x', 'y')",
        "WITH a(n) AS (VALUES (1)) INSERT INTO site (key, created) SELECT n, n FROM a",
    ],
)
def test_a_reader_of_a_file_reaches_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    monkeypatch.chdir(tmp_path)
    filled(Crawl("zonenews.db")).writer.close()
    with opened("zonenews.db") as archive:
        before = sorted(tmp_path.iterdir())
        with pytest.raises(QueryFailed):
            list(archive.query(sql))
        assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0",
    ],
)
def test_a_query_without_end_is_stopped(three: Crawl, sql: str) -> None:
    with opened(three.url) as archive:
        began = time.monotonic()
        with pytest.raises(QueryFailed, match=r"stopped after 0\.5 s"):
            list(archive.query(sql, seconds=0.5))
        assert time.monotonic() - began < 2
        assert len(list(archive.query("SELECT url FROM v_article"))) == 3  # the handle serves on


def test_frames_hold_what_the_lines_hold(three: Crawl) -> None:
    with opened(three.url) as archive:
        table, lines = archive.to_arrow().read_all(), list(archive.articles())
        assert tuple(table.column_names) == ROW_KEYS
        for got, line in zip(table.to_pylist(maps_as_pydicts="strict"), lines, strict=True):
            moments = ("published", "first_seen", "last_seen", "fetched")
            assert {key: got[key] for key in ROW_KEYS if key not in moments} == {
                key: line[key] for key in ROW_KEYS if key not in moments
            }
            assert got["published"].isoformat().startswith(line["published"][:10])
            assert got["first_seen"] == at(0)
        frame = archive.to_pandas(site=SITE)
        assert frame["title"].tolist() == [line["title"] for line in lines]
        assert frame["published"].dt.hour.tolist() == [16, 9, 0]
        assert archive.to_pandas(site="nowhere").empty


def test_the_bytes_of_an_article_a_site_or_all(three: Crawl) -> None:
    three.listed(row(1), minutes=70)
    other = Crawl(three.url, "other_gxq")
    other.article(fetch("http://other.example.cn/1.html", 80, body=page(noise="other")))
    other.writer.close()
    with opened(three.url) as archive:
        own = list(archive.captures(url_of(1)))
        assert [(capture.at, capture.body) for capture in own] == [(at(0), page()), (at(60), page(EDITED))]
        assert [capture.url for capture in archive.captures(site=SITE)] == [
            url_of(1), url_of(2), url_of(3), url_of(1), LIST,
        ]  # fmt: skip
        assert len(list(archive.captures())) == 6
        with pytest.raises(NotFound):
            list(archive.captures(url_of(9)))


def test_damaged_bytes_are_never_handed_out(tmp_path: Path) -> None:
    crawl = filled(Crawl(str(tmp_path / "zonenews.db")))
    crawl.writer.close()
    connection = library().connect(crawl.url)
    connection.execute("UPDATE capture SET data = x'00'")
    connection.commit()
    connection.close()
    with opened(crawl.url) as archive, pytest.raises(Unusable, match="damaged"):
        list(archive.captures())
