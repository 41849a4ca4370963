"""Progress as lines: JSON for other programs, plain words in the log."""

import logging
import os
import select
import signal
from collections.abc import Iterator

from zonenews.progress.figures import Progress, line_of

logger = logging.getLogger(__name__)


class JsonLines:
    """Writes a line a second to a file descriptor, where it can be written at once.

    Where nobody reads them any more they are lost, and the crawl goes on; or it `ends` then, as by SIGTERM.
    """

    every = 1.0

    def __init__(self, descriptor: int, *, ends: bool = False) -> None:
        self._descriptor = descriptor
        self._ends = ends

    def show(self, progress: Progress) -> None:
        """Writes a line."""
        try:
            if select.select([], [self._descriptor], [], 0)[1]:
                os.write(self._descriptor, line_of(progress))
        except BrokenPipeError:
            if self._ends:
                self._ends = False  # a second signal would end the crawl by force
                logger.warning("nobody follows this crawl any more: it ends")
                os.kill(os.getpid(), signal.SIGTERM)
        except (OSError, ValueError):  # the descriptor is none
            return

    def close(self, progress: Progress | None) -> None:
        """The last line."""
        if progress is not None:
            self.show(progress)


class LogLines:
    """Says now and then how far the crawl has come."""

    def __init__(self, every: float) -> None:
        self.every = every

    def show(self, progress: Progress) -> None:
        """A line of the log."""
        logger.info("%s", sentence(progress))

    def close(self, progress: Progress | None) -> None:
        """Nothing: the run's own last line says how it ended."""


def sentence(progress: Progress) -> str:
    """How far a run has come, in one line."""
    parts = [
        f"{progress.walked} of {progress.sections} section{'s' * (progress.sections != 1)} walked",
        f"{progress.pages} pages",
        *counted(progress),
    ]
    if progress.rate is not None:
        parts.append(f"{progress.rate * 60:.0f} pages a minute")
    if progress.due:
        parts.append(f"{progress.due} due{left(progress)}")
    return ", ".join(parts)


def counted(progress: Progress) -> Iterator[str]:
    """What came of the addresses, where there is any."""
    for name in ("new", "changed", "unchanged", "missing", "unread", "blocked", "failed"):
        if count := getattr(progress, name):
            yield f"{count} {name}"


def left(progress: Progress) -> str:
    """How long it still takes, as the end of a sentence; nothing where that is not known."""
    if progress.seconds_left is None:
        return ""
    at_least = "at least " if progress.walked < progress.sections else ""
    return f": {at_least}{duration(progress.seconds_left)} left"


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 05 min`."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
