"""The process that reads pages for a crawl: it answers one call after the other until the crawl goes away."""

import gc
import signal
import traceback
from multiprocessing.connection import Connection
from typing import Any

import zonenews.extraction  # noqa: F401  so that the first page need not wait for the imports
from zonenews.extraction import NotAnArticle

_ALLOCATIONS = 100_000


class ReadingFailed(Exception):
    """A reading function met what it did not foresee, or its process died; the message holds the traceback."""


def serve(connection: Connection) -> None:
    """Receives (function, arguments, keywords) and sends (whether it went well, result or exception), until the end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            number, signal.SIG_IGN
        )  # a terminal or systemd tells the whole group; the crawl says when it is over
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)  # a page leaves no cycles behind; looking for them costs a sixth of its reading
    while True:
        try:
            connection.send(_answer(*connection.recv()))
        except (EOFError, ConnectionError):
            return


def _answer(function: Any, args: tuple[Any, ...], values: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, function(*args, **values)
    except NotAnArticle as error:
        return False, error
    except Exception:
        return False, ReadingFailed(traceback.format_exc())


def serve_at(handle: int) -> None:
    """Serves the pipe that was inherited under a file handle."""
    serve(Connection(handle))
