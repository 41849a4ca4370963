"""Opens a PostgreSQL database as an archive, in which one process writes at a time, as in a SQLite file.

A connection may break at any moment, also between a COMMIT and its answer. Every writing transaction therefore has its
number from the server, which knows of each what became of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, NullPool, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from archive.errors import Unusable

# The number of the lock that a writing transaction holds to its end. Without it two crawls that meet the same address
# at the same moment would both add it, or wait for each other's rows in a ring.
_WRITE_LOCK = 0x5A4E6577
# The wait is set for this transaction alone, before the lock is asked for: a new connection has it at once.
_BEGIN = "SELECT set_config('lock_timeout', '{wait}', true), pg_advisory_xact_lock({lock}), txid_current()"
_NUMBER = "zonenews_number"
_WAIT = "zonenews_wait"
_PATIENCE = 60.0  # seconds to wait for a server that went away in the middle of a commit
_LONGEST_PAUSE = 2.0
_LIBPQ = {"psycopg", "psycopg2"}
NEVER_DEAF = {  # seconds: a server that is cut off without a word is noticed within a minute, not within hours
    "connect_timeout": "10", "keepalives_idle": "20", "keepalives_interval": "10", "keepalives_count": "3",
    "tcp_user_timeout": "50000",
}  # fmt: skip
# a writer that is cut off holds its lock no longer than this: the server notices by itself only after hours
_LONGEST_SILENCE = "30s"


def open_server(url: str, *, write: bool, wait: float) -> Engine:
    """An engine on a server's database; `wait` is how many seconds a writer waits for another one.

    Raises what create_engine raises: ImportError without the driver, ArgumentError for a URL that is none.
    """
    asked = _wishes(url)
    if not write:
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=asked)
        event.listen(engine, "handle_error", _leave_out_values)
        # all that one question reads is of one moment, as on SQLite
        return engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    engine = create_engine(url, hide_parameters=True, isolation_level="READ COMMITTED", connect_args=asked)
    event.listen(engine, "handle_error", _leave_out_values)
    event.listen(engine, "connect", lambda connection, record: _limit_silence(connection))
    engine.update_execution_options(**{_WAIT: wait})
    event.listen(engine, "begin", _wait_for_other_writers)
    return engine


def open_session(url: str) -> Engine:
    """An engine whose every connection is a session of its own, and every statement a transaction."""
    wishes = _wishes(url)
    engine = create_engine(
        url, hide_parameters=True, isolation_level="AUTOCOMMIT", poolclass=NullPool, connect_args=wishes
    )
    event.listen(engine, "handle_error", _leave_out_values)
    return engine


def _wishes(url: str) -> dict[str, str]:
    """What is asked of the wire, where the URL does not say otherwise."""
    parsed = make_url(url)
    usual = NEVER_DEAF if parsed.get_driver_name() in _LIBPQ else {}
    return {name: value for name, value in usual.items() if name not in parsed.query}


def set_patience(connection: Connection, seconds: float) -> None:
    """How long each transaction of a connection waits for another writer from now on."""
    connection.execution_options(**{_WAIT: seconds})


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """A transaction, whose COMMIT is known to have come about, or not to have, even where its answer was lost.

    Raises Unusable where the server does not come back to tell.
    """
    finished = False
    try:
        with connection.begin():
            number = connection.info[_NUMBER]
            yield
            finished = True
    except DBAPIError as error:
        if not (finished and error.connection_invalidated and _was_committed(connection.engine, number)):
            raise


def _was_committed(engine: Engine, number: int) -> bool:
    """What became of a transaction. It has ended when another one can begin: both take the writers' lock."""
    pause, until = 0.05, monotonic() + _PATIENCE
    while monotonic() < until:
        try:
            with engine.connect() as connection:
                told = connection.exec_driver_sql(f"SELECT txid_status({number})").scalar_one()
        except DBAPIError:
            told = None
        if told in {"committed", "aborted"}:
            return bool(told == "committed")
        sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
    url = engine.url.render_as_string(hide_password=True)
    raise Unusable(f"{url}: the server went away in the middle of a commit; whether that was written is not known")


def _limit_silence(connection: Any) -> None:
    connection.cursor().execute(f"SET idle_in_transaction_session_timeout = '{_LONGEST_SILENCE}'")
    connection.commit()


def _leave_out_values(context: ExceptionContext) -> None:
    """An error's text ends in a log, and a server's DETAIL is the whole row: an article."""
    said = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    if said and context.sqlalchemy_exception:
        context.original_exception.args = (said,)
        context.sqlalchemy_exception.args = (f"({type(context.original_exception).__name__}) {said}",)


def _wait_for_other_writers(connection: Connection) -> None:
    wait = max(1, int(connection.get_execution_options()[_WAIT] * 1000))  # 0 would wait for ever
    *_, number = connection.exec_driver_sql(_BEGIN.format(wait=wait, lock=_WRITE_LOCK)).one()
    connection.info[_NUMBER] = number
