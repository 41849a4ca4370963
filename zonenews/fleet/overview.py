"""The fleet at one moment: what waits and runs, who crawls, what failed, what is fresh, how far works have come."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from archive import Archive, ArchiveError
from zonenews import clock
from zonenews.exits import Exit, Refused
from zonenews.fleet.queue import conninfo_of
from zonenews.fleet.tables import SCHEMA
from zonenews.fleet.works import works
from zonenews.manners.hours import BEIJING

# `site` is what waits: a site, or the name of another task
_JOBS = """
SELECT j.id AS job, coalesce(j.queueing_lock, j.task_name) AS site, j.status::text, j.priority, j.attempts,
       j.scheduled_at AS due, j.worker_id AS number, w.name AS worker,
       extract(epoch FROM now() - s.at)::float AS seconds,
       extract(epoch FROM now() - p.last_heartbeat)::float AS silent
FROM procrastinate_jobs j
LEFT JOIN procrastinate_workers p ON p.id = j.worker_id
LEFT JOIN fleet_worker w ON w.id = j.worker_id
LEFT JOIN LATERAL (
    SELECT max(at) AS at FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'started') s ON true
WHERE j.status IN ('todo', 'doing') ORDER BY j.priority DESC, j.id
"""
_FAILED = """
SELECT * FROM (
    SELECT DISTINCT ON (j.queueing_lock) j.queueing_lock AS site, j.id AS job, e.code, e.reason, e.at, e.worker,
           CASE WHEN j.status = 'todo' THEN j.scheduled_at END AS again
    FROM fleet_end e JOIN procrastinate_jobs j ON j.id = e.job ORDER BY j.queueing_lock, e.at DESC) AS last
WHERE code <> 0 ORDER BY at DESC
"""
_WORKERS = """
SELECT w.id AS number, w.name, w.host, w.pid, w.jobs, w.started,
       extract(epoch FROM now() - p.last_heartbeat)::float AS silent
FROM fleet_worker w JOIN procrastinate_workers p ON p.id = w.id ORDER BY w.name, w.id
"""
_ENDED = "SELECT code, count(*) AS count FROM fleet_end WHERE at > now() - interval '1 day' GROUP BY code ORDER BY code"
# The last of each site by an index: a maximum would read all its runs and articles, which are millions in time.
_FRESH = """
SELECT s.key AS site,
       (SELECT n.ended FROM run n WHERE n.site = s.key AND n.exit_code = 0 ORDER BY n.id DESC LIMIT 1) AS complete,
       (SELECT c.day FROM charted c WHERE c.site = s.key AND c.day < :tomorrow
        ORDER BY c.month DESC, c.day DESC LIMIT 1) AS newest
FROM site s ORDER BY complete, s.key
"""


def overview(archive: str, stalled: float) -> dict[str, Any]:
    """All of it, as `--json` prints it. Raises Refused where there is no queue."""
    with _connected(archive) as db:
        jobs, failed, workers, ended = (db.execute(query).fetchall() for query in (_JOBS, _FAILED, _WORKERS, _ENDED))
    running = [_kept(job, "job", "site", "worker", "seconds") for job in jobs if job["status"] == "doing"]
    return {
        "at": _moment(clock.now()),
        "waiting": [_waiting(job) for job in jobs if job["status"] == "todo"],
        "running": running,
        "stalled": [
            _kept(job, "job", "site", "worker", "silent")
            for job in jobs
            if job["status"] == "doing" and (job["silent"] is None or job["silent"] > stalled)
        ],
        "failed": [{**job, "at": _moment(job["at"]), "again": _moment(job["again"])} for job in failed],
        "ended": {str(row["code"]): row["count"] for row in ended},
        "workers": [_worker(worker, jobs) for worker in workers],
        **of_archive(archive),
    }


def of_archive(archive: str) -> dict[str, Any]:
    """When each site was last crawled to its end, and the day of its newest article, the stalest first; and the works.

    A day that is still to come is a misprint. `archive` is why there are none, where the archive cannot be asked.
    """
    tomorrow = (clock.now().astimezone(BEIJING) + timedelta(days=1)).date().isoformat()
    try:
        with Archive(archive) as found:
            rows, shared = [dict(row) for row in found.query(_FRESH, tomorrow=tomorrow)], works(found)
    except ArchiveError as error:
        return {"archive": str(error), "sites": [], "works": []}
    return {"archive": None, "sites": sorted(rows, key=lambda row: row["complete"] or ""), "works": shared}


@contextmanager
def _connected(archive: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """A connection that reads. Raises Refused where there is no queue, or no server."""
    try:
        with psycopg.connect(conninfo_of(archive), autocommit=True, row_factory=dict_row) as db:
            if not any(row["made"] for row in db.execute("SELECT to_regclass(%s) AS made", [f"{SCHEMA}.made"])):
                raise Refused(Exit.NOTHING, "there is no queue yet; `zonenews enqueue` makes it")
            yield db
    except psycopg.Error as error:
        said = error.diag.message_primary or str(error)
        raise Refused(Exit.ARCHIVE, f"the queue cannot be used: {said}") from error


def _waiting(job: Mapping[str, Any]) -> dict[str, Any]:
    return {**_kept(job, "job", "site", "priority", "attempts"), "due": _moment(job["due"])}


def _worker(worker: Mapping[str, Any], jobs: list[dict[str, Any]]) -> dict[str, Any]:
    crawls = [job["site"] for job in jobs if job["status"] == "doing" and job["number"] == worker["number"]]
    return {**worker, "started": _moment(worker["started"]), "silent": round(worker["silent"], 1), "running": crawls}


def _kept(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: round(row[name], 1) if isinstance(row[name], float) else row[name] for name in names}


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(clock.now().tzinfo).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
