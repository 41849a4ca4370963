"""The queue's tables, and what `zonenews enqueue` puts there."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import psycopg
import pytest
from crawling import ROOT
from fleets import Fleet
from postgresql import running_server
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job

from archive.server import NEVER_DEAF
from zonenews.exits import Exit, Refused
from zonenews.fleet.queue import CRAWLS, conninfo_of, open_queue
from zonenews.fleet.tables import make_tables, migrations

NOW = migrations()[-1].name
SHAPE = """
SELECT 'column', table_name || '.' || column_name, data_type FROM information_schema.columns
WHERE table_schema = 'queue'
UNION SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'queue'::regnamespace
UNION SELECT 'trigger', tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
WHERE relnamespace = 'queue'::regnamespace AND NOT tgisinternal
UNION SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'queue'
"""


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        ("postgresql+psycopg://u:p%40x@db:5433/news", "user=u password=p@x dbname=news host=db port=5433"),
        ("postgresql://u@/news?host=/run/pg", "user=u dbname=news host=/run/pg"),
    ],
)
def test_the_queue_is_reached_as_the_archive_is(archive: str, said: str) -> None:
    path, name = "options='-c search_path=queue'", "application_name='zonenews fleet'"
    wire = " ".join(f"{option}={value}" for option, value in NEVER_DEAF.items())
    assert sorted(conninfo_of(archive).split()) == sorted(f"{said} {path} {name} {wire}".split())


def test_what_an_address_says_of_the_connection_goes_before() -> None:
    said = conninfo_of("postgresql+psycopg://u@db/news?application_name=mine&connect_timeout=3")
    assert "application_name=mine" in said
    assert "connect_timeout=3" in said


@pytest.mark.parametrize("command", ["enqueue", "worker", "fleet"])
def test_an_address_with_what_there_is_not_is_one_line(command: str) -> None:
    words = [command, "--archive", "postgresql+psycopg://u:secret@127.0.0.1:9/news?nonsense=1"]
    words += ["yantai_gxq"] if command == "enqueue" else []
    done = subprocess.run(
        [sys.executable, "-m", "zonenews", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == Exit.ARCHIVE
    assert done.stderr.count("\n") == 1
    assert "nonsense" in done.stderr
    assert "secret@" not in done.stderr


def test_an_archive_that_is_a_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zonenews", "worker", "--archive", str(tmp_path / "a.db")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.CONFIGURATION
    assert done.stderr.count("\n") == 1
    assert "a fleet needs an archive on PostgreSQL; name one with ZONENEWS_ARCHIVE=postgresql" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_server_that_cannot_be_reached_is_one_line(fleet: Fleet) -> None:
    fleet.url += "x"
    said = fleet.enqueue("yantai_gxq", code=Exit.ARCHIVE)
    assert said.startswith("zonenews: the queue cannot be used: ")
    assert said.count("\n") == 1


@pytest.mark.slow
def test_the_tables_are_made_once_however_many_make_them(fleet: Fleet) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(open_queue, [fleet.url] * 8))
    assert fleet.rows("SELECT part, by FROM made") == [{"part": "procrastinate", "by": NOW}]
    assert fleet.rows("SELECT count(*) AS count FROM pg_tables WHERE schemaname = 'public'") == [{"count": 0}]


@pytest.mark.slow
def test_tables_of_an_earlier_procrastinate_are_brought_up_to_date(fleet: Fleet) -> None:
    conninfo = conninfo_of(fleet.url)
    make_tables(conninfo)
    new = _shape(fleet)
    _make_old(conninfo)
    assert _shape(fleet) != new
    make_tables(conninfo)
    assert fleet.rows("SELECT by FROM made") == [{"by": NOW}]
    assert _shape(fleet) == new


def _make_old(conninfo: str) -> None:
    """Makes Procrastinate's tables as version 3.1 had them, by its own migrations."""
    with psycopg.connect(conninfo, autocommit=True) as db:
        db.execute("DROP SCHEMA queue CASCADE; CREATE SCHEMA queue; CREATE TABLE made(part TEXT PRIMARY KEY, by TEXT)")
        for file in migrations():
            if file.name < "03.02":
                db.execute(file.read_bytes())
                db.execute("DELETE FROM made")
                db.execute("INSERT INTO made VALUES ('procrastinate', %s)", [file.name])


@pytest.mark.slow
def test_tables_of_a_newer_one_are_left_alone(fleet: Fleet) -> None:
    open_queue(fleet.url)
    fleet.rows("UPDATE made SET by = '99.0'")
    with pytest.raises(Refused, match=r"newer Procrastinate \(99\.0\); update zonenews") as refused:
        open_queue(fleet.url)
    assert refused.value.code is Exit.ARCHIVE


def _shape(fleet: Fleet) -> list[tuple[str, ...]]:
    rows = fleet.rows(SHAPE)
    return sorted(tuple(row.values()) for row in rows if "fleet_" not in str(row) and "made" not in str(row))


@pytest.mark.slow
def test_each_site_waits_once_under_the_lock_of_its_hosts(fleet: Fleet) -> None:
    urls = '{"yantai_gxq": "http://b.example.cn/ http://www.a.example.cn/", "yantai_jkq": "http://b.example.cn/x/"}'
    said = fleet.enqueue("yantai_gxq", "yantai_jkq", "wuhan_jkq", SITE_URLS=urls)
    assert said.endswith("3 sites enqueued, 0 waited already\n")
    jobs = fleet.jobs()
    assert (jobs["yantai_gxq"]["lock"], jobs["yantai_jkq"]["lock"]) == ("a.example.cn", "a.example.cn")
    assert jobs["wuhan_jkq"]["lock"] == "whkfq.gov.cn"
    said = fleet.enqueue("yantai_gxq", "xian_gxq", "-a", "pages=1", "--priority", "50", SITE_URLS=urls)
    assert f"yantai_gxq: waits already, as job {jobs['yantai_gxq']['id']}, which now comes as soon as it can" in said
    assert said.endswith("1 sites enqueued, 1 waited already\n")
    assert {site: job["priority"] for site, job in fleet.jobs().items()} == {
        "yantai_gxq": 50, "yantai_jkq": 10, "wuhan_jkq": 10, "xian_gxq": 50,
    }  # fmt: skip
    args = fleet.rows("SELECT args FROM procrastinate_jobs WHERE queueing_lock = 'yantai_gxq'")
    assert args == [{"args": {"site": "yantai_gxq", "arguments": ["pages=1"], "settings": [f"SITE_URLS={urls}"]}}]


@pytest.mark.slow
def test_a_server_may_speak_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    with running_server(lc_messages="C.UTF-8") as server, server.database() as url:
        app = open_queue(url)
        asyncio.run(_defer_twice(app, "yantai_gxq"))


async def _defer_twice(app: App, site: str) -> None:
    job = Job(id=None, queue=CRAWLS, task_name=CRAWLS, lock=site, queueing_lock=site)
    async with app.open_async():
        await app.job_manager.batch_defer_jobs_async([job])
        with pytest.raises(AlreadyEnqueued):
            await app.job_manager.batch_defer_jobs_async([job])


@pytest.mark.slow
def test_a_retry_that_waits_for_hours_comes_when_somebody_asks(fleet: Fleet) -> None:
    fleet.enqueue("yantai_gxq")
    fleet.rows("UPDATE procrastinate_jobs SET priority = -7200, scheduled_at = now() + interval '2 hours'")
    fleet.enqueue("yantai_gxq")
    assert {(job["priority"], job["scheduled_at"]) for job in fleet.jobs().values()} == {(10, None)}


@pytest.mark.slow
def test_list_pages_wait_under_their_addresses_and_the_lock_of_their_host(fleet: Fleet) -> None:
    x, y = "http://www.b.example.cn/x/", "http://b.example.cn/y/"
    for url in (x, y, f"{x} {y}", f"{y} {x}"):
        fleet.enqueue("zone", "-a", f"url={url}")
    (both,) = fleet.jobs().keys() - {x, y}
    assert both.startswith(f"{y} +1 ")
    assert {job["lock"] for job in fleet.jobs().values()} == {"b.example.cn"}
    args = {row["args"]["arguments"][0] for row in fleet.rows("SELECT args FROM procrastinate_jobs")}
    assert args == {f"url={x}", f"url={y}", f"url={y} {x}"}
    assert "say which list page" in fleet.enqueue("zone", code=Exit.USAGE)


@pytest.mark.slow
def test_who_names_no_site_or_one_that_is_none_is_told_so(fleet: Fleet) -> None:
    assert "there is no site 'nonesuch'" in fleet.enqueue("nonesuch", code=Exit.USAGE)
    assert "name sites to crawl, or say --all" in fleet.enqueue(code=Exit.USAGE)
    assert "is no setting; write NAME=value" in fleet.enqueue("yantai_gxq", "-s", "x", code=Exit.USAGE)
    assert "is no text in UTF-8" in fleet.enqueue("yantai_gxq", "-a", os.fsdecode(b"since=\xff"), code=Exit.USAGE)


@pytest.mark.slow
def test_addresses_that_are_too_long_for_an_index_wait_too(fleet: Fleet) -> None:
    noise = Random(1)
    for end in "xy":
        page = f"http://b.example.cn/{''.join(noise.choices('abcdefghijklmnopqrstuvwxyz', k=6000))}{end}"
        fleet.enqueue("zone", "-a", f"url={page}")
    assert len(fleet.jobs()) == 2


@pytest.mark.slow
def test_what_the_server_does_not_do_is_one_line(fleet: Fleet) -> None:
    make_tables(conninfo_of(fleet.url))
    fleet.rows("ALTER TABLE procrastinate_jobs RENAME TO others")
    for words in (["yantai_gxq"], ["--verify"]):
        said = fleet.enqueue(*words, code=Exit.ARCHIVE)
        assert said.startswith("zonenews: the queue cannot be used: ")
        assert said.count("\n") == 1


def test_what_a_server_can_never_answer_is_not_asked_for_ever(fleet: Fleet) -> None:
    async def ask() -> None:
        async with open_queue(fleet.url).open_async() as app:
            await app.connector.execute_query_async(f"SELECT 1{' + 1' * 100_000}")

    with pytest.raises(ConnectorException) as raised:
        asyncio.run(asyncio.wait_for(ask(), 20))
    assert isinstance(raised.value.__cause__, psycopg.errors.StatementTooComplex)
