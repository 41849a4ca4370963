"""Analysts who read for long, or all the time, while a crawl writes: the log beside the file stays bounded (F50)."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from invariants import assert_whole
from samples import Crawl, fetch, opened, page, reading, url_of

HERE = Path(__file__).parent
MB = 1 << 20
KEPT = 64 * MB


def write(crawl: Crawl, first: int, megabytes: int) -> int:
    """Archives pages of 250 KB that nothing compresses; gives how large the log became."""
    log, largest = Path(f"{crawl.url}-wal"), 0
    for number in range(first, first + megabytes * 4):
        crawl.article(fetch(url_of(number), body=page((f"第{number}篇",), os.urandom(188_000).hex())), reading())
        largest = max(largest, log.stat().st_size)
    return largest


@pytest.mark.slow
def test_a_snapshot_held_for_long_is_named_and_the_log_shrinks_afterwards(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    crawl.writer.wait_at_most(0.05)
    with opened(crawl.url) as archive, archive._connect() as analyst:
        analyst.exec_driver_sql("SELECT count(*) FROM article").all()
        with caplog.at_level(logging.WARNING):
            assert write(crawl, 1, 75) > KEPT
    assert [record.message.split(":")[-2].endswith("MB") for record in caplog.records] == [True] * len(caplog.records)
    assert 1 <= len(caplog.records) <= 3, "said once in a while, not for every page"
    write(crawl, 1_000, 20)
    assert Path(f"{crawl.url}-wal").stat().st_size <= KEPT
    crawl.writer.close()
    assert_whole(crawl.url)


@pytest.mark.slow
def test_analysts_who_never_pause_do_not_let_the_log_grow(tmp_path: Path) -> None:
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    command = [sys.executable, str(HERE / "keep_reading.py"), crawl.url, "25"]
    env = {"PYTHONPATH": str(HERE.parents[1])}
    analysts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) for _ in range(4)]
    largest = write(crawl, 1, 120)
    assert [int(analyst.communicate(timeout=90)[0]) > 3 for analyst in analysts] == [True] * 4
    assert largest <= KEPT + 16 * MB
    crawl.writer.close()
    assert_whole(crawl.url)
