"""What is known of hosts and lists before a run asks anything of them."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from archive.manners.records import FirstPage, HostRest, RobotsFile
from archive.manners.rows import HostRestRow, RobotsRow, SectionPageRow

_REST = HostRestRow.__table__.c


def robots(db: Connection, origin: str) -> RobotsFile | None:
    """The robots.txt last read there; None where none was."""
    columns = RobotsRow.__table__.c
    found = db.execute(select(*columns).where(columns.origin == origin)).one_or_none()
    return None if found is None else RobotsFile(found.origin, found.status, found.body, found.fetched)


def rests(db: Connection, hosts: Iterable[str]) -> list[HostRest]:
    """The hosts among these that were to be left alone, past or not."""
    found = db.execute(select(*_REST).where(_REST.host.in_(list(hosts))))
    return [HostRest(row.host, row.until, row.reason, row.breaks) for row in found]


def first_page(db: Connection, section: int) -> FirstPage:
    """What is remembered of a section's list; nothing at first."""
    columns = SectionPageRow.__table__.c
    row = db.execute(select(*columns).where(columns.section == section)).one_or_none()
    if row is None:
        return FirstPage()
    return FirstPage(row.etag, row.last_modified, row.read_by, bool(row.honest), row.place)
