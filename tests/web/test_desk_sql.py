"""SQL in the browser: readers ask what they like, and can neither write nor take others' time."""

import re
import time
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.web.queries import QUERIES

_LIMIT = 1.0


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_to_begin_with_is_answered(get: Any, name: str) -> None:
    answer = get(f"/archive/{name}.json?_shape=array").json()
    assert isinstance(answer, list)
    page = get(f"/archive/{name}?lang=zh").text
    assert QUERIES[name]["title_zh"] in page
    assert QUERIES[name]["description_zh"] in page
    assert QUERIES[name]["title"] not in page


def test_there_are_enough_questions_and_most_find_something(get: Any) -> None:
    found = {name: len(get(f"/archive/{name}.json?_shape=array").json()) for name in QUERIES}
    assert len(found) >= 8
    assert {name for name, count in found.items() if not count} <= {"attachments"}


def test_a_query_gives_the_rows_of_the_archive(get: Any, desk_file: str) -> None:
    sql = "SELECT url, title, text FROM v_article ORDER BY id"
    with Archive(desk_file) as archive:
        wanted = list(archive.query(sql))
    assert get("/archive.json", params={"sql": sql, "_shape": "array"}).json() == wanted


def test_values_are_taken_from_the_address(get: Any) -> None:
    sql = "SELECT title FROM v_article WHERE source = :source AND published LIKE '2023-10-25%' ORDER BY id LIMIT 1"
    rows = get("/archive.json", params={"sql": sql, "source": "云麓日报", "_shape": "array"}).json()
    assert rows == [{"title": "园区召开光伏产业园推进会"}]


_WRITING = (
    "ATTACH 'other.db' AS other", "DELETE FROM article", "SELECT load_extension('x')", "PRAGMA journal_mode=DELETE",
    "SELECT * FROM pragma_wal_checkpoint", "VACUUM INTO 'copy.db'", "WITH x AS (SELECT 1) DELETE FROM article",
    "SELECT 1; DROP TABLE article", "CREATE TEMP TABLE x(y)", "SELECT writefile('x', 'y')",
)  # fmt: skip


@pytest.mark.parametrize("sql", _WRITING)
def test_nothing_but_reading_is_done(get: Any, desk_file: str, sql: str) -> None:
    folder = Path(desk_file).parent
    before = {path.name for path in folder.iterdir()}, get("/api/sites").json()
    assert get("/archive", params={"sql": sql}).status_code == 400
    assert ({path.name for path in folder.iterdir()}, get("/api/sites").json()) == before


_LARGE = (
    "SELECT zeroblob(999999999) || 'x'", "SELECT randomblob(999999999)", "SELECT printf('%*d', 999999999, 1)",
    "SELECT replace(hex(zeroblob(9000000)), '0', '00000000')",
    "WITH RECURSIVE t(x) AS (SELECT 'aaaa' UNION ALL SELECT x || x FROM t) SELECT length(x) FROM t LIMIT 40",
    "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT hex(zeroblob(200000)) FROM t",
)  # fmt: skip


@pytest.mark.parametrize("sql", _LARGE)
def test_what_would_take_the_memory_is_refused(get: Any, sql: str) -> None:
    start = time.monotonic()
    response = get("/archive", params={"sql": sql})
    assert time.monotonic() - start < _LIMIT + 0.2
    assert response.status_code == 400
    assert "ask for" in response.text


_LONG = (
    "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t",
    # one call of a function, in which SQLite asks nobody whether to go on
    "SELECT instr(hex(zeroblob(10000000)), hex(zeroblob(5000000)) || '1')",
)


@pytest.mark.slow
@pytest.mark.parametrize("sql", _LONG)
def test_what_never_ends_is_cut_in_time_and_hurts_nobody(get: Any, sql: str) -> None:
    get("/archive.json?sql=select+1")  # the processes have begun
    took = []
    for _ in range(3):  # of a busy machine the best of three counts
        start = time.monotonic()
        assert get("/archive.json", params={"sql": sql}).status_code == 400
        took.append(time.monotonic() - start)
    assert _LIMIT <= min(took) < _LIMIT + 0.2
    start = time.monotonic()
    assert get("/archive.json?sql=select+1&_shape=array").json() == [{"1": 1}]
    assert time.monotonic() - start < 0.5


def test_rows_are_bounded(get: Any) -> None:
    sql = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t LIMIT 5000) SELECT x FROM t"
    answer = get("/archive.json", params={"sql": sql}).json()
    assert (len(answer["rows"]), answer["truncated"]) == (1000, True)


def test_csv_of_a_query_runs_nothing_in_a_spreadsheet(get: Any) -> None:
    sheet = get("/archive.csv", params={"sql": "SELECT '=1+1' AS x, '+1' AS y, '平常' AS z"}).content.decode(
        "utf-8-sig"
    )
    assert sheet == "x,y,z\r\n'=1+1,'+1,平常\r\n"


@pytest.mark.parametrize("path", ["/archive?sql=select+1", "/archive/sources", "/archive/v_article?_nocount=1"])
def test_a_link_to_csv_is_a_file_to_save(get: Any, path: str) -> None:
    """A browser shows Datasette's plain text in a tab."""
    (link,) = re.findall(r'href="([^"]+)">CSV<', get(path).text)
    sheet = get(link.replace("&amp;", "&"))
    assert (sheet.status_code, sheet.headers["content-disposition"].split(";")[0]) == (200, "attachment")
    assert sheet.content.startswith(b"\xef\xbb\xbf")


def test_csv_holds_whole_texts(get: Any) -> None:
    sheet = get("/archive.csv", params={"sql": "SELECT printf('%.*c', 200000, 'x') AS text"})
    assert (sheet.status_code, len(sheet.content)) == (200, len("\ufefftext\r\n\r\n".encode()) + 200_000)


def test_what_serves_the_machine_is_shown_on_request(get: Any) -> None:
    assert "/archive/v_article?" in get("/archive").text
    assert "/archive/fingerprint" not in get("/archive").text
    assert "/archive/fingerprint" in get("/archive?_show_hidden=1").text


def test_every_table_and_view_has_its_page(get: Any) -> None:
    """Many refer to another table by its name alone, and Datasette looks for the column."""
    told = get("/archive.json", params={"sql": "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"}).json()
    names = [name for (name,) in told["rows"]]
    assert {"article", "v_article", "incident"} <= set(names)
    assert {name: get(f"/archive/{name}").status_code for name in names} == dict.fromkeys(names, 200)


def test_one_sqlite_library_serves_all() -> None:
    from datasette.utils.sqlite import sqlite3  # type: ignore[import-untyped]

    from archive.sqlite import library

    assert sqlite3 is library()
