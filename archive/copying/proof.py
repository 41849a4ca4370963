"""Proves that two archives are equal: the rows of every table, what they say, what search finds, and kept files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from archive.copying import files
from archive.copying.digests import Digest, rows_digest, table_digest
from archive.copying.searches import different, indexed, searches
from archive.copying.tables import COPIED
from archive.files.store import FileStore


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing in both archives: a table, the search index, the files."""

    name: str
    source: Digest
    target: Digest

    @property
    def is_equal(self) -> bool:
        """Whether both are the same."""
        return self.source == self.target


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared, how many searches were tried, and which of them found something else."""

    compared: tuple[Compared, ...]
    searches: int
    different: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return not self.different and all(each.is_equal for each in self.compared)


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of the kept files of both archives."""

    source: FileStore
    target: FileStore


def prove(source: Connection, target: Connection, stores: Stores | None, tell: Callable[[int], None]) -> Proof:
    """Compares two archives, all of them; `tell` hears of each piece of rows that was read."""
    compared = list(_compared(source, target, tell))
    if stores:
        compared.append(Compared("kept files", *map(_kept, (source, target), (stores.source, stores.target))))
    drawn = searches(source)
    return Proof(tuple(compared), len(drawn), tuple(different(source, target, drawn)))


def _compared(source: Connection, target: Connection, tell: Callable[[int], None]) -> Iterator[Compared]:
    for table in COPIED:
        yield Compared(table.name, table_digest(source, table, tell), table_digest(target, table, tell))
    yield Compared("search index", indexed(source), indexed(target))


def _kept(db: Connection, store: FileStore) -> Digest:
    return rows_digest([digest] for digest in files.whole(db, store))
