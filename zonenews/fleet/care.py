"""Every worker looks after the others: who is not heard of any more has its jobs taken back."""

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import psycopg
from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker
from psycopg.rows import dict_row

from zonenews.exits import Exit
from zonenews.fleet.metrics import FleetMetrics
from zonenews.fleet.patience import PatientConnector
from zonenews.fleet.tables import NOTE_END

logger = logging.getLogger(__name__)
_LOCK = 0x5A4E7363  # one worker at a time takes jobs back
_MOST_ATTEMPTS = 20  # a job whose workers keep dying is what kills them
_OLD_JOBS = 30 * 24  # hours that the queue remembers how a job ended
_HOURLY = 3600.0
_OFTEN_ENOUGH = 10.0  # seconds: others may be less patient than this worker
_FIRST = 1.0  # seconds from a worker's start to its first round
_KNOWN = """
INSERT INTO fleet_worker (id, name, host, pid, jobs)
SELECT id, %(name)s, %(host)s, %(pid)s, %(jobs)s FROM procrastinate_workers WHERE id = %(worker)s
ON CONFLICT DO NOTHING
"""
# Procrastinate's own beat ends when the worker is to stop, and its crawls may go on for half a minute, or, where a
# part of it broke, for hours. One that has given its number back is not made anew.
_BEAT = "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %(worker)s"
_OWN = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = %(worker)s"
_STALLED = """
SELECT j.id, j.queueing_lock, j.attempts, w.id AS worker
FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - %s * interval '1 second')
FOR UPDATE OF j SKIP LOCKED
"""
_BACK = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"
_FAILED = "SELECT procrastinate_finish_job_v1(%s, 'failed', false)"
_PRUNE = "SELECT procrastinate_prune_stalled_workers_v1(%s)"


@dataclass
class Care:
    """One worker's rounds; a worker that is silent for `stalled` seconds is taken for dead."""

    app: App
    worker: Worker
    name: str
    stalled: float
    metrics: FleetMetrics | None = None
    _running: set[int] = field(default_factory=set)
    _unknown: set[int] = field(default_factory=set)
    _tidied: float = field(default_factory=monotonic)

    @property
    def every(self) -> float:
        """Seconds between two rounds, and between two heartbeats."""
        return beats(self.stalled)

    async def watch(self, run: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
        """Knows of each job that runs, as Procrastinate's middleware."""
        assert context.job.id is not None
        self._running.add(context.job.id)
        try:
            return await run()
        finally:
            self._running.discard(context.job.id)

    async def go_round(self) -> None:
        """Goes round for ever; the first time soon, so that others see who this is."""
        wait = min(_FIRST, self.every)
        while True:
            await asyncio.sleep(wait)
            wait = self.every
            try:
                await self._round()
            except (ConnectorException, psycopg.Error) as error:
                logger.warning("no round was made: %s", error.__cause__ or error)
            except Exception:  # who goes round no more would take nobody's jobs back, and nobody would see it
                logger.exception("no round was made")

    async def _round(self) -> None:
        await self.app.connector.execute_query_async(_BEAT, worker=self.worker.worker_id)
        await self._say_who()
        await self._give_back_unknown()
        assert isinstance(self.app.connector, PatientConnector)
        # After the server was away everybody is silent: each worker has to have had the time to speak first.
        if monotonic() - self.app.connector.well_since > self.stalled:
            await self._take_back()
        if self.metrics:
            await self.metrics.write()
        if monotonic() - self._tidied > _HOURLY:
            self._tidied = monotonic()
            await self.app.job_manager.delete_old_jobs(
                _OLD_JOBS, include_failed=True, include_cancelled=True, include_aborted=True
            )

    async def _say_who(self) -> None:
        values = {"name": self.name, "host": socket.gethostname(), "pid": os.getpid(), "jobs": self.worker.concurrency}
        await self.app.connector.execute_query_async(_KNOWN, worker=self.worker.worker_id, **values)

    async def _give_back_unknown(self) -> None:
        """Gives back what this worker was given and never heard of: the answer was lost with the connection."""
        rows = await self.app.connector.execute_query_all_async(_OWN, worker=self.worker.worker_id)
        unknown = {row["id"] for row in rows} - self._running
        lost = unknown & self._unknown  # twice: the first time it may just be on its way
        self._unknown = unknown - lost
        for number in sorted(lost):
            logger.warning("job %s was given to this worker, which never heard of it; it goes back", number)
            await self.app.connector.execute_query_async(_BACK.replace("%s", "%(job)s"), job=number)

    async def _take_back(self) -> None:
        """Takes back the jobs of workers that are silent, and forgets those workers; all of it or nothing."""
        assert isinstance(self.app.connector, PatientConnector)
        async with self.app.connector.pool.connection() as db, db.cursor(row_factory=dict_row) as rows:
            await rows.execute("SELECT pg_try_advisory_xact_lock(%s) AS got", [_LOCK])
            if not all(row["got"] for row in await rows.fetchall()):
                return
            await rows.execute(_STALLED, [self.stalled])
            for job in await rows.fetchall():
                await self._take_one_back(db, job)
            await rows.execute(_PRUNE, [self.stalled])

    async def _take_one_back(self, db: psycopg.AsyncConnection, job: dict[str, Any]) -> None:
        logger.warning("job %s (%s) is taken back: its worker is silent", job["id"], job["queueing_lock"])
        if job["attempts"] < _MOST_ATTEMPTS:
            await _give_back(db, job)
            return
        reason = f"its worker died; after {job['attempts']} tries it does not come again"
        logger.error("job %s: %s", job["id"], reason)
        await db.execute(_FAILED, [job["id"]])
        await db.execute(NOTE_END, {"job": job["id"], "worker": self.name, "code": Exit.BUG, "reason": reason})


def beats(stalled: float) -> float:
    """How many seconds apart a worker says that it lives, which takes others for dead after so many."""
    return min(stalled / 3, _OFTEN_ENOUGH)


async def _give_back(db: psycopg.AsyncConnection, job: dict[str, Any]) -> None:
    try:
        async with db.transaction():
            await db.execute(_BACK, [job["id"]])
    except psycopg.errors.UniqueViolation:  # another of its site waits
        await db.execute(_FAILED, [job["id"]])
