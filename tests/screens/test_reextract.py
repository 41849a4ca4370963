"""`zonenews reextract`: new readings from kept bytes, by today's extractor, without a network."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest

from archive import Archive, Writer
from archive.records import Fetch
from archive.sqlite import library
from zonenews.demo import zone_site
from zonenews.demo.answer import Call
from zonenews.extraction import extract_article
from zonenews.records import reading_of

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
COUNT = 40


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles as an older extractor read them: it knew no source, and took a part of the title."""
    file = tmp_path_factory.mktemp("reextract") / "zonenews.db"
    writer, replica = Writer(str(file)), zone_site(date(2026, 11, 20))
    writer.add_site("example", ["127.0.0.1"], AT)
    run = writer.start_run("example", "example", AT, "0.1")
    for path in list(replica.articles)[:COUNT]:
        url, body = f"http://127.0.0.1{path}", replica.answer(Call(path)).body
        today = reading_of(extract_article(body, url), AT)
        reading = replace(today, extractor="0", source=None, title=(today.title or "")[:5])
        fetch = Fetch(url, AT, "ok", url, status=200, body=body)
        writer.record_article(run, "example", fetch, reading, due=None, reread=lambda pages: None)
    writer.close()
    return file


def zonenews(archive: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs the command on the archive."""
    command = [sys.executable, "-m", "zonenews", *words, "--archive", str(archive)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)


def readings(archive: Path) -> list[tuple[str, int]]:
    """How many readings there are by each extractor."""
    connection = library().connect(str(archive))
    found = connection.execute("SELECT extractor, count(*) FROM reading GROUP BY 1 ORDER BY 1").fetchall()
    connection.close()
    return [(str(extractor), int(count)) for extractor, count in found]


def copy_of(archive: Path, folder: Path) -> Path:
    """A copy to change."""
    file = folder / "zonenews.db"
    file.write_bytes(archive.read_bytes())
    return file


def test_a_dry_run_says_what_would_change_and_writes_nothing(old: Path, tmp_path: Path) -> None:
    archive = copy_of(old, tmp_path)
    done = zonenews(archive, "reextract", "--dry-run", "--json", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    report = orjson.loads(done.stdout)
    assert (report["revisions"], report["changed"], report["fields"]["title"]) == (COUNT, COUNT, COUNT)
    assert set(report["fields"]) == {"title", "source"}
    assert len(report["examples"]["title"]) == 3
    assert archive.read_bytes() == old.read_bytes()


def test_new_readings_take_the_place_of_old_ones_and_nothing_is_read_twice(old: Path, tmp_path: Path) -> None:
    archive = copy_of(old, tmp_path)
    assert "40 revisions read, 40 differ" in zonenews(archive, "reextract", "--jobs", "2").stdout
    assert readings(archive) == [("0", COUNT), ("1", COUNT)]
    with Archive(str(archive)) as opened:
        rows = list(opened.articles())
        assert all(len(row["title"]) > 5 for row in rows)
        assert {row["revision"] for row in rows} == {1}, "a better reading is no edit"
        assert list(opened.problems()) == [], "search knows the new readings"
    assert "0 revisions read" in zonenews(archive, "reextract", "--jobs", "1").stdout


@pytest.mark.slow
def test_a_damaged_capture_is_named_and_the_rest_is_read(old: Path, tmp_path: Path) -> None:
    archive = copy_of(old, tmp_path)
    connection = library().connect(str(archive))
    with connection:
        connection.execute("UPDATE capture SET data = x'00' WHERE digest = (SELECT capture FROM revision WHERE id = 3)")
    connection.close()
    report = orjson.loads(zonenews(archive, "reextract", "--json", "--jobs", "1").stdout)
    assert (report["revisions"], report["fields"]["damaged capture"]) == (COUNT, 1)
    assert readings(archive) == [("0", COUNT), ("1", COUNT - 1)]


@pytest.mark.slow
def test_only_a_site_or_what_was_there_lately(old: Path, tmp_path: Path) -> None:
    archive = copy_of(old, tmp_path)
    for words in (("--site", "other"), ("--since", "2026-11-21")):
        assert "0 revisions read" in zonenews(archive, "reextract", "--jobs", "1", *words).stdout
    assert "40 revisions" in zonenews(archive, "reextract", "--since", "2026-11-20", "--jobs", "1", "--dry-run").stdout
