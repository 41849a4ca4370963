"""Two crawls write, four analysts read, and a backup runs, all at once: nobody is turned away, and nothing is lost."""

import json
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from invariants import assert_whole
from samples import Crawl, fetch, reading, row

from archive import Archive, Busy, Writer
from archive.backup import back_up
from archive.database import sqlite_path

HERE = Path(__file__).parent
SECONDS = 20
LOG_BOUND = 80 << 20  # bytes: what SQLite is told to keep, and what one transaction may add


def start(script: str, *words: str) -> subprocess.Popen[str]:
    """Starts one of the scripts beside this file."""
    command = [sys.executable, str(HERE / script), *words]
    path = ":".join(map(str, (HERE, HERE.parent / "archive", HERE.parents[1])))
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": path})


@pytest.mark.slow
def test_crawls_analysts_and_a_backup_at_once(url: str, tmp_path: Path) -> None:
    Writer(url).close()
    writers = [start("keep_writing.py", url, f"zone{number}", str(SECONDS)) for number in range(2)]
    readers = [start("keep_reading.py", url, str(SECONDS)) for _ in range(4)]
    largest = [0]
    watch = threading.Thread(target=_watch_the_log, args=(url, largest))
    watch.start()
    time.sleep(SECONDS / 3)
    if sqlite_path(url):
        assert back_up(url, tmp_path / "copy.db") == []
    said = [writer.communicate(timeout=90)[0] for writer in writers]
    asked = [int(reader.communicate(timeout=90)[0]) for reader in readers]
    watch.join()
    assert [process.returncode for process in (*writers, *readers)] == [0] * 6
    acknowledged = [json.loads(line) for each in said for line in each.splitlines()]
    assert min(asked) > 5
    assert len(acknowledged) > 100
    assert largest[0] <= LOG_BOUND
    assert_whole(url, acknowledged=acknowledged, truth=acknowledged)
    if sqlite_path(url):
        assert set(assert_whole(str(tmp_path / "copy.db"))) <= set(acknowledged)


def test_crawls_that_meet_the_same_addresses_at_the_same_moment(url: str) -> None:
    crawls = [Crawl(url, f"zone{number}") for number in range(4)]
    failed: list[BaseException] = []

    def crawl(number: int) -> None:
        dice = random.Random(number)
        try:
            crawls[number].writer.wait_at_most(10)
            for start in range(0, 1_000, 50):
                rows = [row(each) for each in range(start, start + 50)]
                crawls[number].listed(*dice.sample(rows, 50))
                for each in dice.sample(rows, 3):
                    crawls[number].article(fetch(each.url, start), reading(), reread=lambda pages: None)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=crawl, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in crawls:
        each.writer.close()
    assert failed == []
    with Archive(url) as archive:
        assert archive.states().keys() <= {"pending", "done"}
        assert sum(archive.states().values()) == 1_000
    assert_whole(url)


def test_who_waits_too_long_is_told_and_may_call_again(url: str) -> None:
    crawl, other = Crawl(url), Writer(url)
    crawl.writer.wait_at_most(0.3)
    with other._transaction():
        started = time.monotonic()
        with pytest.raises(Busy, match="another process is writing"):
            crawl.article()
        assert 0.25 < time.monotonic() - started < 5
    assert crawl.article() == "new"
    crawl.writer.close()
    other.close()
    assert_whole(url)


def _watch_the_log(url: str, largest: list[int]) -> None:
    path, until = sqlite_path(url), time.monotonic() + SECONDS
    log = path and path.with_name(f"{path.name}-wal")
    while log and time.monotonic() < until:
        largest[0] = max(largest[0], log.stat().st_size if log.exists() else 0)
        time.sleep(0.05)
