"""Opens an archive by URL or path: the engine, the schema check, and errors in plain words."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from archive import schema, sqlite
from archive.copying.mark import is_unfinished
from archive.errors import Lost, Unusable
from archive.failures import translated
from archive.server import open_server


class Connected(ABC):
    """What has an archive to ask; the kinds of questions that `Archive` answers are written over it."""

    @abstractmethod
    def _connect(self) -> AbstractContextManager[Connection]:
        """A connection that cannot write."""


def open_engine(url: str, *, write: bool = False, wait: float = 10.0, partial: bool = False) -> Engine:
    """An engine on the archive at a path or SQLAlchemy URL. Writing creates and migrates it; reading wants it there.

    Raises Unusable or NewerSchema where it cannot serve, and then has not touched it; Busy where another process holds
    it for longer than `wait`. Only who copies into it opens one that is copied `partial`ly, and migrates none.
    """
    path = sqlite_path(url)
    with translated_errors(url):
        if path is None:
            return _open_server(url, write=write, wait=wait, partial=partial)
        if not _is_fresh(path, write=write):
            _look_at(path, url, wait)
        return _opened(sqlite.open_file(path, write=write, wait=wait), url, write=write, partial=partial)


def sqlite_path(url: str) -> Path | None:
    """The file behind a path or a sqlite URL, None where the URL names a server. Raises Unusable for neither."""
    if "://" not in url:
        return _absolute(url)
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Unusable(f"{url!r} is neither a path nor a database URL") from error
    except ValueError as error:  # the rest of it may hold a password
        raise Unusable(f"the archive's URL has a port that is no number ({error})") from error
    if parsed.get_backend_name() == "sqlite":
        return _absolute(parsed.database or "")
    if parsed.get_backend_name() == "postgresql":
        return None
    raise Unusable(f"{shown(url)}: archives are kept in SQLite or PostgreSQL")


def shown(url: str) -> str:
    """A path or URL as it may stand in a message: without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True) if "://" in url else url
    except (ArgumentError, ValueError):
        return "the archive's URL"


@contextmanager
def translated_errors(url: str) -> Iterator[None]:
    """Turns what the database library raises into the archive's own errors."""
    try:
        yield
    except DBAPIError as error:
        raise translated(error, shown(url)) from error
    except UnicodeDecodeError as error:
        raise Unusable(f"{shown(url)}: a text in it is damaged ({error}); restore a backup") from error


def _absolute(name: str) -> Path:
    if name in {"", ":memory:"} or "\x00" in name:
        raise Unusable("an archive needs a file: give a path")
    try:
        return Path(name).expanduser().absolute()
    except RuntimeError as error:
        raise Unusable(f"{name}: {error}") from error


def _is_fresh(path: Path, *, write: bool) -> bool:
    """Whether the file is still to be made. Raises Unusable where the path can hold no archive, or another's file."""
    try:
        if path.is_dir():
            raise Unusable(f"{path} is a folder; give the path of a file")
        if not path.parent.is_dir():
            raise Unusable(f"the folder {path.parent} does not exist; make it first")
        if not path.exists() or (path.is_file() and path.stat().st_size == 0):
            if not write:
                raise Unusable(f"there is no archive at {path}; crawl first, or name another with ZONENEWS_ARCHIVE")
            return True
        sqlite.check_header(path)
    except OSError as error:
        raise Unusable(f"{path} cannot be opened: {error.strerror}") from error
    return False


def _look_at(path: Path, url: str, wait: float) -> None:
    """Raises Unusable or NewerSchema before anything is opened for writing."""
    engine = sqlite.open_first_look(path, wait=wait)
    try:
        with engine.connect() as connection:
            sqlite.check_owner(connection, path)
            schema.version_of(connection, shown(url))
    finally:
        engine.dispose()


def _open_server(url: str, *, write: bool, wait: float, partial: bool) -> Engine:
    try:
        engine = open_server(url, write=write, wait=wait)
    except (ImportError, ArgumentError) as error:
        raise Unusable(f"{shown(url)}: {error}; install the driver that the URL names") from error
    try:
        return _opened(engine, url, write=write, partial=partial)
    except DBAPIError as error:
        found = translated(error, shown(url))
        if isinstance(found, Lost):  # it may never have been there
            raise Unusable(f"{shown(url)}: {str(error.orig).strip()}") from error
        raise found from error


def _opened(engine: Engine, url: str, *, write: bool, partial: bool) -> Engine:
    """The engine, once its schema is the newest; a writer brings it there."""
    newest = schema.versions()[-1]
    try:
        with engine.connect() as connection:
            found = schema.version_of(connection, shown(url))
            if found is not None and not partial and is_unfinished(connection):
                raise Unusable(f"{shown(url)} is the unfinished copy of another archive; go on with `zonenews copy`")
            connection.rollback()
            if found != newest and write and not (found and partial):
                schema.upgrade(connection)
            elif found is None:
                raise Unusable(f"{shown(url)} holds no archive yet; crawl first")
            elif found != newest:
                raise Unusable(f"{shown(url)} has an older schema ({found}); `zonenews upgrade` brings it up to date")
    except BaseException:
        engine.dispose()
        raise
    return engine
