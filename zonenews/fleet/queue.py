"""The queue of the fleet: Procrastinate on the archive's own PostgreSQL, so that there is no second server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

from archive.database import shown, sqlite_path
from archive.server import NEVER_DEAF
from zonenews.exits import Exit, Refused
from zonenews.fleet.patience import CarefulManager, PatientConnector
from zonenews.fleet.tables import SCHEMA, make_tables
from zonenews.profile import Profile

CRAWLS = "crawls"  # the name of the queue, and of the task: a job is one site's crawl
DRAWN = "drawn"  # the queue of sites whose pages a browser draws: only a worker that has one takes these
BY_HAND, BY_SCHEDULE = 10, 0  # priorities; a retry has less than both


def open_queue(archive: str) -> App:
    """The queue beside an archive, its tables made. Raises Refused where the archive is not on PostgreSQL."""
    conninfo = conninfo_of(archive)
    make_tables(conninfo)
    connector = PatientConnector(conninfo)
    app = App(connector=connector)
    app.job_manager = CarefulManager(connector)
    return app


@asynccontextmanager
async def opened(app: App) -> AsyncIterator[None]:
    """The queue, open for who asks it once. Raises Refused where the server does not do what is asked."""
    try:
        async with app.open_async():
            yield
    except ConnectorException as error:
        said = str(error.__cause__ or error).strip().splitlines()
        raise Refused(
            Exit.ARCHIVE, f"the queue cannot be used: {said[0] if said else 'it does not say why'}"
        ) from error


def queue_of(profile: Profile) -> str:
    """Where the jobs of a site wait."""
    return DRAWN if profile.drawn else CRAWLS


def conninfo_of(archive: str) -> str:
    """How psycopg reaches the queue beside an archive. Raises Refused where it cannot."""
    if sqlite_path(archive) is not None:
        said = "a fleet needs an archive on PostgreSQL; name one with ZONENEWS_ARCHIVE=postgresql+psycopg://…"
        raise Refused(Exit.CONFIGURATION, f"{shown(archive)}: {said} (docs/fleet.md)")
    url = make_url(archive).set(drivername="postgresql+psycopg")
    words, asked = url.get_dialect()().create_connect_args(url)
    path = " ".join(filter(None, [asked.pop("options", ""), f"-c search_path={SCHEMA}"]))
    try:
        return make_conninfo(*words, **{**NEVER_DEAF, "application_name": "zonenews fleet", **asked, "options": path})
    except ProgrammingError as error:
        raise Refused(Exit.ARCHIVE, f"{shown(archive)}: {error}") from error
