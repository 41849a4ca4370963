"""Reads a table in batches by its key, each as of one moment: nothing is held for long, neither rows nor a snapshot."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Row, Table, literal, select, tuple_

from archive.copying.tables import sizable

_ROWS = 1_000
_BYTES = 4 << 20
_AT_ONCE = 100
_BLOBS_AT_ONCE = 8  # a page may have megabytes


def moment(db: Connection) -> AbstractContextManager[object]:
    """A transaction of its own, or the one that is open: what is read is as of one moment."""
    return nullcontext() if db.in_transaction() else db.begin()


def batches(db: Connection, table: Table, after: Sequence[Any] = ()) -> Iterator[list[Row[Any]]]:
    """The rows whose keys come after that one, in the order of their keys, some at a time."""
    while rows := _batch(db, table, after):
        yield rows
        after = key_of(table, rows[-1])


def key_of(table: Table, row: Row[Any]) -> list[Any]:
    """The key of a row."""
    return [row._mapping[column.name] for column in table.primary_key]


def _batch(db: Connection, table: Table, after: Sequence[Any]) -> list[Row[Any]]:
    keys = list(table.primary_key)
    query = select(table).order_by(*keys).limit(_ROWS)
    if after:
        query = query.where(_beyond(keys, after))
    blobs = any(isinstance(column.type, LargeBinary) for column in table.columns)
    places, size, rows = sizable(table), 0, []
    with moment(db), db.execute(query.execution_options(yield_per=_BLOBS_AT_ONCE if blobs else _AT_ONCE)) as found:
        for row in found:
            rows.append(row)
            size += sum(len(row[place] or "") for place in places)
            if size > _BYTES:
                break
    return rows


def _beyond(keys: Sequence[Any], after: Sequence[Any]) -> ColumnElement[bool]:
    values = [literal(value, key.type) for key, value in zip(keys, after, strict=True)]
    if len(keys) == 1:
        beyond: ColumnElement[bool] = keys[0] > values[0]
        return beyond
    return tuple_(*keys) > tuple_(*values)
