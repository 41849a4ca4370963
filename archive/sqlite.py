"""Chooses the SQLite library, once for the process, and opens files with it."""

import logging
import sqlite3
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from archive.errors import Unusable
from archive.wal import ShortLog

APPLICATION_ID = 0x5A4E6577  # "ZNew"
# Kept prepared on a connection. A crawl has more than the library's hundred, and runs through them in turn: each was
# then prepared anew, which was a tenth of the crawl's CPU.
_STATEMENTS = 1_000
_PRAGMAS = (
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "temp_store = MEMORY",
)
_PRAGMAS_THAT_ASK = frozenset(
    [
        "table_info",
        "table_xinfo",
        "index_list",
        "index_info",
        "foreign_key_list",
        "foreign_key_check",
        "integrity_check",
    ]
)
logger = logging.getLogger(__name__)


@cache
def library() -> ModuleType:
    """The DB-API module of the process: pysqlite3 where its wheel exists, else the standard one.

    Two SQLite libraries in one process break each other's POSIX locks, so everybody asks here.
    """
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    return pysqlite3  # type: ignore[no-any-return]  # it has no types


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is outside the WAL-reset corruption range (sqlite.org/wal.html#walresetbug)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def open_file(path: Path, *, write: bool, wait: float) -> Engine:
    """An engine on a SQLite file; `wait` is how many seconds a connection waits for a lock."""
    engine = _engine(path, {"mode": "rwc" if write else "ro"}, wait)
    event.listen(engine, "connect", _on_connect_writer if write else _on_connect_reader)
    event.listen(engine, "begin", ShortLog(path).begin if write else _begin_reading)
    return engine


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def open_first_look(path: Path, *, wait: float) -> Engine:
    """An engine that reads a file before anybody knows whose it is, and leaves nothing beside it.

    Reading a WAL file makes two more files; where there is no log to read, `immutable` does without.
    """
    with path.open("rb") as file:
        keeps_log = file.read(20)[18:] == b"\x02\x02"
    if keeps_log and not path.with_name(f"{path.name}-wal").exists():
        return _engine(path, {"mode": "ro", "immutable": "1"}, wait)
    return open_file(path, write=False, wait=wait)


def check_header(path: Path) -> None:
    """Raises Unusable where a file is none of SQLite's, or says that it is another program's."""
    if not path.is_file():
        raise Unusable(f"{path} is no file; give the path of a file")
    with path.open("rb") as file:
        head = file.read(72)
    if head and not head.startswith(b"SQLite format 3\x00"):
        raise Unusable(f"{path} is not a zonenews archive (it is no SQLite file); give another path")
    if int.from_bytes(head[68:72], "big") not in {0, APPLICATION_ID}:
        raise Unusable(f"{path} is a SQLite file of another program; give another path")


def check_owner(connection: Connection, path: Path) -> None:
    """Raises Unusable where a SQLite file has tables that are not ours. The header alone may lag behind the WAL."""
    owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if owner != APPLICATION_ID and (owner or tables):
        raise Unusable(f"{path} is a SQLite file of another program; give another path")


def sweep(connection: Any) -> bool:
    """Writes a file anew without what was deleted; False where it cannot be now: others use it, or the disk is full.

    `secure_delete` is not enough: pages that were split before it was on keep pieces in their unused parts.
    """
    try:
        _run(connection, "temp_store = DEFAULT")  # the new file may be larger than the memory
        connection.execute("VACUUM")
        blocked, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except library().Error:
        return False
    finally:
        _run(connection, "temp_store = MEMORY")
    return not blocked


def _engine(path: Path, query: dict[str, str], wait: float) -> Engine:
    # SQLite reads the name as a URI: a path may hold any character
    name = URL.create("sqlite", database=f"file:{quote(str(path))}", query={**query, "uri": "true"})
    engine = create_engine(
        name,
        module=library(),
        connect_args={"timeout": wait, "check_same_thread": False, "cached_statements": _STATEMENTS},
        hide_parameters=True,  # an error's text ends in a log, and the values are whole articles
    )
    engine.dialect.statement_compiler = _Compiler
    return engine


class _Compiler(SQLiteCompiler):
    """Writes out `with_hint` of a table, as SQLAlchemy does for other databases: SQLite has INDEXED BY."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        return text


def _on_connect_reader(connection: Any, record: Any) -> None:
    connection.isolation_level = None
    guard_reader(connection)


def guard_reader(connection: Any) -> None:
    """Has a connection of the DB-API refuse whatever is not reading, also what `mode=ro` alone lets through."""
    _run(connection, *_PRAGMAS, "query_only = ON")
    connection.set_authorizer(_reads_only)


def guard_stranger(connection: Any) -> None:
    """The same, where who asks is not to learn on which path the file lies."""
    guard_reader(connection)
    connection.set_authorizer(_tells_no_path)


def _tells_no_path(action: int, first: str | None, *others: str | None) -> int:
    if action == library().SQLITE_PRAGMA and first == "database_list":
        return int(library().SQLITE_DENY)
    return _reads_only(action, first, *others)


def _reads_only(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    """SQLite's question whether a statement may do something: mode=ro alone lets ATTACH create files."""
    module = library()
    if action == module.SQLITE_PRAGMA:
        allowed = second is None or first in _PRAGMAS_THAT_ASK
    elif action == module.SQLITE_UPDATE:  # an older SQLite asks this when it opens a virtual table; nobody may write it
        allowed = first == "sqlite_master"
    elif action == module.SQLITE_FUNCTION:
        allowed = second != "load_extension"
    else:
        allowed = action in {
            *(module.SQLITE_SELECT, module.SQLITE_READ, module.SQLITE_RECURSIVE),
            *(module.SQLITE_TRANSACTION, module.SQLITE_SAVEPOINT),
        }
    return int(module.SQLITE_OK if allowed else module.SQLITE_DENY)


def _on_connect_writer(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event says when a transaction starts
    _run(connection, *_PRAGMAS, "synchronous = FULL", "wal_autocheckpoint = 1000", f"journal_size_limit = {64 << 20}")
    if wal_is_safe(library().sqlite_version_info):
        _run(connection, "journal_mode = WAL")
    else:
        logger.warning("SQLite %s can corrupt a WAL file; using journal_mode=DELETE", library().sqlite_version)
        _run(connection, "journal_mode = DELETE")


def _run(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
