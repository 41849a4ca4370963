"""The tables that are copied, in their order, with columns that give what is stored as it is stored."""

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, TypeDecorator, func, select

from archive.export import rows as _exports
from archive.files import rows as _files
from archive.manners import rows as _manners
from archive.models import Model

__all__ = ["COPIED", "count_rows", "sizable"]
_OTHERS = (_exports, _files, _manners)  # they have tables, too: importing them makes those known
_DERIVED = {"search_due"}  # each engine has an index of its own, which is built from `search`


def _plain(table: Table) -> Table:
    """The same table with JSON and moments as the texts that they are."""
    kinds = {column.name: column.type for column in table.columns}
    found = {name: kind.impl if isinstance(kind, TypeDecorator) else kind for name, kind in kinds.items()}
    keys = set(table.primary_key.columns.keys())
    return Table(table.name, MetaData(), *(Column(name, found[name], primary_key=name in keys) for name in found))


COPIED = tuple(_plain(table) for table in Model.metadata.sorted_tables if table.name not in _DERIVED)


def count_rows(db: Connection) -> int:
    """How many rows there are to copy."""
    return sum(db.scalar(select(func.count()).select_from(table)) or 0 for table in COPIED)


def sizable(table: Table) -> list[int]:
    """The places of the columns whose values may be large."""
    return [place for place, column in enumerate(table.columns) if isinstance(column.type, Text | LargeBinary)]
