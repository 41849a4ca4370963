"""Fetches on PostgreSQL lie in a table a month: made ahead, found by index, dropped as one."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from postgresql import Server
from samples import START, Crawl, fetch, opened, reading, rows, url_of
from sqlalchemy import NullPool, create_engine

from archive import Writer
from archive.schema import upgrade

pytestmark = pytest.mark.slow
FLEET = Path(__file__).parents[2] / "docs" / "fleet.md"
_FETCHES = """
INSERT INTO "fetch" (run, url_id, at, final_url, outcome, request_headers, response_headers, flags)
SELECT {run}, {url}, {at}, 'http://a/', 'not_modified', '[]', '[]', '[]' FROM generate_series({numbers}) AS n
"""
_EVERY_DAY = "to_char(timestamp '2024-01-01' + n * interval '1 day', 'YYYY-MM-DD') || 'T00:00:00.000Z'"


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    with postgresql.database() as url:
        yield url


def ask(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Runs statements of an administrator; gives the rows of the last."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            found = connection.exec_driver_sql(statement)
        return [tuple(row) for row in found] if found.returns_rows else []


def fetches(*, run: str = "NULL", url: int = 1, at: str = _EVERY_DAY, numbers: str = "0, 99") -> str:
    """A statement that adds fetches."""
    return _FETCHES.format(run=run, url=url, at=at, numbers=numbers)


def parts(url: str) -> dict[str, int]:
    """How many fetches lie in each table that has some."""
    return dict(ask(url, 'SELECT tableoid::regclass::text, count(*) FROM "fetch" GROUP BY 1 ORDER BY 1'))


def _old(url: str, fill: str) -> None:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        upgrade(connection, "0010")
        connection.exec_driver_sql("INSERT INTO url VALUES (1, 'a/1', 'http://a/1', 'a', 't', NULL, NULL)")
        connection.exec_driver_sql(fill)
        connection.exec_driver_sql('GRANT SELECT ON v_run, "fetch" TO PUBLIC')
        connection.commit()


def test_the_fetches_of_an_older_archive_come_into_their_months(url: str) -> None:
    odd = fetches(at="'0001-13-01T00:00:00.000Z'", numbers="1, 2")
    late = fetches(at="'2031-12-31T23:59:59.999Z'", numbers="1, 3")
    _old(url, f"{fetches()}; {odd}; {late}")
    before = ask(url, 'SELECT id, at, outcome FROM "fetch" ORDER BY id')
    Writer(url).close()
    assert ask(url, 'SELECT id, at, outcome FROM "fetch" ORDER BY id') == before
    assert parts(url) == {
        "fetch_2024_01": 31, "fetch_2024_02": 29, "fetch_2024_03": 31, "fetch_2024_04": 9, "fetch_2031_12": 3,
        "fetch_default": 2,
    }  # fmt: skip
    assert ask(url, fetches(numbers="1, 1"), 'SELECT max(id) FROM "fetch"') == [(len(before) + 1,)]
    granted = "SELECT has_table_privilege('pg_monitor', x, 'SELECT') FROM (VALUES ('v_run'), ('fetch'), ('url')) t(x)"
    assert ask(url, granted) == [(True,), (True,), (False,)]
    assert rows(url, "SELECT count(*) FROM v_article") == [(0,)]
    with opened(url) as archive:
        assert list(archive.problems()) == []


def test_months_are_made_ahead_and_what_came_before_them_moves_there(url: str) -> None:
    Writer(url).close()
    ahead = ask(url, "SELECT relname FROM pg_class WHERE relname ~ '^fetch_[0-9_]+$' AND relkind = 'r' ORDER BY 1")
    months = "SELECT to_char(now() + n * interval '1 month', '\"fetch_\"YYYY_MM') FROM generate_series(0, 2) n"
    assert ahead == ask(url, months)
    (last,) = ahead[-1]
    month = last.removeprefix("fetch_").replace("_", "-")
    ask(url, f"DROP TABLE {last}", "INSERT INTO url VALUES (1, 'a/1', 'http://a/1', 'a', 't', NULL, NULL)")
    ask(url, fetches(at=f"'{month}-28T00:00:00.000Z'", numbers="1, 7"), fetches(at="'2019-01-01'", numbers="1, 2"))
    assert parts(url) == {"fetch_default": 9}
    Writer(url).close()
    assert parts(url) == {last: 7, "fetch_default": 2}
    with pytest.raises(Exception, match="violates foreign key"):
        ask(url, fetches(url=99, at=f"'{month}-28T00:00:00.000Z'", numbers="1, 1"))


def test_a_reader_who_asks_for_long_holds_no_writer_up(url: str) -> None:
    crawl = Crawl(url)
    (last,) = ask(url, "SELECT max(relname) FROM pg_class WHERE relname ~ '^fetch_[0-9_]+$' AND relkind = 'r'")[0]
    ask(url, f"DROP TABLE {last}")
    with opened(url) as archive:
        asking = archive.query('SELECT 1 FROM "fetch" UNION ALL SELECT 2')
        assert next(asking)
        crawl.article()
        Writer(url).close()
        assert ask(url, f"SELECT to_regclass('{last}')") == [(None,)]
        assert [len(row) for row in asking] == []
    Writer(url).close()
    assert ask(url, f"SELECT to_regclass('{last}')::text") == [(last,)]
    crawl.writer.close()


def _plan(url: str, query: str) -> str:
    return "\n".join(line for (line,) in ask(url, "ANALYZE", "SET LOCAL enable_seqscan = off", f"EXPLAIN {query}"))


def test_questions_of_a_run_and_of_an_address_ask_indexes_and_those_of_a_time_its_months(url: str) -> None:
    _old(url, fetches(numbers="0, 700"))
    Writer(url).close()
    run = _plan(url, 'SELECT count(*), sum(wire_bytes) FROM "fetch" WHERE run = 7')
    address = _plan(url, 'SELECT max(at) FROM "fetch" WHERE url_id = 1')
    number = _plan(url, 'SELECT * FROM "fetch" WHERE id = 7')
    for plan in (run, address, number):
        assert "Seq Scan" not in plan, plan
    assert all("url_id_at" in index for index in re.findall(r" using (\S+)", address))
    days = _plan(url, "SELECT * FROM \"fetch\" WHERE at >= '2024-03-01' AND at < '2024-04-01' AND url_id = 1")
    assert set(re.findall(r"fetch_20\d\d_\d\d", days)) == {"fetch_2024_03"}
    assert len(set(re.findall(r" on (fetch_20\d\d_\d\d)", number))) >= 24, "a number alone is asked for in each month"


def test_an_old_month_is_dropped_but_for_what_revisions_and_bytes_rest_on(url: str) -> None:
    """By the statements of docs/fleet.md."""
    crawl, first = Crawl(url), datetime.now(UTC).replace(day=1)  # writers make the tables of this month and the next
    at = (first - START).total_seconds() / 60
    crawl.article(fetch(url_of(1), at), reading(("一篇。",)))
    crawl.article(fetch(url_of(1), at + 1), reading(("一篇。",)))
    crawl.miss(url_of(2), "unread", at + 2, body=b"<p>?</p>", status=200, outcome="unread")
    crawl.miss(url_of(3), "failed", at + 3)
    crawl.writer.close()
    month = f"{first:%Y_%m}"
    assert parts(url) == {f"fetch_{month}": 4}
    found = re.search(r"```sql\n(BEGIN;.*?)```", FLEET.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    statements = [part.strip() for part in found[1].replace("2024_01", month).split(";")]
    assert (statements[0], statements[-2:]) == ("BEGIN", ["COMMIT", ""])
    ask(url, *statements[1:-2])
    assert parts(url) == {"fetch_default": 3}, "the failure is gone; what brought bytes that are kept is not"
    with opened(url) as archive:
        assert list(archive.problems()) == []
        assert len(archive.revisions(url_of(1))) == 1
    writer = Writer(url)
    assert writer.forget(url_of(2), START, reason="asked", by="me").captures == 1
    writer.close()
    assert parts(url) == {f"fetch_{month}": 2}, "the next writer has made the month's table again"


def test_a_fetch_that_is_lost_is_found(url: str) -> None:
    crawl = Crawl(url)
    crawl.article()
    crawl.writer.close()
    ask(url, 'DELETE FROM "fetch"')
    with opened(url) as archive:
        (problem,) = archive.problems()
    assert (problem.kind, problem.where) == ("reference", url_of(1))
    assert problem.detail.startswith("a row of revision points to nothing in fetch")
