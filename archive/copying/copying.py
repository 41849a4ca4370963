"""Copies an archive: stopped and gone on with at any moment, and an archive only when it is proven to be equal."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, make_url

from archive.copying import files
from archive.copying.months import months
from archive.copying.proof import Proof, Stores, prove
from archive.copying.reading import batches, key_of, moment
from archive.copying.source import Known, Source, check_same
from archive.copying.tables import COPIED, count_rows
from archive.copying.target import DONE, Target
from archive.database import open_engine, shown, sqlite_path, translated_errors
from archive.errors import ArchiveError
from archive.files.store import store_of

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Copying:
    """What is copied, and where to; the folders are those of kept files of archives on servers."""

    source: str
    target: str
    files_from: str | Path | None = None
    files_to: str | Path | None = None
    files: bool = True

    def rows(self) -> int:
        """How many rows there are to copy."""
        with _source(self.source) as source, translated_errors(self.source), moment(source.db):
            return count_rows(source.db)

    def copy(self, now: datetime, tell: Tell, *, anew: bool = False, one_moment: bool = False) -> Proof:
        """Copies what is not copied yet, proves all of it, and makes the copy an archive if it is equal.

        As of `one_moment` others may write to the source meanwhile, and the copy begins anew. Raises ArchiveError where
        they write without that, or the target holds another archive.
        """
        self._check_two()
        with _source(self.source) as source, translated_errors(self.source):
            if not one_moment:
                source.check_at_rest(now)
            stores = self._stores(source.db)
            with source.db.begin() if one_moment else nullcontext(), closing(Target(self.target)) as target:
                if anew or one_moment:
                    target.empty()
                proof = self._copied(source, target, stores, tell)
                if proof.is_equal:
                    target.release()
        return proof

    def _copied(self, source: Source, target: Target, stores: Stores | None, tell: Tell) -> Proof:
        known = source.known()
        _copy_tables(source, target, known, tell)
        if stores:
            files.copy_files(source.db, stores.source, stores.target)
        proof = self._proof(source, stores, tell)
        source.check_unchanged()
        check_same(known, source.known(), target.name)
        return proof

    def prove(self, tell: Tell) -> Proof:
        """Compares two archives, and writes nothing."""
        with _source(self.source) as source, translated_errors(self.source):
            return self._proof(source, self._stores(source.db), tell, partial=False)

    def _proof(self, source: Source, stores: Stores | None, tell: Tell, *, partial: bool = True) -> Proof:
        engine = open_engine(self.target, partial=partial)
        try:
            with translated_errors(self.target), engine.connect() as target:
                return prove(source.db, target, stores, tell)
        finally:
            engine.dispose()

    def _stores(self, db: Connection) -> Stores | None:
        if not self.files:
            return None
        source, target = store_of(self.source, self.files_from), store_of(self.target, self.files_to)
        files.check_stores(db, source, target)
        return Stores(source, target) if source and target else None

    def _check_two(self) -> None:
        places = {
            str(path.resolve() if (path := sqlite_path(url)) else _place(url)) for url in (self.source, self.target)
        }
        if len(places) < 2:
            raise ArchiveError(f"{shown(self.target)} is the same archive; name a new one")


def _place(url: str) -> tuple[object, ...]:
    """Where a server's database is; its user is no part of that."""
    parsed = make_url(url)
    return parsed.host, parsed.port, parsed.database, parsed.query.get("host")


@contextmanager
def _source(url: str) -> Iterator[Source]:
    source = Source(url)
    try:
        yield source
    finally:
        source.close()


def _copy_tables(source: Source, target: Target, known: Known, tell: Tell) -> None:
    steps = target.begin(known.plain())
    check_same(Known(**steps["source"]), known, target.name)
    tell(target.rows())
    for table in COPIED:
        if (after := steps[table.name]) != DONE:
            if table.name == "fetch":
                target.add_months(months(source.db))
            _copy_table(source, target, table, after, tell)
    target.tighten()


def _copy_table(source: Source, target: Target, table: Table, after: Sequence[Any], tell: Tell) -> None:
    for rows in batches(source.db, table, after):
        target.put(table, rows, after)
        after = key_of(table, rows[-1])
        source.check_unchanged()
        tell(len(rows))
    target.end(table, after)
