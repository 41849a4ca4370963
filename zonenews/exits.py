"""Exit codes of `scrapy crawl`, and what refuses a crawl before it starts."""

from enum import IntEnum


class Exit(IntEnum):
    """What a run ends with; `docs/exit-codes.md` explains each."""

    COMPLETE = 0
    BUG = 1
    USAGE = 2
    PARTIAL = 3
    NOTHING = 4
    CHALLENGED = 5
    ROBOTS = 6
    ALREADY_RUNNING = 7
    DISK_FULL = 8
    ARCHIVE = 9
    CONFIGURATION = 10
    NETWORK = 11
    INTERRUPTED = 130
    TERMINATED = 143


class Refused(Exception):
    """The crawl cannot start; the message says what to do, `code` is what the command exits with."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code
