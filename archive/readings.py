"""Stores readings: what an extractor made of a revision, in a crawl or years later."""

from sqlalchemy import Connection, bindparam, select

from archive.charted import ChartRows
from archive.models import Model
from archive.records import Reading
from archive.reprints.index import Reprints
from archive.search.index import SearchIndex
from archive.statements import INSERT_ATTACHMENTS, INSERT_READING, POINT_REVISION, READING_FIELDS

_TABLES = Model.metadata.tables
_SOUGHT = ("title", "source", "published", "document_number", "text")
_BEFORE = (
    select(_TABLES["article"].c.id, *(_TABLES["reading"].c[name] for name in _SOUGHT))
    .join_from(
        _TABLES["revision"], _TABLES["reading"], _TABLES["reading"].c.id == _TABLES["revision"].c.current_reading
    )
    .join(_TABLES["article"], _TABLES["article"].c.current_revision == _TABLES["revision"].c.id)
    .where(_TABLES["revision"].c.id == bindparam("revision"))
)


def add_reading(db: Connection, revision: int, reading: Reading) -> None:
    """Adds a reading and makes it the current one of its revision."""
    row = {name: getattr(reading, name) for name in READING_FIELDS}
    added = db.execute(INSERT_READING, row | {"revision": revision}).scalar_one()
    if reading.attachments:
        files = [{"reading": added, "position": place, **file} for place, file in enumerate(reading.attachments)]
        db.execute(INSERT_ATTACHMENTS, files)
    db.execute(POINT_REVISION, {"b_id": revision, "b_reading": added})


def add_later_reading(db: Connection, revision: int, reading: Reading) -> None:
    """Adds a reading by a newer extractor; found and counted where its revision is the current one."""
    before = db.execute(_BEFORE, {"revision": revision}).one_or_none()
    add_reading(db, revision, reading)
    if before is None:
        return
    ChartRows(db).put(before.id, reading)
    if before[1:] != tuple(getattr(reading, name) for name in _SOUGHT):
        SearchIndex(db).put(before.id, reading)
        Reprints(db).put(before.id)
