"""Procrastinate's way to its database, for a server that is away at times and workers that are taken for dead."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from time import monotonic
from typing import Any, ParamSpec, TypeVar

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg_pool import PoolClosed

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 5.0
_TOO_LARGE = "54"  # the class of SQLSTATE for limits of the server
_CONNECT = 5  # seconds to wait for a connection before it counts as a failure
# A job is this worker's as long as nobody took it back. One that was taken back and not begun again needs no second
# crawl once the first has ended.
_FINISH = """
WITH mine AS MATERIALIZED (SELECT id FROM procrastinate_jobs WHERE id = %(job)s AND (
    status = 'doing' AND worker_id = %(worker)s AND attempts = %(attempts)s
    OR status = 'todo' AND attempts > %(attempts)s) FOR UPDATE)
SELECT procrastinate_finish_job_v1(id, %(status)s, %(delete)s) FROM mine
"""
_RETRY = """
WITH mine AS MATERIALIZED (SELECT id FROM procrastinate_jobs
    WHERE id = %(job)s AND status = 'doing' AND worker_id = %(worker)s AND attempts = %(attempts)s FOR UPDATE)
SELECT procrastinate_retry_job_v2(id, coalesce(%(at)s, now()), %(priority)s, %(queue)s, %(lock)s) FROM mine
"""
# A worker that others have taken for dead, and removed, is known again under its number.
_BEAT = """
INSERT INTO procrastinate_workers (id) OVERRIDING SYSTEM VALUE VALUES (%(worker)s)
ON CONFLICT (id) DO UPDATE SET last_heartbeat = now()
"""


class PatientConnector(PsycopgConnector):
    """What is asked of a server that is away waits until it is back; `well_since` is when it last came back."""

    def __init__(self, conninfo: str) -> None:
        super().__init__(conninfo=conninfo, min_size=1, max_size=4, timeout=_CONNECT, reconnect_timeout=_CONNECT)
        self.well_since = monotonic()
        self._until = math.inf

    def give_up_after(self, seconds: float) -> None:
        """From then on, what fails fails."""
        self._until = monotonic() + seconds

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """As Procrastinate asks."""
        await self._patiently(super().execute_query_async, query, **arguments)

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """As Procrastinate asks for one row."""
        return await self._patiently(super().execute_query_one_async, query, **arguments)

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """As Procrastinate asks for rows."""
        return await self._patiently(super().execute_query_all_async, query, **arguments)

    async def listen_notify(self, on_notification: Any, channels: Iterable[str]) -> None:
        """Listens for new jobs, on a new connection where one was lost."""
        await self._patiently(super().listen_notify, on_notification, list(channels))

    async def _patiently(self, ask: Callable[P, Awaitable[T]], *args: P.args, **values: P.kwargs) -> T:
        wait = _FIRST_WAIT
        while True:
            try:
                return await ask(*args, **values)
            except AssertionError as error:
                raise _told_in_other_words(error) from error
            except ConnectorException as error:
                if not _is_away(error) or monotonic() >= self._until:
                    raise
                if wait == _FIRST_WAIT:
                    logger.warning("the database is away, what is asked of it waits: %s", error.__cause__)
            self.well_since = monotonic()
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)


class CarefulManager(JobManager):
    """Ends only jobs that are still this worker's, and beats for a worker that was taken for dead."""

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Writes how a job ended, unless another worker has it now."""
        await self._settle(_FINISH, job, status=status.value, delete=delete_job)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Puts a job back, unless another worker has it now or another of its site waits already."""
        try:
            await self._settle(_RETRY, job, at=retry_at, priority=priority, queue=queue, lock=lock)
        except UniqueViolation:
            logger.info("job %s is not tried again: another of %s waits", job.id, job.queueing_lock)
            await self.finish_job(job, Status.FAILED, delete_job=False)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job; a worker that was removed says first that it is there, as the job has to name it."""
        try:
            return await super().fetch_job(queues, worker_id)
        except UniqueViolation:  # another worker got a job under the same lock at this moment
            return None
        except ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.errors.ForeignKeyViolation):
                raise
        await self.update_heartbeat(worker_id)
        return await super().fetch_job(queues, worker_id)

    async def update_heartbeat(self, worker_id: int) -> None:
        """Says that the worker is alive."""
        await self.connector.execute_query_async(_BEAT, worker=worker_id)

    async def prune_stalled_workers(self, seconds_since_heartbeat: float) -> list[int]:
        """Nothing: a worker that has just started cannot tell who is dead (care.py)."""
        return []

    async def _settle(self, statement: Any, job: Job, **values: Any) -> None:
        values |= {"job": job.id, "worker": job.worker_id, "attempts": job.attempts}
        if not await self.connector.execute_query_all_async(statement, **values):
            logger.warning("job %s was taken over meanwhile: its end is for the one who has it now", job.id)


def _told_in_other_words(error: AssertionError) -> Exception:
    """What Procrastinate could not read out of the words of a server that speaks another language than English."""
    found = error.__context__
    if not isinstance(found, psycopg.errors.UniqueViolation):
        return error
    return UniqueViolation(constraint_name=found.diag.constraint_name, queueing_lock=None)


def _is_away(error: ConnectorException) -> bool:
    """Whether the same question may be answered later: what is too large for a server stays so."""
    cause = error.__cause__
    if isinstance(cause, PoolClosed) or not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return not (cause.sqlstate or "").startswith(_TOO_LARGE)
