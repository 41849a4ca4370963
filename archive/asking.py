"""Answers an analyst's own SQL: reading only, and no longer than was allowed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, ResourceClosedError, StatementError

from archive.errors import QueryFailed
from archive.sqlite import library

_STEPS = 10_000  # of SQLite's machine between two looks at the clock: well under a millisecond
_STOPPED = ("interrupted", "statement timeout")
_BATCH = 500


def ask(db: Connection, sql: str, values: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
    """The rows of a query as dicts, as they come; `:name` in it stands for a value.

    Raises QueryFailed where the database refuses it, where it gives no rows, or where it takes longer than `seconds`.
    """
    try:
        with _at_most(db, seconds):
            found = db.execution_options(yield_per=_BATCH).execute(text(sql), values)
            yield from map(dict, found.mappings())
    except ResourceClosedError as error:
        raise QueryFailed("the statement gives no rows; ask with SELECT") from error
    except DBAPIError as error:
        said = str(error.orig).strip()
        stopped = any(phrase in said for phrase in _STOPPED)
        raise QueryFailed(f"stopped after {seconds:g} s; ask for less" if stopped else said) from error
    except StatementError as error:  # a value is missing, or is none that a database takes
        raise QueryFailed(str(error.orig)) from error
    except (library().Warning, ValueError, OverflowError) as error:  # two statements, or what is no text
        raise QueryFailed(str(error)) from error


@contextmanager
def _at_most(db: Connection, seconds: float) -> Iterator[None]:
    """Has the database stop by itself what takes longer."""
    if db.dialect.name != "sqlite":
        db.execute(text("SELECT set_config('statement_timeout', :most, true)"), {"most": str(int(seconds * 1000))})
        yield
        return
    driver, end = db.connection.driver_connection, time.monotonic() + seconds
    assert driver is not None
    driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)
