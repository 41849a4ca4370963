"""What rows refer to may come after them: references are checked when all rows are there, not before.

The index that search has on a server waits as long, too: made of many rows at once it takes a fraction of the time.
"""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from archive.errors import ArchiveError

_FOREIGN_KEYS = """
SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid) AS said FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
"""
_INDEX = "SELECT pg_get_indexdef('ix_search_index_tokens'::regclass)"
_LOOSE = "a row of {} refers to one that is not there; `zonenews verify` tells more of the archive that is copied"


def loosen(db: Connection) -> list[list[str]]:
    """Takes a server's references away; gives tables with what puts them back. Who owns the tables may do that."""
    index = db.exec_driver_sql(_INDEX).scalar_one()
    db.exec_driver_sql("DROP INDEX ix_search_index_tokens")
    loose = [["search_index", index]]
    for table, name, said in db.exec_driver_sql(_FOREIGN_KEYS).all():
        db.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        loose.append([table, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {said}'])
    return loose


def tighten(db: Connection, reference: list[str]) -> None:
    """Puts a reference back, which checks every row. Raises ArchiveError where one refers to nothing."""
    table, statement = reference
    try:
        db.exec_driver_sql(statement)
    except IntegrityError as error:
        raise ArchiveError(_LOOSE.format(table)) from error


def check(db: Connection) -> None:
    """Has SQLite look at every reference. Raises ArchiveError where one leads to nothing."""
    lost: Any = db.exec_driver_sql("PRAGMA foreign_key_check").first()
    if lost is not None:
        raise ArchiveError(_LOOSE.format(lost[0]))
