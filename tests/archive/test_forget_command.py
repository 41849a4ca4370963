"""`zonenews forget` says what it erased, and what may still hold something of it."""

import sys
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest
from samples import Crawl, fetch, opened, row, url_of
from test_dictionaries import PAGES, archive_pages

from archive import Writer


@pytest.fixture
def archive_file(tmp_path: Path) -> Path:
    """Twenty articles of one template, kept under the first of them."""
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    crawl.listed(row(1))
    archive_pages(crawl, PAGES[:20])
    crawl.writer.close()
    return tmp_path / "zonenews.db"


def forget(archive: Path) -> CompletedProcess[str]:
    """The command, without its question."""
    command = [sys.executable, "-m", "zonenews", "forget", url_of(1), "--reason", "个人信息", "--yes"]
    return run([*command, "--archive", str(archive)], capture_output=True, text=True, check=False)


def test_all_is_told(archive_file: Path) -> None:
    done = forget(archive_file)
    assert (done.returncode, done.stderr.splitlines()) == (0, [
        "erased: 1 addresses, 1 revisions, 1 readings, 1 captures, 1 fetches, 1 dictionaries",
        "17 captures of other pages were read by these dictionaries, and were packed anew",
        "not erased: 1 list pages of the time, and what was learned of them, which may name it",
        "not erased: backups and exports",
    ])  # fmt: skip


def test_where_the_address_leads_is_said_before(archive_file: Path) -> None:
    crawl = Crawl(str(archive_file))
    crawl.article(fetch(url_of(99), final_url=url_of(1), redirects=(url_of(99),), body=PAGES[0]))
    crawl.writer.close()
    command = [sys.executable, "-m", "zonenews", "forget", url_of(99), "--reason", "个人信息"]
    asked = run([*command, "--archive", str(archive_file)], input="n\n", capture_output=True, text=True, check=False)
    assert asked.returncode != 0
    assert f"Erase {url_of(99)}, which leads to {url_of(1)}, with all its revisions" in asked.stdout + asked.stderr
    with opened(str(archive_file)) as archive:
        assert len(list(archive.articles())) == 20


@pytest.mark.slow
def test_while_another_writes_the_file_is_swept_later(archive_file: Path) -> None:
    other = Writer(str(archive_file))
    with other._connection.begin():
        other._connection.exec_driver_sql("SELECT 1")
        busy = forget(archive_file)
    assert (busy.returncode, "another process is writing" in busy.stderr) != (0, False)
    reader = other._engine.connect()
    reader.exec_driver_sql("ROLLBACK")
    reader.exec_driver_sql("BEGIN")
    reader.exec_driver_sql("SELECT * FROM article").fetchone()
    assert "not erased: pieces in unused parts of the database" in forget(archive_file).stderr
    reader.close()
    other.close()
    again = forget(archive_file).stderr.splitlines()
    assert again[0].startswith("erased: 0 addresses")
    assert again[1:] == ["not erased: backups and exports"]
