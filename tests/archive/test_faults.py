"""A locked archive and a full disk: nothing is written by halves, nothing is lost, and the next call works."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from samples import HOST, PARAGRAPHS, SITE, START, Crawl, at, fetch, never, opened, page, reading, row, rows, url_of
from sqlalchemy.exc import IntegrityError

from archive import Archive, Busy, DiskFull, Unusable, Writer
from archive.files.records import WantedFile
from archive.sqlite import library


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "zonenews.db"


def test_a_locked_archive_is_busy_and_the_next_call_works(file: Path) -> None:
    crawl = Crawl(str(file))
    crawl.listed(row(1))
    other = library().connect(str(file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    crawl.writer.wait_at_most(0.3)
    calls: list[Callable[[], object]] = [
        crawl.article, lambda: crawl.listed(row(2)), lambda: crawl.miss(url_of(1), "missing"),
        lambda: crawl.writer.beat(crawl.run, at(9)), lambda: crawl.writer.start_run("example_jkq", "x", START, "0.1"),
    ]  # fmt: skip
    for call in calls:
        started = time.monotonic()
        with pytest.raises(Busy, match="another process is writing"):
            call()
        assert 0.25 < time.monotonic() - started < 2
    other.execute("ROLLBACK")
    assert [crawl.frontier(), crawl.rows("SELECT count(*) FROM \"fetch\"")] == [
        {"t1.html": ("pending", None, "2026-11-23T08:00:00.000Z")}, [(1,)],
    ]  # fmt: skip
    assert crawl.article() == "new"
    other.close()
    crawl.writer.close()


def test_opening_a_locked_archive_waits_and_then_is_busy(file: Path) -> None:
    Writer(str(file)).close()
    other = library().connect(str(file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        Writer(str(file), wait=0.2)
    with opened(str(file)) as archive:
        assert archive.sites() == [], "readers do not mind"
    other.execute("ROLLBACK")
    other.close()
    Writer(str(file), wait=0.2).close()


def test_closing_a_locked_archive_says_nothing(file: Path) -> None:
    crawl = Crawl(str(file))
    crawl.article()
    other = library().connect(str(file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    crawl.writer.wait_at_most(0.1)
    crawl.writer.close()
    crawl.writer.close()
    other.execute("ROLLBACK")
    other.close()
    assert rows(str(file), "SELECT count(*) FROM v_article") == [(1,)]


def test_an_errors_text_holds_nothing_of_the_article(crawl: Crawl) -> None:
    with pytest.raises(IntegrityError, match="INSERT INTO reading") as failed:
        crawl.article(said=reading(title="项目推进会", published_precision="hour"))
    assert not any(words in str(failed.value) for words in (*PARAGRAPHS, "项目推进会", "王小明"))
    assert crawl.article() == "new"


def _fill(crawl: Crawl) -> int:
    """Archives articles until the disk is full; how many were acknowledged."""
    for number in range(10_000):
        try:
            _add(crawl, number)
        except DiskFull:
            return number
    raise AssertionError("the disk never filled up")


def _add(crawl: Crawl, number: int) -> None:
    paragraphs = (f"第{number}篇。", *(f"{number * 7919 % 10_007}项{line}" for line in range(400)))
    crawl.article(fetch(url_of(number), body=page(paragraphs)), reading(paragraphs))


def _sound(crawl: Crawl, articles: int) -> None:
    assert crawl.rows("SELECT count(*) FROM v_article") == [(articles,)]
    assert crawl.rows("SELECT count(*) FROM article") == [(articles,)]
    assert crawl.rows("PRAGMA integrity_check") == [("ok",)]
    assert crawl.rows("PRAGMA foreign_key_check") == []


def test_an_archive_that_may_not_grow_is_a_full_disk(file: Path) -> None:
    crawl = Crawl(str(file))
    pages = crawl.rows("PRAGMA page_count")[0][0]
    crawl.writer._driver().execute(f"PRAGMA max_page_count = {pages + 60}")
    written = _fill(crawl)
    assert written > 3
    with pytest.raises(DiskFull, match="make room"):
        _add(crawl, written)
    _sound(crawl, written)
    crawl.writer._driver().execute("PRAGMA max_page_count = 1000000")
    _add(crawl, written)
    _sound(crawl, written + 1)
    crawl.writer.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 5 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("mounting a small file system is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_loses_nothing_and_writing_goes_on_when_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\x00" * (1 << 20))
    crawl = Crawl(str(small_disk / "zonenews.db"))
    written = _fill(crawl)
    with pytest.raises(DiskFull):
        _add(crawl, written)
    _sound(crawl, written)
    ballast.unlink()
    _add(crawl, written)
    _sound(crawl, written + 1)
    crawl.writer.close()


def test_an_export_on_a_full_disk_leaves_the_old_file(small_disk: Path) -> None:
    crawl = Crawl(str(small_disk / "zonenews.db"))
    for number in range(20):
        _add(crawl, number)
    crawl.writer.close()
    out = small_disk / "out.jsonl"
    out.write_bytes(b"old\n")
    _leave_no_room(small_disk)
    with pytest.raises(Unusable, match="the disk is full or failing"):
        Archive(str(small_disk / "zonenews.db"))
    (small_disk / "ballast").unlink()
    with opened(str(small_disk / "zonenews.db")) as archive:
        assert len(archive.sites()) == 1
        _leave_no_room(small_disk)
        with pytest.raises(DiskFull, match="nothing was written"):
            archive.export(out)
    assert out.read_bytes() == b"old\n"
    assert [path for path in small_disk.iterdir() if "part" in path.name] == []


def _leave_no_room(folder: Path) -> None:
    with (folder / "ballast").open("wb", buffering=0) as file:
        try:
            while file.write(b"\x00" * 4096):
                pass
        except OSError:
            return


def test_a_full_disk_keeps_no_half_of_a_file(small_disk: Path) -> None:
    crawl = Crawl(str(small_disk / "zonenews.db"))
    shown = WantedFile(f"{HOST}/a.zip", "attachment", "附件")
    crawl.writer.record_article(crawl.run, SITE, fetch(), reading(), due=None, reread=never, files=(shown,))
    with pytest.raises(DiskFull, match="make room"):
        crawl.writer.files.prepare(fetch(shown.url, body=bytes(6 << 20)))
    assert [path for path in small_disk.rglob("*.part") if path.is_file()] == []
    of = fetch(shown.url, body=bytes(1 << 20))
    part = crawl.writer.files.prepare(of)
    crawl.writer.files.record(crawl.run, SITE, of, part)
    part.close()
    crawl.writer.close()
    with opened(crawl.url) as archive:
        assert list(archive.problems()) == []
        assert archive.files(url_of(1))[0]["size"] == 1 << 20
