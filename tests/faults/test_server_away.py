"""A PostgreSQL server that goes away and comes back, at any moment of a crawl and of a COMMIT (F62)."""

import random
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import measuring
import psycopg
import pytest
from crawling import ROOT, Crawl, sections, served
from invariants import assert_whole
from postgresql import Server
from samples import SITE, START, at, fetch, never, opened, reading, row, rows, url_of
from samples import Crawl as Written
from unreliable_wire import wired

from archive import Archive, Lost, Writer
from archive.files.records import WantedFile
from archive.manners.records import FirstPage, HostRest, RobotsFile
from zonenews.demo.client import ReplicaClient
from zonenews.runs.patience import stubbornly

pytestmark = pytest.mark.slow
SEED = 62


@pytest.fixture
def database(postgresql: Server) -> Iterator[str]:
    with postgresql.database() as url:
        yield url


@pytest.fixture(scope="module")
def replica() -> Iterator[ReplicaClient]:
    with served("--articles", "50") as client:
        yield client


@contextmanager
def crawling(url: str, replica: ReplicaClient) -> Iterator[subprocess.Popen[str]]:
    """A crawl of the replica while the block lasts; it must end well, with everything once."""
    env = {**Crawl(ROOT).env, "ZONENEWS_ARCHIVE": url}
    command = Crawl(ROOT).command("shangrao_jkq", sections(replica), DOWNLOAD_DELAY="0.02")
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    try:
        yield process
        said = process.communicate(timeout=110)[1]
    finally:
        process.kill()
        assert process.stderr
        process.stderr.close()
    measuring.crawled(process.returncode, time.monotonic() - began, 0)
    assert process.returncode == 0, said
    truth = [line["url"] for line in replica.truth() if line["kind"] == "article"]
    assert_whole(url, truth=truth)
    assert said.splitlines()[-1] == f"zonenews: {len(truth)} new articles, 0 changed, 0 unchanged"
    assert rows(url, 'SELECT url_id, at FROM "fetch" GROUP BY url_id, at HAVING count(*) > 1') == [], "no fetch twice"
    assert rows(url, "SELECT state FROM run") == [("complete",)]


def _articles(url: str) -> int:
    """How many articles are there, by a connection of the test's own; 0 before the schema."""
    with psycopg.connect(re.sub(r"\+psycopg", "", url), autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('article')").fetchall() == [(None,)]:
            return 0
        return int(connection.execute("SELECT count(*) FROM article").fetchall()[0][0])


def _wait_for(articles: int, url: str) -> None:
    until = time.monotonic() + 60
    while _articles(url) < articles:
        assert time.monotonic() < until, f"{articles} articles were never archived"
        time.sleep(0.02)


def test_connections_broken_off_at_random_moments(database: str, postgresql: Server, replica: ReplicaClient) -> None:
    moments, broken = random.Random(SEED), 0
    with crawling(database, replica) as process:
        _wait_for(1, database)
        while process.poll() is None and broken < 40:
            broken += postgresql.break_off(database)
            time.sleep(moments.uniform(0.01, 0.3))
    assert broken > 10


@pytest.mark.parametrize(("how", "away"), [(signal.SIGINT, 3.0), (signal.SIGQUIT, 0.5)], ids=["restart", "crash"])
def test_a_server_that_restarts_in_the_middle(
    database: str, postgresql: Server, replica: ReplicaClient, how: signal.Signals, away: float
) -> None:
    with crawling(database, replica):
        _wait_for(10, database)
        postgresql.stop(how)
        time.sleep(away)
        postgresql.start()


def test_transactions_that_could_not_be_serialized(database: str, replica: ReplicaClient) -> None:
    Writer(database).close()
    with psycopg.connect(re.sub(r"\+psycopg", "", database), autocommit=True) as connection:
        connection.execute("""
            CREATE SEQUENCE tried;
            CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              IF nextval('tried') % 3 = 0 THEN RAISE SQLSTATE '40001' USING MESSAGE = '无法串行访问'; END IF;
              RETURN NEW;
            END $$;
            CREATE TRIGGER collide BEFORE INSERT ON "fetch" FOR EACH ROW EXECUTE FUNCTION collide();
        """)
        with crawling(database, replica):
            pass
        assert connection.execute("SELECT last_value > 100 FROM tried").fetchall() == [(True,)]


Call = Callable[[Written], object]
CALLS: dict[str, Call] = {
    "add_site": lambda crawl: crawl.writer.add_site("other", ["other.example.cn"], at(1), zone="某区"),
    "start_run": lambda crawl: crawl.writer.start_run(SITE, SITE, at(1), "0.1"),
    "beat": lambda crawl: crawl.writer.beat(crawl.run, at(1), {"a": 1}),
    "end_run": lambda crawl: crawl.next_run(1),
    "open_section": lambda crawl: crawl.writer.open_section(SITE, "http://www.example.cn/other/", "其他", 7),
    "end_section": lambda crawl: crawl.writer.end_section(
        crawl.run, crawl.section, pages=1, rows=2, new=2, stop_reason="last_page", detail="", walked=at(1)),
    "record_list": lambda crawl: crawl.listed(row(1), row(2), minutes=1),
    "record_article": lambda crawl: crawl.article(fetch(url_of(1), 1)),
    "an edit": lambda crawl: crawl.article(
        fetch(url_of(9), 1, body=b"<p>other</p>"), reading(("改过。",), read_at=at(1))),
    "record_not_modified": lambda crawl: crawl.writer.record_not_modified(
        crawl.run, SITE, fetch(url_of(9), 1, status=304, body=None, outcome="not_modified"), due=None),
    "record_miss": lambda crawl: crawl.miss(url_of(9), "missing", 1),
    "record_incidents": lambda crawl: crawl.writer.record_incidents(
        crawl.run, SITE, opened={"title": {"said": "x", "parts": []}}, closed={}, measures={}),
    "files.want_of": lambda crawl: crawl.writer.files.want_of(SITE, [], at(1)),
    "manners.rest": lambda crawl: crawl.writer.manners.rest(HostRest("www.example.cn", at(9), "503", 1)),
    "manners.keep_robots": lambda crawl: crawl.writer.manners.keep_robots(
        RobotsFile("http://www.example.cn", 200, "", at(1))),
    "manners.keep_first_page": lambda crawl: crawl.writer.manners.keep_first_page(
        crawl.section, FirstPage("etag", None, "1", True, None)),
    "add_readings": lambda crawl: crawl.writer.add_readings([(1, reading(extractor="2"))]),
    "forget": lambda crawl: crawl.writer.forget(url_of(9), at(1), reason="asked", by="me"),
    "rebuild_search": lambda crawl: crawl.writer.rebuild_search(),
}  # fmt: skip
TABLES = ("site", "section", "run", "run_section", "url", "frontier", "link", '"fetch"', "capture", "article",
          "article_event", "revision", "reading", "incident", "host_rest", "robots", "section_page", "forgotten",
          "search")  # fmt: skip


def _begun(url: str) -> Written:
    crawl = Written(url)
    crawl.article(fetch(url_of(9)))
    return crawl


def _content(url: str) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table, without their numbers: what was undone has used some up."""
    found = {table: rows(url, f"SELECT * FROM {table}") for table in TABLES}
    return {table: sorted((_plain(row) for row in rows), key=repr) for table, rows in found.items()}


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(value for value in row if not isinstance(value, int))


@pytest.mark.parametrize("heard", [True, False], ids=["heard", "unheard"])
def test_a_wire_that_breaks_in_a_commit(heard: bool, postgresql: Server) -> None:
    """A call that was committed says so; one that was not is Lost, and made again it leaves what one call leaves."""
    with postgresql.database() as plain:
        crawl = _begun(plain)
        given = [_told(name, call(crawl)) for name, call in CALLS.items()]
        crawl.writer.close()
        once = _content(plain)
    tries: list[str] = []
    with postgresql.database() as plain, wired(plain) as (url, wire):
        crawl, found = _begun(url), []
        for name, call in CALLS.items():
            wire.break_at_commit(heard=heard, away=0.1)
            found.append(_told(name, stubbornly(10, _counted, tries, name, call, crawl)))
        crawl.writer.close()
        assert _content(plain) == once
    assert found == given
    assert tries == [name for name in CALLS for _ in range(1 if heard else 2)]


def _counted(tries: list[str], name: str, call: Call, crawl: Written) -> object:
    tries.append(name)
    return call(crawl)


def _told(name: str, given: object) -> object:
    """What a call gave; the numbers are others where some were used up."""
    return type(given) if name in {"start_run", "open_section"} else given


def test_a_kept_file_is_noted_once(postgresql: Server, tmp_path: object) -> None:
    with postgresql.database() as plain, wired(plain) as (url, wire):
        writer = Writer(url, files=str(tmp_path))
        writer.add_site(SITE, ["www.example.cn"], START)
        run = writer.start_run(SITE, SITE, START, "0.1")
        shown = WantedFile("http://www.example.cn/a.zip", "attachment", "附件")
        writer.record_article(run, SITE, fetch(), reading(), due=None, reread=never, files=(shown,))
        for minutes, body in enumerate((b"one", b"two"), 1):
            of = fetch(shown.url, minutes, body=body)
            part = writer.files.prepare(of)
            wire.break_at_commit(heard=False)
            with pytest.raises(Lost):
                writer.files.record(run, SITE, of, part)
            wire.break_at_commit(heard=True)
            writer.files.record(run, SITE, of, part)
            part.close()
        writer.close()
        with Archive(plain, files=str(tmp_path)) as archive:
            assert list(archive.problems()) == []
        assert rows(plain, 'SELECT count(*) FROM "fetch"') == [(3,)]


def test_a_server_that_stays_away_is_lost_and_a_reader_finds_it_again(postgresql: Server, database: str) -> None:
    crawl = _begun(database)
    with opened(database) as archive:
        assert len(archive.sites()) == 1
        postgresql.stop()
        began = time.monotonic()
        with pytest.raises(Lost, match="the server went away"):
            stubbornly(1.0, crawl.writer.beat, crawl.run, at(1))
        assert 1.0 <= time.monotonic() - began < 10
        with pytest.raises(Lost):
            archive.sites()
        crawl.writer.wait_at_most(0.05)
        postgresql.start()
        assert len(archive.sites()) == 1
        assert postgresql.break_off(database) >= 1
        assert len(archive.sites()) == 1
    assert stubbornly(1.0, crawl.article, fetch(url_of(1), 1)) == "new"
    crawl.writer.close()
