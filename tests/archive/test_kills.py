"""A writer that dies loses nothing it acknowledged and leaves nothing by halves."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import Crawl, fetch, page, reading, row, rows, url_of
from sqlalchemy import Connection, event

HERE = Path(__file__).parent
HALVES = {
    "articles without a revision": "SELECT count(*) FROM article WHERE current_revision IS NULL",
    "revisions without a reading": "SELECT count(*) FROM revision WHERE current_reading IS NULL",
    "revisions without bytes": "SELECT count(*) FROM revision WHERE capture NOT IN (SELECT digest FROM capture)",
    "articles not in the view": "SELECT (SELECT count(*) FROM article) - (SELECT count(*) FROM v_article)",
    "articles that search does not find": "SELECT count(*) FROM article WHERE id NOT IN (SELECT article FROM search)",
    "articles without a state": "SELECT count(*) FROM article WHERE url_id NOT IN (SELECT url_id FROM frontier)",
    "articles still to be fetched": """
        SELECT count(*) FROM article a JOIN frontier f ON f.url_id = a.url_id WHERE f.state <> 'done'""",
    "readings without their file": """
        SELECT count(*) FROM reading r WHERE r.id NOT IN (SELECT t.reading FROM attachment t)""",
    "articles done that are not there": """
        SELECT count(*) FROM frontier WHERE state = 'done' AND url_id NOT IN (SELECT url_id FROM article)""",
    "rows without their link": """
        SELECT count(*) FROM frontier WHERE url_id NOT IN (SELECT url_id FROM link)""",
}


def test_a_writer_killed_at_any_moment_leaves_whole_articles(tmp_path: Path) -> None:
    archive, acknowledged, moments = str(tmp_path / "zonenews.db"), [-1], random.Random(7)
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, str(HERE / "write_until_killed.py"), archive, str(acknowledged[-1] + 1)],
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": f"{HERE}:{HERE.parent.parent}"},
        )
        assert writer.stdout
        acknowledged.append(int(writer.stdout.readline()))
        time.sleep(moments.uniform(0, 0.5))
        writer.kill()
        acknowledged += [int(line) for line in writer.stdout.read().split("\n") if line]
        writer.communicate()
        kept = {int(url.rpartition("/t")[2][:-5]) for (url,) in rows(archive, "SELECT url FROM v_article")}
        assert kept >= set(acknowledged[1:]), "an acknowledged article is lost"
        assert len(kept - set(acknowledged)) <= 5, "at most one a kill is written and not acknowledged"
        assert _halves(archive) == dict.fromkeys(HALVES, 0)
    assert _problems(archive) == []
    assert {state for (state,) in rows(archive, "SELECT state FROM run WHERE id < 5")} == {"crashed"}


class Injected(Exception):
    """A fault of our own."""


def _tables(url: str) -> dict[str, list[tuple[object, ...]]]:
    names = rows(url, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {str(name): rows(url, f"SELECT * FROM {name}") for (name,) in names}


def _fail_at(crawl: Crawl, number: int) -> Callable[[], None]:
    """Makes the writer fail before its n-th statement from now on, no more than once; gives what calls that off."""
    left = iter(range(number))

    def count(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN") and next(left, None) is None:
            event.remove(crawl.writer._engine, "before_cursor_execute", count)
            raise Injected(statement)

    event.listen(crawl.writer._engine, "before_cursor_execute", count)
    return lambda: event.remove(crawl.writer._engine, "before_cursor_execute", count)


def _whole(crawl: Crawl) -> None:
    files = ({"url": "http://www.example.cn/a.pdf", "name": "附件.pdf"},)
    redirected = fetch(url_of(1), 10, body=page(("改。",)), final_url=url_of(9), redirects=(url_of(1), url_of(8)))
    crawl.article(redirected, reading(("改。",), attachments=files))


def test_a_fault_between_any_two_statements_leaves_nothing(tmp_path: Path) -> None:
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    crawl.listed(row(1), row(2))
    crawl.article()
    before, survived = _tables(crawl.url), 0
    for survived in range(100):
        call_off = _fail_at(crawl, survived)
        try:
            _whole(crawl)
        except Injected:
            assert _tables(crawl.url) == before, f"statement {survived} left something"
        else:
            call_off()
            break
    assert survived > 15, "the article takes many statements"
    assert _tables(crawl.url) != before
    crawl.writer.close()


@pytest.mark.parametrize("name", ["record_list", "record_miss"])
def test_a_fault_in_another_page_leaves_nothing(tmp_path: Path, name: str) -> None:
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    crawl.article()
    before = _tables(crawl.url)
    for number in range(100):
        call_off = _fail_at(crawl, number)
        try:
            crawl.listed(row(1), row(2)) if name == "record_list" else crawl.miss(url_of(1), "missing", body=b"<p>")
        except Injected:
            assert _tables(crawl.url) == before
        else:
            call_off()
            break
    assert number > 4
    crawl.writer.close()


def _halves(archive: str) -> dict[str, object]:
    return {what: rows(archive, query)[0][0] for what, query in HALVES.items()}


def _problems(archive: str) -> list[tuple[object, ...]]:
    found = [*rows(archive, "PRAGMA integrity_check"), *rows(archive, "PRAGMA foreign_key_check")]
    return [problem for problem in found if problem != ("ok",)]
