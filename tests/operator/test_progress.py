"""How a crawl tells how far it has come: lines for programs, lines in the log."""

import os
import subprocess
import threading

import pytest
from crawling import ROOT, Crawl

from zonenews.demo.client import ReplicaClient
from zonenews.progress.figures import Progress, SectionProgress, line_of, parse_line
from zonenews.progress.lines import duration, sentence

SOME = Progress(
    run=7, site="suzhou_sip", state="running", seconds=12.5, sections=3, walked=1, pages=40, bytes=123_456,
    new=30, failed=1, due=120, rate=0.5, walks=(SectionProgress("要闻", 2, 40, 30, "last_page"),),
)  # fmt: skip


def followed(crawl: Crawl, url: str, **settings: str) -> tuple[list[Progress], int]:
    """What a crawl wrote to a pipe of its own, and its exit code."""
    reading, writing = os.pipe()
    command = crawl.command("zone", url, PROGRESS_JSON=str(writing), **settings)
    process = subprocess.Popen(command, cwd=ROOT, env=crawl.env, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading, "rb") as lines:
        found = [progress for line in lines if (progress := parse_line(line))]
    return found, process.wait(timeout=60)


def test_a_line_says_all_but_the_walks_and_is_short_enough_for_a_pipe() -> None:
    line = line_of(SOME)
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert b'"seconds_left":240' in line
    found = parse_line(line)
    assert found is not None
    assert (found.run, found.site, found.new, found.due, found.walks) == (7, "suzhou_sip", 30, 120, ())
    ended = line_of(Progress(run=7, site="a", state="failed", seconds=1, sections=0, walked=0, pages=0, bytes=0,
                             reason="园区" * 5000))  # fmt: skip
    assert len(ended) < 4096


@pytest.mark.parametrize("line", [b"", b"2026-11-23 [scrapy] INFO: x", b"{}", b"[1]", b'{"progress": 99}', b'"x"'])
def test_other_lines_are_none(line: bytes) -> None:
    assert parse_line(line) is None


def test_a_crawl_can_be_followed_through_a_pipe(crawl: Crawl, replica: ReplicaClient) -> None:
    told, code = followed(crawl, f"{replica.url}/jkqzx/", DOWNLOAD_DELAY="0.02", CONCURRENT_REQUESTS_PER_DOMAIN="1")
    assert code == 0
    *before, last = told
    assert before
    assert {progress.state for progress in before} == {"running"}
    assert [progress.pages for progress in told] == sorted(progress.pages for progress in told)
    assert any(progress.due for progress in before)
    run = crawl.last_run()
    assert (last.run, last.state, last.exit_code, last.reason) == (run["id"], "complete", 0, run["reason"])
    assert (last.sections, last.walked, last.new) == (1, 1, len(crawl.rows()))


@pytest.mark.slow
def test_nobody_reads_and_the_crawl_goes_on(crawl: Crawl, replica: ReplicaClient) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    while True:  # as full as a pipe gets
        try:
            os.write(writing, b"x" * 4096)
        except BlockingIOError:
            break
    os.set_blocking(writing, True)
    command = crawl.command("zone", f"{replica.url}/jkqzx/", PROGRESS_JSON=str(writing), pages="1")
    process = subprocess.Popen(command, cwd=ROOT, env=crawl.env, pass_fds=[writing], stderr=subprocess.DEVNULL)
    killer = threading.Timer(60, process.kill)
    killer.start()
    assert process.wait() == 0
    killer.cancel()
    os.close(reading)
    os.close(writing)


@pytest.mark.slow
def test_the_log_says_now_and_then_how_far_the_crawl_is(crawl: Crawl, replica: ReplicaClient) -> None:
    ended = crawl(url=f"{replica.url}/jkqzx/", DOWNLOAD_DELAY="0.1", LOG_LEVEL="INFO", PROGRESS_SECONDS="0.2")
    lines = [line for line in ended.said.splitlines() if "section walked" in line]
    assert len(lines) >= 2
    assert " of 1 section walked, " in lines[0]
    assert " due: " in "".join(lines)


def test_a_sentence() -> None:
    assert sentence(SOME) == (
        "1 of 3 sections walked, 40 pages, 30 new, 1 failed, 30 pages a minute, 120 due: at least 4 min left"
    )


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 s"), (720, "12 min"), (11_100, "3 h 05 min")])
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.slow
@pytest.mark.parametrize(("ends", "code"), [("True", 143), ("False", 0)])
def test_a_crawl_ends_with_who_follows_it_where_that_is_wanted(
    crawl: Crawl, replica: ReplicaClient, ends: str, code: int
) -> None:
    reading, writing = os.pipe()
    command = crawl.command(
        "zone",
        f"{replica.url}/jkqzx/",
        PROGRESS_JSON=str(writing),
        PROGRESS_ENDS=ends,
        DOWNLOAD_DELAY="0.1",
        pages="2",
    )
    process = subprocess.Popen(command, cwd=ROOT, env=crawl.env, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading, "rb") as lines:
        assert parse_line(lines.readline())
    assert process.wait(timeout=60) == code
    assert crawl.last_run()["exit_code"] == code
