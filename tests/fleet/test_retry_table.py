"""Which exit codes come again, how often and when; docs/fleet.md shows the same table."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from procrastinate import RetryDecision
from procrastinate.jobs import Job

from zonenews.exits import Exit
from zonenews.fleet.queue import BY_SCHEDULE
from zonenews.fleet.retries import ByExitCode, Stopped, Unfinished

PAGE = Path(__file__).parents[2] / "docs" / "fleet.md"
TABLE = {
    Exit.BUG: [60, 600, 3600],
    Exit.USAGE: [],
    Exit.PARTIAL: [900],
    Exit.NOTHING: [],
    Exit.CHALLENGED: [],
    Exit.ROBOTS: [],
    Exit.ALREADY_RUNNING: [15, 60, 300, 900, 3600],
    Exit.DISK_FULL: [600, 1800, 3600, 7200],
    Exit.ARCHIVE: [10, 60, 300, 900, 3600],
    Exit.CONFIGURATION: [],
    Exit.NETWORK: [300, 1800, 7200],
    Exit.INTERRUPTED: [60],
    Exit.TERMINATED: [60],
}


@pytest.mark.parametrize("code", [code for code in Exit if code is not Exit.COMPLETE])
def test_each_code_is_tried_again_so_often_and_ever_later(code: Exit) -> None:
    waits = []
    while decision := _decided(Unfinished(code, "said why"), attempts=len(waits)):
        waits.append(_wait(decision))
        assert decision.priority == -waits[-1] < BY_SCHEDULE
    assert waits == TABLE[code]


def test_a_bug_of_ours_is_one_of_the_crawls() -> None:
    decision = _decided(ZeroDivisionError(), attempts=0)
    assert decision
    assert _wait(decision) == TABLE[Exit.BUG][0]


def test_a_worker_that_stops_gives_its_jobs_back_as_they_were_however_often() -> None:
    decision = _decided(Stopped(), attempts=17)
    assert decision
    assert (_wait(decision), decision.priority) == (0, None)


def test_what_somebody_cancelled_stays_cancelled() -> None:
    assert _decided(KeyboardInterrupt(), attempts=0) is None


def test_the_document_shows_the_table() -> None:
    table = PAGE.read_text("utf-8").split("\n## What comes again\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d+(?:, \d+)*) \|[^|]*\| ([^|]*) \|", table, re.M)
    shown = {int(code): _seconds(waits) for codes, waits in rows for code in codes.split(", ")}
    assert shown == {int(code): waits for code, waits in TABLE.items()}


def _seconds(waits: str) -> list[int]:
    units = {"s": 1, "min": 60, "h": 3600}
    return [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (s|min|h)\b", waits)]


def _decided(error: BaseException, attempts: int) -> RetryDecision | None:
    job = Job(id=1, queue="q", task_name="t", lock=None, queueing_lock=None, attempts=attempts)
    return ByExitCode().get_retry_decision(exception=error, job=job)


def _wait(decision: RetryDecision) -> int:
    assert decision.retry_at
    return round((decision.retry_at - datetime.now(UTC)).total_seconds())
