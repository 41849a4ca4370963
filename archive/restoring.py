"""Takes the pages of a revision out of the archive, to be read again."""

from sqlalchemy import Connection, literal, select, union_all

from archive import captures
from archive.models import Capture, Fetch, Revision, RevisionPage
from archive.records import Stored


def stored_pages(db: Connection, revision: int) -> list[Stored]:
    """The pages of a revision in their order. Raises Unusable where one is damaged."""
    first = select(literal(1).label("position"), Revision.fetch, Revision.capture).where(Revision.id == revision)
    further = select(RevisionPage.position, RevisionPage.fetch, RevisionPage.capture).where(
        RevisionPage.revision == revision
    )
    pages = union_all(first, further).subquery()
    found = db.execute(
        select(Fetch.final_url, Fetch.response_headers, Fetch.at, Capture.digest, Capture.data)
        .join_from(pages, Fetch, Fetch.id == pages.c.fetch)
        .join(Capture, Capture.digest == pages.c.capture)
        .order_by(pages.c.position)
    )
    return [
        Stored(row.final_url, captures.unpacked(row.data, row.digest), tuple(map(tuple, row.response_headers)), row.at)
        for row in found
    ]
