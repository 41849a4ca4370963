"""The archive that is copied into: each batch commits with the word how far it has come."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Row, Table, cast, exists, func, insert, select, text
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.exc import DataError, IntegrityError

from archive.copying import mark, references, search
from archive.copying.months import add_months
from archive.copying.reading import key_of
from archive.copying.tables import COPIED, count_rows
from archive.database import open_engine, shown, translated_errors
from archive.errors import ArchiveError
from archive.search import fts5
from archive.server import transaction
from archive.sqlite import library

DONE = "done"
_SEQUENCE = text("SELECT pg_get_serial_sequence(:name, 'id')")


class Target:
    """Writes into a new archive, or goes on with one that a copy was begun into.

    Raises Unusable where the place can hold none, and ArchiveError where it holds another archive.
    """

    def __init__(self, url: str) -> None:
        self.name = shown(url)
        self._url = url
        self._engine = open_engine(url, write=True, partial=True)
        self._db = self._engine.connect()
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        if self._is_sqlite:
            self._driver().execute("PRAGMA foreign_keys = OFF")
        try:
            self._check_free()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Gives the connection back."""
        if self._is_sqlite and not self._db.closed:
            with suppress(library().Error):  # what was written is safe without
                self._driver().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()
        self._engine.dispose()

    def begin(self, source: dict[str, Any]) -> dict[str, Any]:
        """What was said of each step by now; where nothing was, the copy begins."""
        with self._transaction() as db:
            if not mark.is_unfinished(db):
                loose = [] if self._is_sqlite else references.loosen(db)
                mark.make(db, {"source": source, "references": loose} | {table.name: [] for table in COPIED})
            return mark.steps(db)

    def rows(self) -> int:
        """How many rows are there by now."""
        with self._transaction() as db:
            return count_rows(db)

    def empty(self) -> None:
        """Throws away what an unfinished copy has written, and its mark; it is as new."""
        with self._transaction() as db:
            if mark.is_unfinished(db):
                loose = mark.steps(db)["references"]
                _empty(db)
                for reference in loose:
                    references.tighten(db, reference)
                mark.drop(db)

    def add_months(self, months: list[str]) -> None:
        """Makes a server's tables for the fetches of these months."""
        if not self._is_sqlite:
            with self._transaction() as db:
                add_months(db, months)

    def put(self, table: Table, rows: Sequence[Row[Any]], after: Sequence[Any]) -> None:
        """Adds rows of a table, those after a key. Raises ArchiveError where this engine cannot hold one."""
        names = [column.name for column in table.columns]
        with self._transaction() as db:
            mark.advance(db, table.name, after, key_of(table, rows[-1]))
            with _told(table, after, self.name):
                db.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
            if table.name == "search":
                search.index(db, rows)

    def end(self, table: Table, after: Sequence[Any]) -> None:
        """Says that a table is whole; the numbers that a server gives go on after those that are there."""
        with self._transaction() as db:
            mark.advance(db, table.name, after, DONE)
            if not self._is_sqlite and "id" in table.columns and (name := _sequence(db, table)):
                db.execute(select(func.setval(cast(name, REGCLASS), func.max(table.c.id))))

    def tighten(self) -> None:
        """Has every reference checked, and held from now on. Raises ArchiveError where one leads to nothing."""
        with self._transaction() as db:
            if self._is_sqlite:
                references.check(db)
            loose = mark.steps(db)["references"]
        while loose:
            with self._transaction() as db:
                references.tighten(db, loose[0])
                mark.advance(db, "references", loose, loose[1:])
            loose = loose[1:]
        if not self._is_sqlite:
            with self._transaction() as db:
                db.exec_driver_sql("ANALYZE")  # a server that knows nothing of new tables plans badly

    def release(self) -> None:
        """Makes it an archive like any other."""
        with self._transaction() as db:
            mark.drop(db)

    def _check_free(self) -> None:
        with self._transaction() as db:
            if not mark.is_unfinished(db) and _holds_rows(db):
                raise ArchiveError(f"{self.name} holds an archive already; name a new one, or compare: --verify-only")

    def _driver(self) -> Any:
        return self._db.connection.driver_connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with translated_errors(self._url), self._db.begin() if self._is_sqlite else transaction(self._db):
            yield self._db


@contextmanager
def _told(table: Table, after: Sequence[Any], target: str) -> Iterator[None]:
    try:
        yield
    except (DataError, IntegrityError) as error:
        where = f"{table.name}, among those after {', '.join(map(str, after)) or 'none'}"
        raise ArchiveError(f"{target} cannot hold a row of {where}: {error.orig}") from error


def _empty(db: Connection) -> None:
    if db.dialect.name == "sqlite":
        fts5.clear(db)
        for table in COPIED:
            db.execute(table.delete())
    else:  # one statement: some references may be back already
        names = ", ".join(f'"{table.name}"' for table in COPIED)
        db.exec_driver_sql(f"TRUNCATE {names}, search_due, search_index")


def _holds_rows(db: Connection) -> bool:
    return any(db.scalar(select(exists(select(1).select_from(table)))) for table in COPIED)


def _sequence(db: Connection, table: Table) -> str | None:
    name: str | None = db.scalar(_SEQUENCE, {"name": table.name})
    return name
