"""Stores readings: what an extractor made of a revision, in a crawl or years later."""

from sqlalchemy import Connection, bindparam, exists, select

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
_WANTED = select(_TABLES["revision"].c.id).where(
    _TABLES["revision"].c.id == bindparam("revision"),
    ~exists().where(
        _TABLES["reading"].c.revision == bindparam("revision"), _TABLES["reading"].c.extractor == bindparam("extractor")
    ),
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
    """Adds a reading by a newer extractor; found and counted where its revision is the current one.

    A revision that was erased in the meantime, or that a crawl has read by that extractor, stays as it is.
    """
    if db.execute(_WANTED, {"revision": revision, "extractor": reading.extractor}).one_or_none() is None:
        return
    before = db.execute(_BEFORE, {"revision": revision}).one_or_none()
    add_reading(db, revision, reading)
    if before is None:
        return
    ChartRows(db).put(before.id, reading)
    if before[1:] != tuple(getattr(reading, name) for name in _SOUGHT):
        SearchIndex(db).put(before.id, reading)
        Reprints(db).put(before.id)
