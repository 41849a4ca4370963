"""`zonenews worker`: what becomes of jobs, whatever happens to those who have them."""

import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fleets import Fleet, all_are
from many_sites import served_sites
from postgresql import Server

from archive import Archive
from zonenews.demo.client import ReplicaClient
from zonenews.fleet.overview import overview
from zonenews.fleet.queue import conninfo_of
from zonenews.fleet.tables import make_tables

pytestmark = pytest.mark.slow
ARTICLES = 12


@pytest.fixture(scope="module")
def served() -> Iterator[list[ReplicaClient]]:
    with served_sites(4, ARTICLES) as replicas:
        yield replicas


@pytest.fixture
def replicas(served: list[ReplicaClient]) -> list[ReplicaClient]:
    for replica in served:
        replica.heal()
        replica.reset_log()
    return served


def runs(fleet: Fleet) -> list[dict[str, Any]]:
    """The runs of the archive, oldest first."""
    with Archive(fleet.url) as archive:
        return archive.runs(limit=100)[::-1]


def ends(fleet: Fleet) -> list[tuple[int, str]]:
    return [(row["code"], row["reason"]) for row in fleet.rows("SELECT code, reason FROM fleet_end ORDER BY job")]


def test_every_site_is_crawled_and_its_job_says_how(fleet: Fleet, replicas: list[ReplicaClient]) -> None:
    sites = fleet.sites(replicas[:2])
    fleet.enqueue("--all")
    worker = fleet.worker()
    fleet.wait(all_are("succeeded"))
    assert fleet.jobs().keys() == set(sites)
    assert {(run["site"], run["exit_code"]) for run in runs(fleet)} == {(site, 0) for site in sites}
    assert {(run["site"], run["job"]) for run in runs(fleet)} == {(s, job["id"]) for s, job in fleet.jobs().items()}
    assert ends(fleet) == [(0, f"{ARTICLES} new articles, 0 changed, 0 unchanged")] * len(sites)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert fleet.rows("SELECT * FROM procrastinate_workers") == []


def test_what_is_not_complete_waits_by_its_code(fleet: Fleet, replicas: list[ReplicaClient]) -> None:
    fleet.sites(replicas[:3])
    replicas[0].down()
    replicas[1].fail("/jkqzx/", status=404, times=99)
    fleet.enqueue("replica_0", "replica_1", RETRY_TIMES="0")
    fleet.worker()
    fleet.wait(lambda jobs: len(ends(fleet)) == 2 and all(job["status"] != "doing" for job in jobs.values()))
    (network, _), (nothing, _) = ends(fleet)
    assert (network, nothing) == (11, 4)
    jobs = fleet.jobs()
    assert (jobs["replica_0"]["status"], jobs["replica_0"]["attempts"], jobs["replica_0"]["priority"]) == (
        "todo", 1, -300,
    )  # fmt: skip
    assert jobs["replica_1"]["status"] == "failed"
    replicas[0].heal()
    fleet.rows("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    fleet.wait(all_are("succeeded", "failed"))
    assert ends(fleet)[0][0] == 0


def test_a_retry_gives_way_to_a_job_of_its_site_that_waits(fleet: Fleet, replicas: list[ReplicaClient]) -> None:
    fleet.sites(replicas[:1])
    replicas[0].down()
    replicas[0].delay(1000)
    fleet.enqueue("replica_0", RETRY_TIMES="0")
    fleet.worker()
    fleet.wait(all_are("doing"))
    fleet.enqueue("replica_0", RETRY_TIMES="1")
    fleet.wait(lambda jobs: [row["status"] for row in _all(fleet)] in (["failed", "doing"], ["failed", "todo"]))
    assert "is not tried again: another of replica_0 waits" in fleet.said()


def _all(fleet: Fleet) -> list[dict[str, Any]]:
    return fleet.rows("SELECT id, status::text FROM procrastinate_jobs ORDER BY id")


def test_sigterm_gives_the_jobs_back_and_another_worker_finishes_them(
    fleet: Fleet, replicas: list[ReplicaClient]
) -> None:
    sites = fleet.sites(replicas[:2])
    fleet.enqueue(*sites, DOWNLOAD_DELAY="0.5")
    worker = fleet.worker()
    fleet.wait(all_are("doing"))
    while not all(len(replica.log()) > 3 for replica in replicas[:2]):
        time.sleep(0.1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    jobs = fleet.jobs()
    assert {(job["status"], job["attempts"], job["priority"]) for job in jobs.values()} == {("todo", 1, 10)}
    assert fleet.rows("SELECT * FROM procrastinate_workers") == []
    fleet.worker(name="two")
    fleet.wait(all_are("succeeded"))
    assert [run["exit_code"] for run in runs(fleet)] == [143, 143, 0, 0]
    with Archive(fleet.url) as archive:
        assert archive.states()["done"] == 2 * ARTICLES


def test_a_second_signal_ends_the_crawls_at_once(fleet: Fleet, replicas: list[ReplicaClient]) -> None:
    fleet.sites(replicas[:1])
    fleet.enqueue("replica_0", DOWNLOAD_DELAY="0.5")
    worker = fleet.worker()
    while len(replicas[0].log()) < 3:
        time.sleep(0.1)
    replicas[0].delay(20_000)
    time.sleep(1)
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert time.monotonic() - began < 10
    assert fleet.jobs()["replica_0"]["status"] == "todo"


def test_a_worker_that_stops_has_its_jobs_until_their_crawls_have_ended(
    fleet: Fleet, replicas: list[ReplicaClient]
) -> None:
    fleet.sites(replicas[:1])
    fleet.enqueue("replica_0", DOWNLOAD_DELAY="0.5")
    worker = fleet.worker()
    while len(replicas[0].log()) < 3:
        time.sleep(0.1)
    fleet.worker(name="two")
    while len(fleet.rows("SELECT id FROM fleet_worker")) < 2:
        time.sleep(0.1)
    replicas[0].delay(8_000)
    time.sleep(4)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    assert "taken back" not in fleet.said()
    events = "SELECT type::text FROM procrastinate_events WHERE type <> 'scheduled' ORDER BY id LIMIT 3"
    assert [row["type"] for row in fleet.rows(events)] == ["deferred", "started", "deferred_for_retry"]


def test_the_jobs_of_a_killed_worker_are_taken_over(fleet: Fleet, replicas: list[ReplicaClient]) -> None:
    sites = fleet.sites(replicas[:2])
    make_tables(conninfo_of(fleet.url))
    other = fleet.worker(name="other", jobs=1)
    while not fleet.rows("SELECT id FROM fleet_worker"):
        time.sleep(0.1)
    other.send_signal(signal.SIGSTOP)  # so that the other worker gets both
    fleet.enqueue(*sites, DOWNLOAD_DELAY="0.3")
    killed = fleet.worker(name="killed")
    fleet.wait(all_are("doing"))
    other.send_signal(signal.SIGCONT)
    while not all(len(replica.log()) > 3 for replica in replicas[:2]):
        time.sleep(0.1)
    killed.kill()
    moment = time.monotonic()
    fleet.wait(lambda jobs: all(job["attempts"] for job in jobs.values()), seconds=20)
    assert time.monotonic() - moment < 3 + 1 + 3  # its silence, a look around, and what a busy machine takes
    fleet.wait(all_are("succeeded"))
    with Archive(fleet.url) as archive:
        assert archive.states()["done"] == 2 * ARTICLES


def test_a_worker_that_was_taken_for_dead_harms_nothing(fleet: Fleet, replicas: list[ReplicaClient]) -> None:
    fleet.sites(replicas[:1])
    fleet.enqueue("replica_0", DOWNLOAD_DELAY="0.2")
    asleep = fleet.worker(name="asleep")
    fleet.wait(all_are("doing"))
    while len(replicas[0].log()) < 3:
        time.sleep(0.1)
    asleep.send_signal(signal.SIGSTOP)  # its crawl goes on
    fleet.worker(name="awake")
    fleet.wait(lambda jobs: jobs["replica_0"]["attempts"] > 0, seconds=20)
    asleep.send_signal(signal.SIGCONT)
    fleet.wait(all_are("succeeded"), seconds=60)
    with Archive(fleet.url) as archive:
        assert archive.states()["done"] == ARTICLES
    time.sleep(2)
    assert len(fleet.rows("SELECT id FROM procrastinate_workers")) == 2
    assert fleet.jobs()["replica_0"]["status"] == "succeeded"


def test_a_worker_outlives_its_server(fleet: Fleet, replicas: list[ReplicaClient], postgresql: Server) -> None:
    sites = fleet.sites(replicas)
    fleet.worker()
    fleet.worker(name="two")
    fleet.enqueue(*sites, DOWNLOAD_DELAY="0.2")
    fleet.wait(lambda jobs: any(job["status"] == "doing" for job in jobs.values()))
    time.sleep(2)
    postgresql.stop()
    time.sleep(4)
    postgresql.start()
    fleet.wait(all_are("succeeded"), seconds=90)
    with Archive(fleet.url) as archive:
        assert archive.states()["done"] == len(sites) * ARTICLES
    assert "taken back" not in fleet.said()
    assert all(worker.poll() is None for worker in fleet.workers)


def test_a_worker_that_is_patient_with_others_is_not_dead_to_them(fleet: Fleet) -> None:
    make_tables(conninfo_of(fleet.url))
    fleet.worker(name="patient", stalled=300)
    fleet.worker(name="hasty", stalled=15)
    while len(fleet.rows("SELECT id FROM fleet_worker")) < 2:
        time.sleep(0.1)
    time.sleep(22)  # so long a silence is seen by then
    assert len(fleet.rows("SELECT id FROM fleet_worker")) == 2


def test_a_job_whose_workers_keep_dying_is_told_of(fleet: Fleet, replicas: list[ReplicaClient]) -> None:
    fleet.sites(replicas[:1])
    fleet.enqueue("replica_0")
    fleet.rows("UPDATE procrastinate_jobs SET status = 'doing', attempts = 20")
    fleet.worker()
    fleet.wait(all_are("failed"))
    (failed,) = overview(fleet.url, 3)["failed"]
    assert (failed["site"], failed["code"], failed["again"]) == ("replica_0", 1, None)
    assert failed["reason"] == "its worker died; after 20 tries it does not come again"


def test_a_site_that_a_browser_draws_waits_for_a_worker_that_has_one(
    fleet: Fleet, replicas: list[ReplicaClient]
) -> None:
    fleet.sites(replicas[:1], drawn=("lists",))
    fleet.enqueue("replica_0")
    fleet.worker(name="blind", ZONENEWS_BROWSER="/nowhere/chromium")
    while not fleet.rows("SELECT id FROM procrastinate_workers"):
        time.sleep(0.1)
    time.sleep(3)
    assert fleet.jobs()["replica_0"]["status"] == "todo"
    fleet.worker(name="two")
    fleet.wait(all_are("succeeded"), seconds=90)
    assert ends(fleet) == [(0, f"{ARTICLES} new articles, 0 changed, 0 unchanged")]


def test_a_job_that_a_worker_never_heard_of_goes_back(fleet: Fleet, replicas: list[ReplicaClient]) -> None:
    fleet.sites(replicas[:1])
    make_tables(conninfo_of(fleet.url))
    fleet.worker()
    while not (workers := fleet.rows("SELECT id FROM procrastinate_workers")):
        time.sleep(0.1)
    fleet.enqueue("replica_0")
    fleet.wait(all_are("succeeded"))
    fleet.rows("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", workers[0]["id"])
    fleet.wait(all_are("succeeded"))
    assert "never heard of it" in fleet.said()
