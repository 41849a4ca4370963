"""Metrics of the fleet as one worker sees it, for Prometheus: a file for the textfile collector of node_exporter."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from procrastinate import App
from prometheus_client import CollectorRegistry, Gauge

from zonenews.runs.metrics import write_metrics

logger = logging.getLogger(__name__)
_COUNTS = """
SELECT count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())) AS waiting,
       count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now()) AS retrying,
       count(*) FILTER (WHERE status = 'doing') AS running,
       (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - %(stalled)s * interval '1 second')
           AS workers,
       (SELECT extract(epoch FROM now() - min(e.at))::float FROM procrastinate_events e
        JOIN procrastinate_jobs w ON w.id = e.job_id
        WHERE e.type = 'deferred' AND w.status = 'todo' AND (w.scheduled_at IS NULL OR w.scheduled_at <= now()))
           AS oldest_seconds
FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
"""
_ENDED = "SELECT code, count(*) AS count FROM fleet_end WHERE at > now() - interval '1 day' GROUP BY code"
_WORDS = {
    "waiting": "Jobs that could be run now.",
    "retrying": "Jobs that wait for their time.",
    "running": "Jobs that are being run.",
    "workers": "Workers that were heard of lately.",
    "oldest_seconds": "How long the job that could be run now has waited that has waited longest.",
}


class FleetMetrics:
    """One worker's file; every metric has its name, so that the files of several on one host do not clash."""

    def __init__(self, app: App, folder: Path, worker: str, stalled: float) -> None:
        self._app = app
        self._folder = folder
        self._worker = worker
        self._stalled = stalled
        self._file: Path | None = None

    async def write(self) -> None:
        """Writes it anew; where that fails, the crawls go on."""
        counts = await self._app.connector.execute_query_one_async(_COUNTS, stalled=self._stalled)
        ended = await self._app.connector.execute_query_all_async(_ENDED)
        try:
            self._file = write_metrics(self._registry(counts, ended), self._folder, f"fleet_{self._worker}")
        except OSError as error:
            logger.error("the metrics could not be written: %s", error)

    def remove(self) -> None:
        """Takes the file away: a worker that has ended sees nothing."""
        if self._file:
            self._file.unlink(missing_ok=True)

    def _registry(self, counts: Mapping[str, Any], ended: list[dict[str, Any]]) -> CollectorRegistry:
        registry = CollectorRegistry()
        for name, words in _WORDS.items():
            gauge = Gauge(f"zonenews_fleet_{name}", words, ["worker"], registry=registry)
            gauge.labels(self._worker).set(counts[name] or 0)
        of_day = Gauge(
            "zonenews_fleet_ended_of_a_day",
            "Jobs that ended in the last 24 hours.",
            ["worker", "exit_code"],
            registry=registry,
        )
        for row in ended:
            of_day.labels(self._worker, str(row["code"])).set(row["count"])
        return registry
