"""Logs and exports that cannot be written, exports and crawls that break off: the archive is whole (F47, F59, F60)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from crawling import ROOT, Crawl, served
from invariants import assert_whole
from samples import Crawl as Run
from samples import fetch, opened, page, reading, url_of

FULL = Path("/dev/full")


@pytest.mark.slow
def test_a_log_that_cannot_be_written_costs_the_archive_nothing(crawl: Crawl) -> None:
    with served("--articles", "60") as replica:
        url = f"{replica.url}/jkqzx/"
        with FULL.open("wb") as full:
            command = crawl.command("zone", url, LOG_LEVEL="DEBUG")
            ended = subprocess.run(command, cwd=ROOT, env=crawl.env, stderr=full, stdout=full, timeout=100, check=False)
        truth = [
            line["url"] for line in replica.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]
        ]
    assert (ended.returncode, crawl.last_run()["exit_code"]) == (0, 0)
    assert_whole(str(crawl.archive), truth=truth)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """An archive of some hundred articles."""
    run = Run(str(tmp_path / "zonenews.db"))
    for number in range(300):
        said = tuple(f"第{number}个项目开工建设，{'园区做好各项服务保障工作' * 9}。" for _ in range(9))
        run.article(fetch(url_of(number), body=page(said, os.urandom(9_000).hex())), reading(said))
    run.writer.close()
    return tmp_path / "zonenews.db"


def export(archive: Path, *words: str) -> list[str]:
    """The command line of an export."""
    return [sys.executable, "-m", "zonenews", "export", "--archive", str(archive), *words]


def test_an_export_to_a_full_device_ends_with_its_code(filled: Path) -> None:
    with FULL.open("wb") as full:
        piped = subprocess.run(export(filled), cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    named = subprocess.run(export(filled, "-o", str(FULL)), cwd=ROOT, capture_output=True, check=False)
    assert (piped.returncode, named.returncode) == (8, 8)
    assert b"Traceback" not in piped.stderr + named.stderr
    assert_whole(str(filled))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "words"), [("jsonl", ()), ("warc.gz", ("--format", "warc"))])
def test_an_export_that_is_killed_leaves_the_old_file_and_the_next_one_is_whole(
    filled: Path, kind: str, words: tuple[str, ...]
) -> None:
    folder = filled.parent / "out"
    folder.mkdir()
    out = folder / f"all.{kind}"
    out.write_bytes(b"old")
    process = subprocess.Popen(export(filled, "-o", str(out), *words), cwd=ROOT)
    while process.poll() is None and not any(path.stat().st_size for path in folder.glob(".*.part")):
        time.sleep(0.001)
    process.kill()
    assert process.wait() == -9, "it was writing"
    assert out.read_bytes() == b"old"
    subprocess.run(export(filled, "-o", str(out), *words), cwd=ROOT, check=True)
    with opened(str(filled)) as archive:
        if kind == "jsonl":
            assert out.read_bytes().splitlines() == [line.rstrip() for line in archive.lines()]
    if kind != "jsonl":
        assert _records(out) == 600
    assert_whole(str(filled))


def _records(file: Path) -> int:
    """How many requests and responses warcio reads, to the end of the file."""
    from warcio.archiveiterator import ArchiveIterator

    with file.open("rb") as stream:
        return sum(
            record.rec_type in {"request", "response"} for record in ArchiveIterator(stream, check_digests="raise")
        )
