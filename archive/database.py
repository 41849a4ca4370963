"""Opens an archive by URL or path: the engine, the schema check, and errors in plain words."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from archive import sqlite
from archive.errors import Busy, DiskFull, NewerSchema, Unusable

logging.getLogger("alembic").setLevel(logging.WARNING)  # it reports every look at the schema


def open_engine(url: str, *, write: bool = False, wait: float = 10.0) -> Engine:
    """An engine on the archive at a path or SQLAlchemy URL. Writing creates and migrates it; reading wants it there.

    Raises Unusable or NewerSchema where it cannot serve, Busy where its schema is just being changed.
    """
    path = sqlite_path(url)
    with translated_errors(url):
        if path is None:
            engine = create_engine(url)
        else:
            _check_path(path, write=write)
            engine = sqlite.open_file(path, write=write, wait=wait)
        _check_schema(engine, url, write=write)
    return engine


def sqlite_path(url: str) -> Path | None:
    """The file behind a path or a sqlite URL, None where the URL names a server. Raises Unusable for neither."""
    if "://" not in url:
        return Path(url).expanduser().absolute()
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Unusable(f"{url!r} is neither a path nor a database URL") from error
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database:
            raise Unusable("an archive needs a file: give a path instead of an in-memory database")
        return Path(parsed.database).absolute()
    if parsed.get_backend_name() == "postgresql":
        return None
    raise Unusable(f"{parsed.render_as_string(hide_password=True)}: archives are kept in SQLite or PostgreSQL")


@contextmanager
def translated_errors(url: str) -> Iterator[None]:
    """Turns what the database library raises into the archive's own errors."""
    try:
        yield
    except DBAPIError as error:
        raise _translated(error, url) from error


def _translated(error: DBAPIError, url: str) -> Exception:
    said = str(error.orig)
    if "database is locked" in said or "database schema is locked" in said or "database table is locked" in said:
        return Busy(f"{url}: another process is writing; try again")
    if "disk is full" in said or "disk full" in said or "No space left" in said:
        return DiskFull(f"{url}: the disk is full; make room and run again, nothing that was stored is lost")
    if "not a database" in said or "malformed" in said:
        return Unusable(f"{url}: {said}; this is no archive, or it is damaged")
    if "unable to open" in said or "readonly" in said or "could not connect" in said or "connection failed" in said:
        return Unusable(f"{url}: {said}")
    return error


def _check_path(path: Path, *, write: bool) -> None:
    if path.is_dir():
        raise Unusable(f"{path} is a folder; give the path of a file")
    if not path.exists() and not write:
        raise Unusable(f"there is no archive at {path}; crawl first, or name another with ZONENEWS_ARCHIVE")
    if not path.parent.is_dir():
        raise Unusable(f"the folder {path.parent} does not exist")
    sqlite.check_file(path)


def _check_schema(engine: Engine, url: str, *, write: bool) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        if found == scripts.get_current_head():
            return
        if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
            raise NewerSchema(f"{url} was written by a newer zonenews (schema {found}); update zonenews to use it")
        if not write:
            raise Unusable(f"{url} has an older schema ({found}); `zonenews upgrade` brings it up to date")
        _upgrade(connection, config)


def _upgrade(connection: Connection, config: Config) -> None:
    """Brings the schema to the newest one in a single transaction: a crash leaves the old one or the new one."""
    with connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
