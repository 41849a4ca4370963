"""A process that is killed at any write of an article, or whose disk fails at any of its flushes (F43, F48)."""

import subprocess
from pathlib import Path

import pytest
from crawling import ROOT, Crawl, served
from invariants import assert_whole
from samples import SITE, fetch, never, opened, reading, url_of
from samples import Crawl as Run
from tracing import run_traced, traced

from archive import Writer

MOST = 400
FLUSHES = "fsync,fdatasync"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of one article."""
    run = Run(str(tmp_path / "whole.db"))
    run.article()
    run.writer.close()
    return tmp_path


def copies(folder: Path) -> list[Path]:
    """The copies that were written to, in the order of the call that was interfered with."""
    return sorted((file for file in folder.glob("*.db") if file.stem.isdigit()), key=lambda file: int(file.stem))


def archived_again(copy: Path) -> str:
    """What the next run says of the same article."""
    writer = Writer(str(copy))
    change = writer.record_article(1, SITE, fetch(url_of(2), 90), reading(), due=None, reread=never)
    writer.close()
    return change


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("calls", "at_least"), [("pwrite64", 30), (FLUSHES, 2)])
def test_a_kill_at_every_call_of_an_article(folder: Path, calls: str, at_least: int) -> None:
    done = run_traced(calls, f"signal=SIGKILL:when={MOST}", "write_once_each.py", str(folder), str(MOST))
    assert (done.returncode, done.stderr) == (0, "")
    acknowledged = set(done.stdout.split())
    assert at_least < len(copies(folder)) < MOST, "the last one was left alone"
    assert copies(folder)[-1].stem in acknowledged
    for copy in copies(folder):
        kept = assert_whole(str(copy), acknowledged=[url_of(1)] + [url_of(2)] * (copy.stem in acknowledged))
        assert archived_again(copy) == ("unchanged" if len(kept) == 2 else "new")
        assert_whole(str(copy), truth=[url_of(1), url_of(2)])


@pytest.mark.slow
def test_a_flush_that_fails_is_told_and_the_article_is_not_acknowledged(folder: Path) -> None:
    done = run_traced(FLUSHES, f"error=EIO:when={MOST}", "write_once_each.py", str(folder), str(MOST))
    acknowledged, told = set(done.stdout.split()), done.stderr.splitlines()
    assert done.returncode == 0
    assert told
    assert all(line.startswith("Unusable: ") and line.endswith("the disk is full or failing") for line in told)
    for copy in copies(folder):
        assert_whole(str(copy), acknowledged=[url_of(1)] + [url_of(2)] * (copy.stem in acknowledged))
        archived_again(copy)
        assert_whole(str(copy), truth=[url_of(1), url_of(2)])


@pytest.mark.slow
def test_a_disk_that_begins_to_fail_stops_the_crawl_and_the_next_one_ends_it(crawl: Crawl) -> None:
    with served("--articles", "60") as replica:
        url = f"{replica.url}/jkqzx/"
        command = traced(FLUSHES, "error=EIO:when=30+", *crawl.command("zone", url, READER_PROCESS="False"))
        failed = subprocess.run(command, cwd=ROOT, env=crawl.env, capture_output=True, text=True, timeout=100)
        assert failed.returncode == 9, failed.stderr
        assert failed.stderr.splitlines()[-1].endswith("the disk is full or failing")
        assert len(failed.stderr.splitlines()) < 60, "one cause is not told for every page"
        with opened(str(crawl.archive)) as archive:
            kept = [row["url"] for row in archive.articles()]
        assert crawl("zone", url).code == 0
        truth = [
            line["url"] for line in replica.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]
        ]
    assert_whole(str(crawl.archive), acknowledged=kept, truth=truth)
