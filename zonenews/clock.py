"""The one place where the crawler asks what time it is, so that a test can live through months in minutes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path


def _of_the_machine() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _of_the_machine


def now() -> datetime:
    """The present moment, in UTC. Only what is archived and what is due go by it; durations are monotonic."""
    return _read()


def file_age(path: Path) -> float:
    """Seconds since a file was written, by the machine's own clock, which wrote its time."""
    return _of_the_machine().timestamp() - path.stat().st_mtime


@contextmanager
def told_by(read: Callable[[], datetime]) -> Iterator[None]:
    """Has another clock tell the time meanwhile."""
    global _read
    before, _read = _read, read
    try:
        yield
    finally:
        _read = before
