"""Lets a damaged capture be mended: its page is fetched again, and the same bytes take its place."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from archive import captures
from archive.models import Capture, Fetch, Frontier


def fetch_again(db: Connection, digest: str, at: datetime) -> None:
    """Marks a capture as damaged, and its pages as due: the same bytes, if they still come, take its place."""
    db.execute(update(Capture).where(Capture.digest == digest).values(codec=captures.DAMAGED))
    pages = select(Fetch.url_id).where(Fetch.body_digest == digest)
    wanted = Frontier.state.in_(("done", "unread"))
    db.execute(update(Frontier).where(Frontier.url_id.in_(pages), wanted).values(due=at, etag=None, last_modified=None))
