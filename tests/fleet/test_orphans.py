"""A crawl whose `zonenews crawl` or `zonenews worker` is killed ends in good order, and asks for nothing more."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawling import FAST, ROOT, Crawl
from fleets import Fleet
from many_sites import served_sites
from processes import children_of

from archive import Archive
from zonenews.demo.client import ReplicaClient

pytestmark = pytest.mark.slow
SLOW = FAST | {"DOWNLOAD_DELAY": "0.3"}
SECONDS = 10  # of them a crawl has one to see that it is alone, and the rest is for a busy machine


@pytest.fixture(scope="module")
def replica() -> Iterator[ReplicaClient]:
    with served_sites(1, 200) as replicas:
        yield replicas[0]


def _killed(parent: "subprocess.Popen[bytes]", replica: ReplicaClient) -> None:
    """Kills the parent in the middle of its crawl; the crawl ends soon, and nothing is asked for afterwards."""
    while len(replica.log()) < 5:
        time.sleep(0.1)
    (crawl,) = children_of(parent.pid, "scrapy")
    parent.kill()
    parent.wait()
    crawl.wait(timeout=SECONDS)
    replica.reset_log()
    time.sleep(1)
    assert replica.log() == []


def test_of_zonenews_crawl(tmp_path: Path, replica: ReplicaClient) -> None:
    replica.reset_log()
    crawl = Crawl(tmp_path / "zonenews.db")
    settings = [word for name, value in SLOW.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "zonenews", "crawl", "zone", "-a", f"url={replica.url}/jkqzx/", *settings]
    _killed(subprocess.Popen(command, cwd=ROOT, env=crawl.env, stdout=subprocess.DEVNULL), replica)
    run = crawl.last_run()
    assert (run["state"], run["exit_code"]) == ("interrupted", 143)


def test_of_zonenews_worker(fleet: Fleet, replica: ReplicaClient) -> None:
    replica.reset_log()
    fleet.settings |= SLOW
    fleet.enqueue("zone", "-a", f"url={replica.url}/jkqzx/")
    _killed(fleet.worker(), replica)
    with Archive(fleet.url) as archive:
        (run,) = archive.runs()
    assert (run["state"], run["exit_code"]) == ("interrupted", 143)
    assert fleet.workers[0].returncode == -signal.SIGKILL
