"""The story of real runs: what was counted is what was archived, and a run that was killed leaves what it had done."""

import subprocess
import sys
import time

import pytest
from crawling import ROOT, Crawl, sections

from archive import Archive
from zonenews.demo.client import ReplicaClient
from zonenews.progress.figures import parse_line


@pytest.mark.slow
def test_what_is_counted_is_what_was_archived(crawl: Crawl, replica: ReplicaClient) -> None:
    failing = next(line["url"] for line in replica.truth() if line["kind"] == "article")
    replica.fail(failing.removeprefix(replica.url), times=9)
    crawl(url=sections(replica), RETRY_TIMES="0")
    first = crawl.last_run()
    replica.heal()
    edited = replica.edit()
    crawl.expire(edited)
    crawl.expire(failing)
    crawl(url=sections(replica))
    second = crawl.last_run()["counts"]
    assert (second["new"], second["changed"], second["failed"]) == (1, 1, 0)
    assert first["counts"]["new"] == first["counts"]["read"] == len(crawl.rows()) - 1
    assert first["counts"]["failed"] == 1
    assert sum(first["outcomes"].values()) == first["fetches"]
    assert first["outcomes"]["network"] == 1
    assert [miss["status"] for miss in first["misses"] if miss["url"] == failing] == [500]
    assert {section["stop_reason"] for section in first["sections"]} == {"last_page"}
    assert 0 < first["seconds"] < 100
    assert first["wire_bytes"] > 100_000


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_how_far_it_came(crawl: Crawl, replica: ReplicaClient) -> None:
    url = sections(replica)
    command = crawl.command("zone", url, DOWNLOAD_DELAY="0.05", HEARTBEAT_SECONDS="0.2", PROGRESS_JSON="2")
    process = subprocess.Popen(command, cwd=ROOT, env=crawl.env, stderr=subprocess.PIPE)
    assert process.stderr
    while (progress := parse_line(process.stderr.readline())) is None or progress.new < 5:
        assert process.poll() is None
    time.sleep(0.5)  # its heart beats in between
    process.kill()
    process.communicate()
    story = crawl.last_run()
    assert (story["state"], story["ended"], story["exit_code"]) == ("running", None, None)
    assert 5 <= story["counts"]["new"] <= len(crawl.rows())
    assert len(story["sections"]) == 2
    assert sum(section["pages"] for section in story["sections"]) > 0
    command = [sys.executable, "-m", "zonenews", "runs", "show", str(story["id"])]
    shown = subprocess.run(command, cwd=ROOT, env=crawl.env, capture_output=True, text=True, check=True).stdout
    assert "last heard of at" in shown
    assert crawl(url=url).code == 0
    with Archive(str(crawl.archive)) as archive:
        killed = archive.run(story["id"])
    assert (killed["state"], killed["counts"]) == ("crashed", story["counts"])
