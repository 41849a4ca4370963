"""Which crawls come again by themselves, and when: by their exit code."""

from collections.abc import Mapping

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from zonenews.exits import Exit

# Seconds before each further try. What is not here comes again with the schedule: nobody's waiting makes a challenge
# page, a robots.txt or a wrong setting another.
WAITS: Mapping[int, tuple[int, ...]] = {
    Exit.BUG: (60, 600, 3600),  # a crawl that was killed, too
    Exit.PARTIAL: (900,),
    Exit.ALREADY_RUNNING: (15, 60, 300, 900, 3600),
    Exit.DISK_FULL: (600, 1800, 3600, 7200),
    Exit.ARCHIVE: (10, 60, 300, 900, 3600),
    Exit.NETWORK: (300, 1800, 7200),
    Exit.INTERRUPTED: (60,),
    Exit.TERMINATED: (60,),
}


class Unfinished(Exception):
    """A crawl ended, and was not complete."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


class Stopped(Exception):
    """The worker was told to stop: the job goes back to where it was."""


class ByExitCode(BaseRetryStrategy):
    """A retry waits longer each time, and comes after all that is new."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When the job comes again, None where it does not."""
        if isinstance(exception, Stopped):
            return RetryDecision(retry_in={"seconds": 0})
        if not isinstance(exception, Exception):  # somebody has cancelled it
            return None
        waits = WAITS.get(exception.code if isinstance(exception, Unfinished) else Exit.BUG, ())
        if job.attempts >= len(waits):
            return None
        wait = waits[job.attempts]
        # Of two jobs under one lock, the one of less priority waits for the other even before that is due: so the
        # longer the wait, the less.
        return RetryDecision(retry_in={"seconds": wait}, priority=-wait)
