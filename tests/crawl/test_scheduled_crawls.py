"""A line of the crontab as the shell runs it: complete, refused while another runs, and taken over where one hangs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from crawling import FAST, ROOT, Crawl
from many_sites import served_sites

from archive import Archive
from zonenews.demo.client import ReplicaClient
from zonenews.schedule.cron import command
from zonenews.schedule.plan import Plan

SITE = "chengdu_gxq"


def line(replica: ReplicaClient, seconds: float, **settings: str) -> str:
    """The site's line; one crawl may take so many seconds, and two more to stop."""
    given = FAST | {"SITE_URLS": f'{{"{SITE}": "{replica.url}/jkqzx/"}}'} | settings
    pairs = tuple(f"{name}={value}" for name, value in given.items())
    plan = Plan(sites={SITE: None}, every=12, python=sys.executable, folder=ROOT, settings=pairs)
    return command(plan, SITE).replace("timeout -k 60 25200", f"timeout -k 2 {seconds}").replace(r"\%", "%")


def run(text: str, crawl: Crawl) -> "subprocess.Popen[str]":
    """Starts a line as cron does."""
    return subprocess.Popen(["sh", "-c", text], env=crawl.env, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_f52_a_line_that_meets_a_running_crawl_leaves_it_alone(crawl: Crawl) -> None:
    with served_sites(1, articles=20) as (replica,):
        first = run(line(replica, 100, DOWNLOAD_DELAY="0.3"), crawl)
        _await_requests(replica, 4)
        second = run(line(replica, 100), crawl)
        assert (second.communicate(timeout=60)[0], second.returncode) == ("", 0)
        assert (first.communicate(timeout=60)[0], first.returncode) == ("", 0)
        asked = [row["path"] for row in replica.log()]
    assert len(asked) == len(set(asked))
    with Archive(str(crawl.archive)) as archive:
        assert [found["state"] for found in archive.runs()] == ["complete"]


@pytest.mark.slow
def test_f63_a_crawl_that_hangs_is_ended_by_force_and_the_next_one_takes_over(crawl: Crawl) -> None:
    """SIGSTOP again and again, so that not even the SIGCONT that comes with the order to stop wakes it."""
    with served_sites(1, articles=30) as (replica,):
        hanging = run(line(replica, 15, DOWNLOAD_DELAY="0.7", HEARTBEAT_SECONDS="0.5"), crawl)
        _await_requests(replica, 4)
        time.sleep(0.35)  # until between two requests: a crawl that hangs in a transaction holds the archive up, too
        with _stopped(_crawl_below(hanging.pid)):
            stopped = time.monotonic()
            early = run(line(replica, 100), crawl)
            assert (early.communicate(timeout=60)[0], early.returncode) == ("", 0)
            hanging.communicate(timeout=30)
            assert time.monotonic() - stopped < 15 + 2 + 5
        assert hanging.returncode == 1
        late = run(line(replica, 100), crawl)
        assert (late.communicate(timeout=60)[0], late.returncode) == ("", 0)
        truth = {row["url"] for row in replica.truth() if row["kind"] == "article"}
    with Archive(str(crawl.archive)) as archive:
        complete, crashed = archive.runs()
        assert {article["url"] for article in archive.articles()} == truth
    assert (crashed["state"], complete["state"]) == ("crashed", "complete")
    assert crashed["ended"] < complete["started"]  # the last beat of its heart


def _await_requests(replica: ReplicaClient, count: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while len(replica.log()) < count:
        assert time.monotonic() < until, f"not {count} requests in {seconds} s"
        time.sleep(0.1)


def _crawl_below(shell: int) -> int:
    """The crawl's process: what `timeout` started below the shell."""
    found = shell
    while "scrapy" not in (said := Path(f"/proc/{found}/cmdline").read_text()) or not said.startswith(sys.executable):
        found = int(Path(f"/proc/{found}/task/{found}/children").read_text().split()[0])
    return found


@contextmanager
def _stopped(process: int) -> Iterator[None]:
    """Keeps a process from doing anything, until it is killed."""
    over = Event()

    def stop() -> None:
        while not over.wait(0.001):
            try:
                os.kill(process, signal.SIGSTOP)
            except ProcessLookupError:
                return

    thread = Thread(target=stop, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
