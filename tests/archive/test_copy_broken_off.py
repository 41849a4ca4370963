"""A copy that is stopped at any moment goes on where it was; what else is in the way ends it with a word why."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from copies import NOW, copied, nothing, proven, unequal
from everything import change, fill, tables
from postgresql import Server
from samples import SITE, Crawl, at, fetch, page, reading, url_of
from sqlalchemy.exc import DBAPIError

from archive import Archive, ArchiveError, Unusable, Writer
from archive.copying import reading as batching
from archive.copying.copying import Copying
from archive.copying.reading import batches
from archive.copying.tables import COPIED
from archive.database import open_engine
from archive.errors import Lost, Overtaken

ROOT = Path(__file__).parents[2]
UNFINISHED = "is the unfinished copy of another archive; go on with `zonenews copy`"


class Stopped(Exception):
    """Somebody ended the command."""


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small archive has many batches."""
    monkeypatch.setattr(batching, "_ROWS", 4)


def stop() -> None:
    """Ends a copy."""
    raise Stopped


def after(count: int, then: Callable[[], object] = stop) -> Callable[[int], None]:
    """Does something, once, when a copy has written so many batches."""
    told = iter(range(1, 1 << 30))

    def tell(rows: int) -> None:
        if next(told) == count + 1:
            then()

    return tell


@pytest.mark.usefixtures("few_rows")
def test_a_copy_that_is_stopped_again_and_again_is_equal(source: str, archive_url: str, tmp_path: Path) -> None:
    for _ in range(5):
        with pytest.raises(Stopped):
            copied(source, archive_url, tmp_path, after(9))
        with pytest.raises(Unusable, match=UNFINISHED):
            Archive(archive_url)
    proof = copied(source, archive_url, tmp_path)
    assert proof.is_equal
    assert tables(archive_url) == tables(source)


@pytest.mark.slow
@pytest.mark.usefixtures("few_rows")
def test_nobody_opens_half_a_copy_and_no_other_archive_goes_on_with_it(
    source: str, archive_url: str, tmp_path: Path
) -> None:
    with pytest.raises(Stopped):
        copied(source, archive_url, tmp_path, after(20))
    for opening in (Archive, Writer):
        with pytest.raises(Unusable, match=UNFINISHED):
            opening(archive_url)
    with pytest.raises(Unusable, match=UNFINISHED):
        copied(archive_url, str(tmp_path / "c.db"), tmp_path)
    (tmp_path / "other").mkdir()
    fill(other := str(tmp_path / "other" / "o.db"), tmp_path / "other", articles=6)
    change(other, "UPDATE run SET started = '2025-01-01T00:00:00.000Z' WHERE id = 1")
    with pytest.raises(ArchiveError, match=r"holds the beginning of a copy of .*a\.db; name that"):
        copied(other, archive_url, tmp_path)
    assert copied(other, archive_url, tmp_path, anew=True).is_equal
    assert tables(archive_url) == tables(other)


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize("moment", [0, pytest.param(120, marks=pytest.mark.slow)])
def test_a_source_that_is_written_to_ends_the_copy(own: str, archive_url: str, tmp_path: Path, moment: int) -> None:
    def write() -> None:
        crawl = Crawl(own)
        crawl.next_run(900)
        crawl.writer.close()

    with pytest.raises(ArchiveError, match=r"was written to .* `zonenews copy --anew`"):
        copied(own, archive_url, tmp_path, after(moment, write))
    with pytest.raises(ArchiveError, match="was written to since its copy was begun"):
        copied(own, archive_url, tmp_path)
    assert copied(own, archive_url, tmp_path, anew=True).is_equal


@pytest.mark.slow
@pytest.mark.usefixtures("few_rows")
def test_a_server_that_is_written_to_ends_the_copy(source: str, postgresql: Server, tmp_path: Path) -> None:
    back = str(tmp_path / "back.db")
    with postgresql.database() as url:
        assert copied(source, url, tmp_path).is_equal
        crawl = Crawl(url)
        with pytest.raises(ArchiveError, match=r"was written to .* `zonenews copy --anew`"):
            copied(url, back, tmp_path, after(50, lambda: crawl.writer.beat(crawl.run, at(950))))
        crawl.writer.close()
        with pytest.raises(ArchiveError, match="was written to since its copy was begun"):
            copied(url, back, tmp_path)
        assert copied(url, back, tmp_path, anew=True).is_equal


@pytest.mark.slow
@pytest.mark.usefixtures("few_rows")
def test_a_copy_as_of_one_moment_minds_nobody_who_writes(own: str, archive_url: str, tmp_path: Path) -> None:
    back = str(tmp_path / "back.db")
    with pytest.raises(Stopped):
        copied(own, archive_url, tmp_path, after(30))
    for source, target in ((own, archive_url), (archive_url, back)):
        crawl, before = Crawl(source), tables(source)
        write = partial(crawl.article, fetch(url_of(900), 900, body=page(("新的一篇。",))), reading(("新的一篇。",)))
        assert copied(source, target, tmp_path, after(25, write), one_moment=True).is_equal
        assert tables(target) == before
        assert unequal(proven(source, target, tmp_path))
        crawl.writer.close()


@pytest.mark.slow
@pytest.mark.usefixtures("few_rows")
def test_an_edit_that_leaves_no_trace_is_found_by_the_proof(own: str, archive_url: str, tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        copied(own, archive_url, tmp_path, after(60))
    change(own, "UPDATE site SET name = '改名'")
    proof = copied(own, archive_url, tmp_path)
    assert unequal(proof) == ["site"]
    with pytest.raises(Unusable, match=UNFINISHED):
        Archive(archive_url)


def test_a_crawl_that_is_going_on_is_waited_for_by_its_user(archive_url: str, tmp_path: Path) -> None:
    crawl = Crawl(str(tmp_path / "a.db"))
    crawl.writer.beat(crawl.run, NOW)
    with pytest.raises(ArchiveError, match=f"run 1 of {SITE} is going on"):
        copied(crawl.url, archive_url, tmp_path)
    crawl.writer.close()
    assert Copying(crawl.url, archive_url).copy(at(99999), nothing).is_equal, "it died without a word"


@pytest.mark.slow
@pytest.mark.usefixtures("few_rows")
def test_of_two_copies_into_one_archive_one_ends(source: str, archive_url: str, tmp_path: Path) -> None:
    proofs: list[Any] = []
    with pytest.raises(Overtaken, match="another `zonenews copy`"):
        copied(source, archive_url, tmp_path, after(15, lambda: proofs.append(copied(source, archive_url, tmp_path))))
    assert [proof.is_equal for proof in proofs] == [True]


def test_rows_that_cannot_be_are_told_and_stay_out(own: str, archive_url: str, tmp_path: Path) -> None:
    change(own, "PRAGMA foreign_keys = OFF")
    engine = open_engine(own, write=True)
    with engine.connect() as db:
        driver: Any = db.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("UPDATE link SET section = 77 WHERE url_id = (SELECT max(url_id) FROM link)")
    engine.dispose()
    for _ in range(2):
        with pytest.raises(ArchiveError, match="a row of link refers to one that is not there"):
            copied(own, archive_url, tmp_path)
        with pytest.raises(Unusable, match=UNFINISHED):
            Archive(archive_url)


@pytest.mark.slow
def test_a_text_that_a_server_cannot_hold_is_told(own: str, postgresql: Server, tmp_path: Path) -> None:
    change(own, "UPDATE section SET name = '新' || char(0) || '闻'")
    with postgresql.database() as url, pytest.raises(ArchiveError, match=r"cannot hold a row of section.*NUL"):
        copied(own, url, tmp_path)


def test_large_rows_come_a_few_at_a_time(tmp_path: Path) -> None:
    crawl = Crawl(str(tmp_path / "a.db"))
    noise = random.Random(1)
    for number in range(7):
        crawl.article(fetch(url_of(number), body=noise.randbytes(1_500_000)), reading((f"第{number}篇。",)))
    crawl.writer.close()
    engine = open_engine(crawl.url)
    captures = next(table for table in COPIED if table.name == "capture")
    with engine.connect() as db:
        read = list(batches(db, captures))
    engine.dispose()
    assert [len(rows) for rows in read] == [3, 3, 1]
    assert len({row.digest for rows in read for row in rows}) == 7


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Exception ignored in.*ServerCursor")  # of a connection that is no more
@pytest.mark.usefixtures("few_rows")
def test_a_server_that_goes_away_ends_the_copy_and_it_goes_on(source: str, postgresql: Server, tmp_path: Path) -> None:
    back = str(tmp_path / "back.db")
    with postgresql.database() as url:
        for moment in (0, 30, 200):
            with pytest.raises(Lost):
                copied(source, url, tmp_path, after(moment, lambda: postgresql.break_off(url)))
        assert copied(source, url, tmp_path).is_equal
        with pytest.raises(Lost):
            copied(url, back, tmp_path, after(40, lambda: postgresql.break_off(url)))
        assert copied(url, back, tmp_path).is_equal


@pytest.mark.slow
def test_a_copy_killed_at_any_moment_goes_on(archive_url: str, tmp_path: Path) -> None:
    crawl, moments, kills = Crawl(str(tmp_path / "a.db")), random.Random(5), 0
    for number in range(400):
        said = (f"第{number}篇。", f"{moments.randrange(10**9)}号项目开工建设。" * 20)
        crawl.article(fetch(url_of(number), number / 60, body=page(said, moments.random())), reading(said))
    crawl.next_run(60)
    crawl.writer.end_run(crawl.run, at(61), state="complete", exit_code=0, reason="", stats={})
    crawl.writer.close()
    command = [sys.executable, "-m", "zonenews", "copy", crawl.url, archive_url, "--no-files"]
    while kills < 3:
        process, before = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL), _place(archive_url)
        while _place(archive_url) == before and process.poll() is None:
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.05))
        process.kill()
        if process.wait() == 0:
            break
        kills += 1
        with pytest.raises(Unusable, match=UNFINISHED):
            Archive(archive_url)
    assert kills > 1
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert tables(archive_url) == tables(crawl.url)
    with Archive(archive_url) as archive:
        assert list(archive.problems()) == []


def _place(url: str) -> list[Any]:
    """How far a copy has come."""
    try:
        engine = open_engine(url, partial=True)
    except Unusable:
        return []
    try:
        with engine.connect() as db:
            return list(db.exec_driver_sql("SELECT step, said FROM copying ORDER BY step").all())
    except DBAPIError:
        return []
    finally:
        engine.dispose()
