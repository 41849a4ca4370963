"""Metrics of a site's last run, for Prometheus: a file for the textfile collector of node_exporter."""

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive import Archive, ArchiveError
from zonenews import clock
from zonenews.manners.hours import BEIJING
from zonenews.runs.record import run_of

logger = logging.getLogger(__name__)
_ARTICLES = """
SELECT state, count(*) AS count, max(CASE WHEN published < :tomorrow THEN published END) AS newest
FROM v_article WHERE site = :site GROUP BY state
"""
_LAST_COMPLETE = "SELECT max(ended) AS at FROM v_run WHERE site = :site AND exit_code = 0"
_ARTICLE_STATES = ("live", "missing", "gone")
_CHANGES = ("new", "changed", "unchanged")
_ADDRESSES = ("gone", "back", "missing", "unread", "blocked", "robots", "external", "failed", "bug")


class Metrics:
    """A Scrapy extension: writes the file when a run has ended and the archive has its row."""

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        self._crawler = crawler
        self._folder = folder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy builds its components."""
        if not crawler.settings["METRICS_FOLDER"]:
            raise NotConfigured  # without a word: Scrapy logs one as a warning
        metrics = cls(crawler, Path(crawler.settings["METRICS_FOLDER"]))
        crawler.signals.connect(metrics.closed, signals.spider_closed)
        return metrics

    def closed(self) -> None:
        """Writes it; what goes wrong with it costs the run nothing."""
        site = run_of(self._crawler).site
        try:
            with Archive(self._crawler.settings["ARCHIVE_URL"]) as archive:
                write_metrics(metrics_of(archive, site, clock.now()), self._folder, site)
        except (ArchiveError, OSError) as error:
            logger.error("the metrics could not be written: %s", error)


def write_metrics(registry: CollectorRegistry, folder: Path, site: str) -> Path:
    """Writes a site's file, whole or not at all, for whoever runs node_exporter to read."""
    file = folder / f"zonenews_{re.sub(r'[^A-Za-z0-9_.-]', '_', site)}.prom"
    with _readable_by_all():
        write_to_textfile(str(file), registry)
    return file


def metrics_of(archive: Archive, site: str, now: datetime) -> CollectorRegistry:
    """The metrics of a site as of its newest run."""
    registry = CollectorRegistry()
    (run,) = archive.runs(site=site, limit=1)
    articles, newest = _articles(archive, site, now)
    (complete,) = archive.query(_LAST_COMPLETE, site=site)
    for name, words, value in (
        ("run_end_timestamp_seconds", "When the last run ended.", _timestamp(run["ended"])),
        ("run_complete_timestamp_seconds", "When a run last ended complete.", _timestamp(complete["at"])),
        ("run_duration_seconds", "How long the last run took.", run["seconds"]),
        ("run_exit_code", "Exit code of the last run.", run["exit_code"]),
        ("run_pages", "Requests of the last run, answered or failed.", run["fetches"]),
        ("run_bytes", "Bytes of bodies on the wire in the last run.", run["wire_bytes"]),
        ("newest_article_timestamp_seconds", "When the newest article was published.", _timestamp(newest)),
        ("open_incidents", "Incidents that are open.", len(archive.incidents(site=site, open_only=True))),
    ):
        if value is not None:
            Gauge(f"zonenews_{name}", words, ["site"], registry=registry).labels(site).set(value)
    for name, words, label, values in (
        ("run_articles", "Articles read in the last run.", "change", _some(run["counts"], _CHANGES)),
        (
            "run_addresses",
            "Addresses of the last run by what came of them.",
            "state",
            _some(run["counts"], _ADDRESSES),
        ),
        ("articles", "Articles in the archive.", "state", articles),
    ):
        gauge = Gauge(f"zonenews_{name}", words, ["site", label], registry=registry)
        for key, value in values.items():
            gauge.labels(site, key).set(value)
    return registry


def _articles(archive: Archive, site: str, now: datetime) -> tuple[dict[str, int], str | None]:
    """How many articles there are by state, and when the newest was published: not in the future, as misprints are."""
    tomorrow = (now.astimezone(BEIJING) + timedelta(days=1)).date().isoformat()
    rows = list(archive.query(_ARTICLES, site=site, tomorrow=tomorrow))
    counts = {row["state"]: row["count"] for row in rows}
    return _some(counts, _ARTICLE_STATES), max((row["newest"] for row in rows if row["newest"]), default=None)


def _some(counts: Mapping[str, int], names: tuple[str, ...]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in names}


def _timestamp(text: str | None) -> float | None:
    """A moment as the archive writes it; of a day its beginning in Beijing."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).timestamp()


@contextmanager
def _readable_by_all() -> Iterator[None]:
    """What a crawl writes is for its own user; node_exporter is another."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)
