"""Keeps the write-ahead log of a SQLite archive short while others read.

SQLite folds the log into the file as it grows, but begins it anew only in a moment in which nobody reads from it: with
several analysts at work such a moment may never come by itself (measured: 27 MB of log for 3 MB of articles).
"""

import logging
from pathlib import Path

from sqlalchemy import Connection

MOST = 64 << 20
_STEP = 16 << 20
logger = logging.getLogger(__name__)


class ShortLog:
    """Begins the transactions of a writer, and empties the log before one where it has become long."""

    def __init__(self, path: Path) -> None:
        self._log = path.with_name(f"{path.name}-wal")
        self._bound = MOST

    def begin(self, connection: Connection) -> None:
        """Takes the write lock at once: a deferred transaction that turns into a write fails, whatever the timeout."""
        size = self._log.stat().st_size if self._log.exists() else 0
        if size > self._bound:
            self._empty(connection, size)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _empty(self, connection: Connection, size: int) -> None:
        """Waits as long as for a lock until nobody reads from the log; new readers read from the file meanwhile."""
        blocked, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        self._bound = size + _STEP if blocked else MOST
        if blocked:
            logger.warning(
                "%s has %d MB: somebody has been reading for long; it shrinks when they are done", self._log, size >> 20
            )
