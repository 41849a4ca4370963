"""The process in which a reader's own SQL runs.

It reads one SQLite file and answers one question at a time. Time and memory of SQLite are limited from within; what
gets around that, such as one call of a function that never ends, is ended by killing the process (`archive/askers.py`).
"""

import resource
import signal
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

import msgspec

from archive.apart import answer_all, framed
from archive.sqlite import guard_stranger, library

_HEAP = 64 << 20  # bytes that SQLite may take
_ADDRESSES = 1 << 30  # bytes that the whole process may
_MOST_BYTES = 20 << 20  # of an answer
_STEPS = 1_000  # of SQLite's machine between two looks at the clock


class Question(msgspec.Struct):
    """A query with its values, the seconds it may take, and how many rows at most are wanted."""

    sql: str
    values: dict[str, Any] | list[Any]
    seconds: float
    most: int | None


class Answer(msgspec.Struct):
    """What a query gave: its rows, or that it was stopped, or why it failed."""

    columns: list[str] = []
    rows: list[tuple[Any, ...]] = []
    more: bool = False
    stopped: bool = False
    failed: str | None = None


def main(arguments: Sequence[str]) -> None:
    """Answers questions about a file, the first argument, that come over a socket, the second."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    db = library().connect(f"file:{quote(arguments[0])}?mode=ro", uri=True)
    db.text_factory = lambda text: str(text, "utf-8", "replace")
    db.execute(f"PRAGMA hard_heap_limit = {_HEAP}")
    guard_stranger(db)
    answer_all(int(arguments[1]), Question, partial(_in_time, db))


def _in_time(db: Any, question: Question) -> bytes:
    signal.alarm(int(question.seconds) + 2)  # ends this process even where nobody is left to kill it
    try:
        return framed(answer(db, question))
    finally:
        signal.alarm(0)


def answer(db: Any, question: Question) -> Answer:
    """What a query gives on a connection."""
    end = time.perf_counter() + question.seconds
    db.set_progress_handler(lambda: time.perf_counter() > end, _STEPS)
    try:
        cursor = db.execute(question.sql, question.values)
        rows = list(_bounded(cursor, question.most))
        columns = [column[0] for column in cursor.description or ()]
        return Answer(columns, rows[: question.most], question.most is not None and len(rows) > question.most)
    except MemoryError:
        return Answer(failed="out of memory: ask for less")
    except (library().Error, library().Warning, ValueError, OverflowError) as error:
        return Answer(stopped=True) if "interrupted" in str(error) else Answer(failed=str(error))
    finally:
        db.set_progress_handler(None, 0)


def _bounded(cursor: Any, most: int | None) -> Iterator[tuple[Any, ...]]:
    """One row more than may be given, which tells that there are more. Raises ValueError where they are too large."""
    size = 0
    for count, row in enumerate(cursor):
        size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
        if size > _MOST_BYTES:
            raise ValueError(f"the answer is larger than {_MOST_BYTES >> 20} MB: ask for fewer rows or columns")
        yield row
        if most is not None and count >= most:
            return
