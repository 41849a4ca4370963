"""The process in which a reader's own SQL runs: `python -m archive.asker FILE DESCRIPTOR`.

It reads one SQLite file and answers one question at a time. Time and memory of SQLite are limited from within; what
gets around that, such as one call of a function that never ends, is ended by killing the process (`archive/askers.py`).
"""

import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.sqlite import guard_stranger, library

_HEAP = 64 << 20  # bytes that SQLite may take
_ADDRESSES = 1 << 30  # bytes that the whole process may
_MOST_BYTES = 20 << 20  # of an answer
_STEPS = 1_000  # of SQLite's machine between two looks at the clock

Question = tuple[str, Any, float, int | None]


def serve(path: Path, questions: Connection) -> None:
    """Answers until nobody asks any more: a name for how it went, then columns, rows and whether there are more."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    db = library().connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    db.text_factory = lambda text: str(text, "utf-8", "replace")
    db.execute(f"PRAGMA hard_heap_limit = {_HEAP}")
    guard_stranger(db)
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        questions.send("ready")
        while True:
            question: Question = questions.recv()
            signal.alarm(int(question[2]) + 2)  # ends this process even where nobody is left to kill it
            questions.send(answer(db, *question))
            signal.alarm(0)


def answer(db: Any, sql: str, values: Any, seconds: float, most: int | None) -> tuple[Any, ...]:
    """`("rows", columns, rows, more)`, `("stopped",)` or `("failed", why)`."""
    end = time.perf_counter() + seconds
    db.set_progress_handler(lambda: time.perf_counter() > end, _STEPS)
    try:
        cursor = db.execute(sql, values)
        rows = list(_bounded(cursor, most))
        columns = [column[0] for column in cursor.description or ()]
        return "rows", columns, rows[:most], most is not None and len(rows) > most
    except MemoryError:
        return "failed", "out of memory: ask for less"
    except (library().Error, library().Warning, ValueError, OverflowError) as error:
        return ("stopped",) if "interrupted" in str(error) else ("failed", str(error))
    finally:
        db.set_progress_handler(None, 0)


def _bounded(cursor: Any, most: int | None) -> Iterator[Sequence[Any]]:
    """One row more than may be given, which tells that there are more. Raises ValueError where they are too large."""
    size = 0
    for count, row in enumerate(cursor):
        size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
        if size > _MOST_BYTES:
            raise ValueError(f"the answer is larger than {_MOST_BYTES >> 20} MB: ask for fewer rows or columns")
        yield row
        if most is not None and count >= most:
            return


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Connection(int(sys.argv[2])))
