"""Stores readings: what an extractor made of a revision, in a crawl or years later."""

from sqlalchemy import Connection, select

from archive.models import Article, Revision
from archive.models import Reading as ReadingRow
from archive.records import Reading
from archive.reprints.index import Reprints
from archive.search.index import SearchIndex
from archive.statements import INSERT_ATTACHMENTS, INSERT_READING, POINT_REVISION, READING_FIELDS

_SOUGHT = ("title", "source", "published", "document_number", "text")


def add_reading(db: Connection, revision: int, reading: Reading) -> None:
    """Adds a reading and makes it the current one of its revision."""
    row = {name: getattr(reading, name) for name in READING_FIELDS}
    added = db.execute(INSERT_READING, row | {"revision": revision}).scalar_one()
    if reading.attachments:
        files = [{"reading": added, "position": place, **file} for place, file in enumerate(reading.attachments)]
        db.execute(INSERT_ATTACHMENTS, files)
    db.execute(POINT_REVISION, {"b_id": revision, "b_reading": added})


def add_later_reading(db: Connection, revision: int, reading: Reading) -> None:
    """Adds a reading by a newer extractor; search finds it where the revision is its article's current one."""
    current = select(Article.id).join(Revision, Revision.id == Article.current_revision).where(Revision.id == revision)
    article = db.execute(current).scalar_one_or_none()
    changed = article is not None and _says_otherwise(db, revision, reading)
    add_reading(db, revision, reading)
    if article is not None and changed:
        SearchIndex(db).put(article, reading)
        Reprints(db).put(article)


def _says_otherwise(db: Connection, revision: int, reading: Reading) -> bool:
    """Whether a reading changes what is found, or compared, of an article."""
    columns = (getattr(ReadingRow, name) for name in _SOUGHT)
    known = select(*columns).join(Revision, Revision.current_reading == ReadingRow.id).where(Revision.id == revision)
    before = db.execute(known).one_or_none()
    return before is None or tuple(before) != tuple(getattr(reading, name) for name in _SOUGHT)
