"""What a worker says, on stderr: a line for each crawl that ended, and whatever is amiss."""

import logging
import sys

from zonenews.fleet.retries import Stopped, Unfinished
from zonenews.logs.lines import JsonLines, PlainLines

_QUIET = {"procrastinate": logging.WARNING, "psycopg.pool": logging.ERROR, "asyncio": logging.WARNING}


def log_plainly(json: bool) -> None:
    """Writes the log of this process, as lines or as one JSON object a line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if json else PlainLines("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    handler.addFilter(_is_news)
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record says more than that a job failed as crawls do, which has a line of its own."""
    return not (record.exc_info and isinstance(record.exc_info[1], Stopped | Unfinished))
