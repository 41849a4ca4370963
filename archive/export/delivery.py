"""Delivers what is new since last time, under a name: each reading, and each change of a state, exactly once.

A file is written under an unfinished name, noted as pending in the cursor's row, given its name, and then the cursor
moves. Where that breaks off, the next export looks for the unfinished name: where it is gone the file was delivered,
where it is there it is taken away and delivered anew.
"""

from datetime import datetime
from pathlib import Path

from archive.database import open_engine, translated_errors
from archive.errors import ArchiveError, Busy
from archive.export.changes import Position, changed_rows, last_position
from archive.export.cursors import Cursors, Pending
from archive.export.formats import Format, format_of, packing_for, write_rows
from archive.export.selecting import Selection
from archive.export.whole import part_file, part_of, sync, told


def deliver(url: str, name: str, to: Path, selection: Selection, at: datetime, *, format: Format | None = None) -> int:
    """Writes what became known since the last delivery under this name to a new file; gives the number of rows.

    Where nothing did, there is no file. Raises ArchiveError where the file is there already, or where the name was used
    for other articles.
    """
    form, target = format or format_of(to), to.absolute()
    with Cursors(url) as cursors:
        since = cursors.start(name, selection.filters(), at)
        _expect_nothing(target)
        part = part_of(target)
        count, upto = _write(url, since, part, selection, form, packing_for(to, form))
        if not count:
            part.unlink()
            cursors.move(name, since, upto, at)
            return 0
        pending = Pending(part, target, upto)
        _claim(cursors, name, since, pending, at)
        _name(pending, name)
        cursors.finish(name, pending.plain(), at)
    return count


def _expect_nothing(target: Path) -> None:
    """Nothing is replaced: nobody may have taken what it holds, and it will not be delivered again."""
    if target.exists() or target.is_symlink():
        raise ArchiveError(f"{target} is there already, and would be lost; move it away, or name another file")


def _write(
    url: str, since: Position, part: Path, selection: Selection, format: Format, packing: str
) -> tuple[int, Position]:
    """Writes what is new into a file of this name, and has it survive a power cut; gives the number of rows."""
    engine = open_engine(url)
    try:
        with told(part.parent), translated_errors(url), engine.connect() as db, part_file(part) as file:
            upto = last_position(db)
            count = write_rows(changed_rows(db, since, selection), file, format, selection, packing)
        sync(part.parent)
        return count, upto
    finally:
        engine.dispose()


def _claim(cursors: Cursors, name: str, since: Position, pending: Pending, at: datetime) -> None:
    """Notes a complete file as pending; takes it away where it surely was not noted."""
    try:
        if cursors.claim(name, since, pending, at):
            return
    except Busy:
        pending.part.unlink()
        raise
    pending.part.unlink()
    raise ArchiveError(f"another export with the cursor {name} goes on; nothing was written")


def _name(pending: Pending, name: str) -> None:
    """Gives a complete file its name."""
    _expect_nothing(pending.target)
    with told(pending.target):
        try:
            pending.part.replace(pending.target)
        except FileNotFoundError:
            raise ArchiveError(f"another export with the cursor {name} came in between; nothing was written") from None
        sync(pending.target.parent)
