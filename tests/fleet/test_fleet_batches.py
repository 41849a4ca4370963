"""Works on a whole archive, shared out to workers that may die: each row once, and what came of it is told."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from crawling import ROOT
from fleets import Fleet
from warcio.archiveiterator import ArchiveIterator

from archive import Archive, Writer
from archive.records import Fetch
from zonenews.demo import zone_site
from zonenews.demo.answer import Call
from zonenews.exits import Exit
from zonenews.extraction import EXTRACTOR, extract_article
from zonenews.fleet.overview import of_archive
from zonenews.fleet.queue import conninfo_of
from zonenews.records import reading_of

pytestmark = pytest.mark.slow
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
COUNT = 40


@pytest.fixture
def old(fleet: Fleet) -> Fleet:
    """Articles as an older extractor read them: it knew no source."""
    writer, replica = Writer(fleet.url), zone_site(date(2026, 11, 20))
    writer.add_site("example", ["127.0.0.1"], AT)
    run = writer.start_run("example", "example", AT, "0.1")
    for path in list(replica.articles)[:COUNT]:
        url, body = f"http://127.0.0.1{path}", replica.answer(Call(path)).body
        reading = replace(reading_of(extract_article(body, url), AT), extractor="0", source=None)
        fetch = Fetch(url, AT, "ok", url, status=200, body=body)
        writer.record_article(run, "example", fetch, reading, due=None, reread=lambda pages: None)
    writer.close()
    return fleet


def told(fleet: Fleet, kind: str) -> dict[str, Any]:
    """What `zonenews fleet` tells of a work."""
    return next(work for work in of_archive(fleet.url)["works"] if work["kind"] == kind)


def damage(fleet: Fleet, statement: str) -> None:
    """Changes the archive behind its back."""
    with psycopg.connect(conninfo_of(fleet.url), autocommit=True) as db:
        db.execute(statement.encode())


def test_pages_are_read_again_once_each_though_a_worker_is_killed(old: Fleet) -> None:
    assert "reextract: 4 batches enqueued" in old.enqueue("--reextract", "--batch", "10")
    assert "goes on, 4 batches are not done; 0 were enqueued again" in old.enqueue("--reextract")
    first = old.worker(name="one", jobs=1)
    old.wait(lambda jobs: any(job["status"] == "succeeded" for job in jobs.values()))
    old.wait(lambda jobs: any(job["status"] == "doing" for job in jobs.values()))
    first.send_signal(signal.SIGKILL)
    old.worker(name="two", jobs=2)
    said = old.enqueue("--reextract", "--wait")
    differ = "SELECT count(*) AS n FROM public.reading n JOIN public.reading o USING (revision)"
    changed = old.rows(f"{differ} WHERE n.extractor = '{EXTRACTOR}' AND o.extractor = '0' AND n.source IS NOT NULL")
    assert f"reextract: 4 of 4 batches, {COUNT} revisions, {changed[0]['n']} changed" in said
    assert told(old, "reextract")["numbers"] == {"revisions": COUNT, "changed": changed[0]["n"]}
    assert old.rows("SELECT extractor, count(*) AS n FROM public.reading GROUP BY 1 ORDER BY 1") == [
        {"extractor": "0", "n": COUNT}, {"extractor": EXTRACTOR, "n": COUNT},
    ]  # fmt: skip
    assert "there is nothing to do" in old.enqueue("--reextract", "--wait")


def test_every_problem_is_told_and_makes_the_exit_code(old: Fleet) -> None:
    old.worker(jobs=2)
    assert "0 problems" in old.enqueue("--verify", "--batch", "30", "--wait")
    damage(
        old, "UPDATE public.capture SET data = 'x' WHERE digest IN (SELECT capture FROM public.revision WHERE id = 3)"
    )
    damage(old, "UPDATE public.search SET text = 'x' WHERE article = 38")
    said = old.enqueue("--verify", "--batch", "30", "--wait", code=9)
    with Archive(old.url) as archive:
        at_once = {(problem.kind, problem.where) for problem in archive.problems()}
    work = told(old, "verify")
    assert {(problem["kind"], problem["where"]) for problem in work["problems"]} == at_once
    assert len(at_once) >= 2
    assert f"{len(at_once)} problems were found" in said
    assert (work["batches"], work["done"]) == (1 + 2 + 2, 5)


def test_pages_are_written_as_files_by_their_numbers(old: Fleet, tmp_path: Path) -> None:
    assert "is no folder" in old.enqueue("--warc", str(tmp_path / "none"), code=2)
    folder = tmp_path / "warc"
    folder.mkdir()
    old.worker(jobs=2)
    old.enqueue("--warc", str(folder), "--batch", "16", "--wait")
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [
        "fetches-000000000001-000000000016.warc.gz",
        "fetches-000000000017-000000000032.warc.gz",
        "fetches-000000000033-000000000040.warc.gz",
    ]
    found = []
    for file in files:
        with file.open("rb") as stream:
            found += [
                record.rec_headers["WARC-Target-URI"]
                for record in ArchiveIterator(stream)
                if record.rec_type == "response"
            ]
    assert len(found) == len(set(found)) == COUNT
    assert told(old, "warc")["numbers"] == {"responses": COUNT, "revisits": 0}


def test_a_batch_that_cannot_be_done_says_why(old: Fleet, tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    folder.mkdir()
    old.enqueue("--warc", str(folder))
    folder.rmdir()
    old.worker(jobs=1)
    old.wait(lambda jobs: any(job["attempts"] for job in jobs.values()))
    work = told(old, "warc")
    assert (work["failed"], work["done"]) == (1, 0)
    assert "No such file or directory" in work["errors"][0]
    folder.mkdir()
    assert "1 batches enqueued" in old.enqueue("--warc", str(folder), "--wait")
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("told", [True, False], ids=["told to end", "nobody waits for it"])
def test_a_file_that_is_broken_off_is_taken_away(old: Fleet, tmp_path: Path, told: bool) -> None:
    folder = tmp_path / "warc"
    folder.mkdir()
    old.enqueue("--warc", str(folder))
    (batch,) = old.rows("SELECT id FROM public.batch")
    command = [sys.executable, "-m", "zonenews.fleet.batch", str(batch["id"])]
    with (
        psycopg.connect(conninfo_of(old.url)) as other,
        subprocess.Popen(command, cwd=ROOT, env=old.env(), stdin=subprocess.PIPE) as process,
    ):
        other.execute("LOCK TABLE public.capture")
        while not list(folder.iterdir()):
            time.sleep(0.1)
        assert process.stdin
        process.send_signal(signal.SIGTERM) if told else process.stdin.close()
        assert process.wait(timeout=20) == Exit.TERMINATED
    assert list(folder.iterdir()) == []


def test_a_work_that_goes_on_goes_where_it_was_begun(old: Fleet, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    old.enqueue("--warc", str(one), "--batch", "16")
    assert f"pages are still being written to {one}; " in old.enqueue("--warc", str(other), code=2)
    assert "goes on, 3 batches are not done" in old.enqueue("--warc", str(one))


def test_what_makes_no_sense_is_refused(fleet: Fleet, tmp_path: Path) -> None:
    assert "go neither together nor with sites" in fleet.enqueue("--verify", "--reextract", code=2)
    assert "go neither together nor with sites" in fleet.enqueue("some_site", "--verify", code=2)
    assert "--wait waits for --reextract, --verify or --warc" in fleet.enqueue("some_site", "--wait", code=2)
    archive = ["--archive", str(tmp_path / "a.db")]
    assert "a fleet needs an archive on PostgreSQL" in fleet.enqueue("--verify", *archive, code=10)
