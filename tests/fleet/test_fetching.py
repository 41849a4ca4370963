"""A worker asks for its next job while others do things to it, and to the jobs."""

import asyncio

import psycopg
import pytest
from fleets import Fleet
from procrastinate import App

from zonenews.fleet.queue import conninfo_of, open_queue

pytestmark = pytest.mark.slow
_ADD = """
INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, priority)
VALUES ('crawls', 'crawls', 'example.cn', %s, %s)
"""


def test_a_worker_that_was_removed_gets_its_job_all_the_same(fleet: Fleet) -> None:
    app = open_queue(fleet.url)
    fleet.rows(_ADD, "one", 0)

    async def fetch() -> int | None:
        async with app.open_async():
            worker = await app.job_manager.register_worker()
            fleet.rows("DELETE FROM procrastinate_workers")
            job = await app.job_manager.fetch_job(["crawls"], worker)
            return job and job.id

    assert asyncio.run(fetch()) == fleet.jobs()["one"]["id"]
    assert fleet.jobs()["one"]["status"] == "doing"


def test_of_two_jobs_under_one_lock_that_are_fetched_at_one_moment_one_waits(fleet: Fleet) -> None:
    """The other came, with a higher priority, when the first was being given away."""
    app = open_queue(fleet.url)
    fleet.rows(_ADD, "one", 0)
    with psycopg.connect(conninfo_of(fleet.url)) as other:
        other.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        fleet.rows(_ADD, "two", 10)
        assert asyncio.run(_fetch_beside(app, other)) is None
    assert {site: job["status"] for site, job in fleet.jobs().items()} == {"one": "doing", "two": "todo"}


async def _fetch_beside(app: App, other: psycopg.Connection) -> object:
    """What is fetched; the transaction of somebody else commits while the server has it wait."""
    async with app.open_async():
        worker = await app.job_manager.register_worker()
        fetching = asyncio.create_task(app.job_manager.fetch_job(["crawls"], worker))
        await asyncio.sleep(1)
        assert not fetching.done()
        other.commit()
        return await fetching
