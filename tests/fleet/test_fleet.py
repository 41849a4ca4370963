"""Three workers crawl sixty sites; one is killed in the middle, and the server is restarted once."""

import itertools
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from fleets import Fleet, all_are
from many_sites import served_sites
from postgresql import Server

from zonenews.demo.client import ReplicaClient

SITES, ARTICLES = 60, 5
STALLED = 5.0
_WAIT = 4.0  # what a busy machine adds to a look around
_RUNS = """
SELECT site, started, coalesce(ended, heartbeat) AS ended, state, exit_code, stats::jsonb -> 'zonenews/new' AS new
FROM public.run ORDER BY id
"""
_EVENTS = "SELECT job_id AS job, type::text, at FROM procrastinate_events ORDER BY id"
_HELD = """
SELECT j.id FROM procrastinate_jobs j JOIN fleet_worker w ON w.id = j.worker_id
WHERE w.name = %s AND j.status = 'doing'
"""


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_sixty_sites_three_workers_one_kill_one_restart(fleet: Fleet, postgresql: Server) -> None:
    with served_sites(SITES, ARTICLES) as replicas:
        sites = dict(zip(fleet.sites(replicas), replicas, strict=True))
        assert fleet.enqueue("--all").endswith(f"{SITES} sites enqueued, 0 waited already\n")
        for name in ("one", "two", "three"):
            fleet.worker(name=name, stalled=STALLED)
        held, killed = _kill_one(fleet)
        fleet.wait(lambda jobs: all(jobs[site]["attempts"] for site in jobs if jobs[site]["id"] in held))
        fleet.wait(lambda jobs: _done(jobs) >= SITES / 2, seconds=120)
        postgresql.stop()
        time.sleep(2)
        postgresql.start()
        fleet.wait(all_are("succeeded"), seconds=200)
        with ThreadPoolExecutor(8) as threads:
            logs = dict(zip(sites, threads.map(ReplicaClient.log, replicas), strict=True))
            truths = [line for lines in threads.map(ReplicaClient.truth, replicas) for line in lines]
    runs = fleet.rows(_RUNS)
    _assert_every_article_once(fleet, truths, runs)
    _assert_every_job_once(fleet)
    _assert_taken_over_in_time(fleet, held, killed)
    for site, log in logs.items():
        _assert_asked_by_one_at_a_time(log, [run for run in runs if run["site"] == site])


def _done(jobs: dict[str, dict[str, Any]]) -> int:
    return sum(job["status"] == "succeeded" for job in jobs.values())


def _kill_one(fleet: Fleet) -> tuple[set[int], datetime]:
    """Kills the second worker while it crawls; gives the jobs that it had, and when."""
    fleet.wait(lambda jobs: _done(jobs) >= SITES / 6, seconds=120)
    while not fleet.rows(_HELD, "two"):
        time.sleep(0.05)
    fleet.workers[1].kill()
    killed = datetime.now(UTC)
    fleet.workers[1].wait()
    held = {row["id"] for row in fleet.rows(_HELD, "two")}  # not what it ended in the last moment
    assert held
    return held, killed


def _assert_every_article_once(fleet: Fleet, truths: list[dict[str, Any]], runs: list[dict[str, Any]]) -> None:
    truth = sorted(line["url"] for line in truths if line["kind"] == "article")
    assert len(truth) == SITES * ARTICLES
    assert sorted(row["url"] for row in fleet.rows("SELECT url FROM public.v_article")) == truth
    assert fleet.rows("SELECT count(*) AS count FROM public.revision") == [{"count": len(truth)}]
    assert sum(run["new"] or 0 for run in runs if run["state"] == "complete") <= len(truth), "none was new twice"


def _assert_every_job_once(fleet: Fleet) -> None:
    """As many jobs as sites, and each has succeeded once, whoever had it before."""
    assert len(fleet.jobs()) == SITES
    events = fleet.rows(_EVENTS)
    assert Counter(event["job"] for event in events if event["type"] == "succeeded") == {
        job["id"]: 1 for job in fleet.jobs().values()
    }


def _assert_taken_over_in_time(fleet: Fleet, held: set[int], killed: datetime) -> None:
    events = [event for event in fleet.rows(_EVENTS) if event["at"] > killed]
    for job in held:
        back = next(event for event in events if event["job"] == job and event["type"] == "deferred_for_retry")
        assert (back["at"] - killed).total_seconds() < STALLED * 4 / 3 + _WAIT


def _assert_asked_by_one_at_a_time(log: list[dict[str, Any]], runs: list[dict[str, Any]]) -> None:
    """By the server's own log: a worker's name is in its user agent, and no two take turns within a run.

    By the run rows: no run of a site begins before the one before it has ended.
    """
    asked = sorted(log, key=lambda line: line["at"])
    turns = [agent for agent, _ in itertools.groupby(line["agent"] for line in asked)]
    assert all("@example.cn" in agent for agent in turns)
    assert len(turns) <= len(runs), turns
    assert all(before["ended"] <= after["started"] for before, after in itertools.pairwise(runs)), runs
