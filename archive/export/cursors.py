"""Where the exports of each name stand: a row a name, moved only when the file of an export has its name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from socket import gethostname
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, insert, select, update

from archive.database import open_engine, translated_errors
from archive.errors import ArchiveError
from archive.export.changes import Position
from archive.export.rows import Cursor
from archive.export.whole import take_away

_TABLE = Cursor.__table__


@dataclass(frozen=True, slots=True)
class Pending:
    """A complete file that is about to get its name, and where the cursor stands when it has it."""

    part: Path
    target: Path
    upto: Position

    def plain(self) -> dict[str, Any]:
        """What is kept of it."""
        place = {"part": str(self.part), "file": str(self.target), "host": gethostname()}
        return place | {"reading": self.upto.reading, "event": self.upto.event}


class Cursors:
    """Writes where cursors stand. Raises Busy where somebody else writes for too long."""

    def __init__(self, url: str, *, wait: float = 10.0) -> None:
        self._url = url
        self._engine = open_engine(url, write=True, wait=wait)

    def close(self) -> None:
        """Gives the connection back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def start(self, name: str, filters: dict[str, Any], at: datetime) -> Position:
        """Where a cursor stands, once what was pending is settled; a new one stands before everything.

        Raises ArchiveError where it is for other articles, or where nobody can tell here what became of a file.
        """
        with self._transaction() as db:
            row = db.execute(select(_TABLE).where(Cursor.name == name)).one_or_none()
            if row is None:
                values = {"name": name, "last_reading": 0, "last_event": 0, "updated": at, "filter": filters}
                db.execute(insert(Cursor), values)
                return Position()
        if row.filter != filters:
            raise ArchiveError(f"cursor {name} is for {_shown(row.filter)}; name another one for {_shown(filters)}")
        if row.pending is None:
            return Position(row.last_reading, row.last_event)
        self._settle(name, row.pending, at)
        return self.start(name, filters, at)

    def claim(self, name: str, since: Position, pending: Pending, at: datetime) -> bool:
        """Notes what is about to get its name; False where the cursor is no longer where it was."""
        stood = (Cursor.last_reading == since.reading, Cursor.last_event == since.event, Cursor.pending.is_(None))
        return self._changed(name, *stood, pending=pending.plain(), updated=at)

    def move(self, name: str, since: Position, upto: Position, at: datetime) -> None:
        """Moves a cursor past what its filter leaves out; nothing is to be delivered."""
        stood = (Cursor.last_reading == since.reading, Cursor.last_event == since.event, Cursor.pending.is_(None))
        self._changed(name, *stood, last_reading=upto.reading, last_event=upto.event, updated=at)

    def finish(self, name: str, pending: dict[str, Any], at: datetime) -> None:
        """Moves a cursor: what was pending has its name. Somebody else may have seen that, and done it, before."""
        moved = {"last_reading": pending["reading"], "last_event": pending["event"], "updated": at}
        self._changed(name, Cursor.pending == pending, pending=None, **moved)

    def _settle(self, name: str, pending: dict[str, Any], at: datetime) -> None:
        """Finds out whether a file got its name before its export broke off.

        The unfinished name tells: it goes when the file gets its own, and whoever takes it away first decides.
        """
        part = Path(pending["part"])
        if pending["host"] != gethostname() or not part.parent.is_dir():
            where = f"{pending['host']}, in {part.parent}"
            raise ArchiveError(f"cursor {name} was last used on {where}, and broke off; export once more from there")
        with take_away(part) as was_there:
            if was_there:
                self._changed(name, Cursor.pending == pending, pending=None, updated=at)
            else:
                self.finish(name, pending, at)

    def _changed(self, name: str, *stood: ColumnElement[bool], **values: Any) -> bool:
        with self._transaction() as db:
            return db.execute(update(Cursor).where(Cursor.name == name, *stood).values(**values)).rowcount > 0

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with translated_errors(self._url), self._engine.begin() as connection:
            yield connection


def _shown(filters: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in filters.items()) or "all articles"
