"""Opens a PostgreSQL database as an archive, in which one process writes at a time, as in a SQLite file."""

from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event

# The number of the lock that a writing transaction holds to its end. Without it two crawls that meet the same address
# at the same moment would both add it, or wait for each other's rows in a ring.
_WRITE_LOCK = 0x5A4E6577


def open_server(url: str, *, write: bool, wait: float) -> Engine:
    """An engine on a server's database; `wait` is how many seconds a writer waits for another one.

    Raises what create_engine raises: ImportError without the driver, ArgumentError for a URL that is none.
    """
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "handle_error", _leave_out_values)
    if not write:
        # all that one question reads is of one moment, as on SQLite
        return engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    event.listen(engine, "connect", lambda connection, record: set_patience(connection, wait))
    event.listen(engine, "begin", _wait_for_other_writers)
    return engine


def set_patience(connection: Any, seconds: float) -> None:
    """How long a driver's connection waits for a lock."""
    connection.cursor().execute(f"SET lock_timeout = {max(1, int(seconds * 1000))}")  # 0 would wait for ever
    connection.commit()


def _leave_out_values(context: ExceptionContext) -> None:
    """An error's text ends in a log, and a server's DETAIL is the whole row: an article."""
    said = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    if said and context.sqlalchemy_exception:
        context.original_exception.args = (said,)
        context.sqlalchemy_exception.args = (f"({type(context.original_exception).__name__}) {said}",)


def _wait_for_other_writers(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")
