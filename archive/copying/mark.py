"""The mark of an archive that is still being copied into: the table `copying`, made first and dropped last.

It says of what archive this is a copy, and how far each table has come. While it is there, nobody else opens it.
"""

from typing import Any

import orjson
from sqlalchemy import Connection, inspect, text

from archive.errors import Overtaken

_CREATE = "CREATE TABLE copying(step TEXT NOT NULL PRIMARY KEY, said TEXT NOT NULL)"
_ADD = text("INSERT INTO copying (step, said) VALUES (:step, :said)")
_ALL = text("SELECT step, said FROM copying")
_ADVANCE = text("UPDATE copying SET said = :new WHERE step = :step AND said = :old")


def is_unfinished(db: Connection) -> bool:
    """Whether an archive is one that `zonenews copy` has begun and not ended."""
    return inspect(db).has_table("copying")


def make(db: Connection, steps: dict[str, Any]) -> None:
    """Marks an archive, with what each step begins with."""
    db.exec_driver_sql(_CREATE)
    db.execute(_ADD, [{"step": step, "said": _plain(said)} for step, said in steps.items()])


def steps(db: Connection) -> dict[str, Any]:
    """What is said of each step."""
    return {step: orjson.loads(said) for step, said in db.execute(_ALL)}


def advance(db: Connection, step: str, old: Any, new: Any) -> None:
    """Says how far a step has come, in the transaction that brings it there. Raises Overtaken where another one did."""
    if not is_unfinished(db):
        raise Overtaken(
            "another `zonenews copy` has ended what this one was at; `zonenews copy --verify-only` proves it"
        )
    said = {"step": step, "old": _plain(old), "new": _plain(new)}
    if db.execute(_ADVANCE, said).rowcount != 1:
        raise Overtaken("another `zonenews copy` writes to the same archive; let one of them end")


def drop(db: Connection) -> None:
    """Makes the archive one like any other."""
    db.exec_driver_sql("DROP TABLE copying")


def _plain(said: Any) -> str:
    return orjson.dumps(said).decode()
