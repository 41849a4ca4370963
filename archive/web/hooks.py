"""What Datasette asks a plugin: routes, words for templates, connections that cannot harm, errors in plain words."""

import logging
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from datasette.database import QueryInterrupted

from archive.errors import ArchiveError, NotFound
from archive.sqlite import guard_reader
from archive.web import moments
from archive.web.addresses import article_at, followable, here_with
from archive.web.desk import desk_of
from archive.web.guard import guarded
from archive.web.languages import language_of, theme_of, words_of
from archive.web.pages import told
from archive.web.queries import QUERIES
from archive.web.routes import ROUTES
from archive.web.sentences import told_in
from archive.web.sheets import defused
from archive.web.statics import asset

logger = logging.getLogger(__name__)
_FILTERS = (moments.moment, moments.day, moments.number, moments.size, moments.duration)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[Any]:
    """The pages of the desk, before Datasette's own."""
    return ROUTES


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """The guard before every route."""
    desk = desk_of(datasette)
    return lambda app: guarded(defused(app), desk.hosts, desk.public)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: Any, database: str) -> None:
    """Datasette's own connections to the archive read, and nothing else."""
    if database == "archive":
        guard_reader(conn)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    """Times and numbers as people write them."""
    env.filters.update({each.__name__: each for each in _FILTERS})
    env.trim_blocks = env.lstrip_blocks = True


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(request: Any, datasette: Any) -> dict[str, Any]:
    """The reader's words and colours, for every page."""
    return {
        "t": words_of(request),
        "said": lambda sentence: told_in(language_of(request), sentence),
        "language": language_of(request),
        "theme": theme_of(request),
        "asset": asset,
        "article_at": article_at,
        "followable": followable,
        "here_with": lambda **changed: here_with(request, changed),
    }


@hookimpl  # type: ignore[untyped-decorator]
def canned_queries(database: str) -> dict[str, Any]:
    """The questions that analysts ask first."""
    return QUERIES if database == "archive" else {}


@hookimpl  # type: ignore[untyped-decorator]
def permission_allowed(action: str) -> bool | None:
    """Nobody downloads a file that is written to (`zonenews backup` makes a copy), nor looks behind the scenes."""
    return False if action in {"view-database-download", "permissions-debug", "debug-menu"} else None


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """An error as a page; what the archive says is meant for people, what a bug says is for the log."""

    async def said() -> Any:
        status, words = _of_next(request, exception) or explained(exception)
        if status == 500:
            logger.error("%s failed", request.path, exc_info=exception)
        words = words.replace(desk_of(datasette).archive.url, "the archive")  # where it lies is nobody's business
        return await told(datasette, request, status, words)

    return said


def _of_next(request: Any, error: Exception) -> tuple[int, str] | None:
    """What is wrong with `_next`, which Datasette takes for a number on the page of a view."""
    wrong = isinstance(error, ValueError) and request.path.startswith("/archive/") and request.args.get("_next")
    return (400, "_next is a number") if wrong else None


def explained(error: Exception) -> tuple[int, str]:
    """The status and the words of an error."""
    if isinstance(error, NotFound):
        return 404, str(error)
    if isinstance(error, ArchiveError):
        return getattr(error, "status", 503), str(error)
    if isinstance(error.__context__, QueryInterrupted):  # Datasette's own words are a page's source
        return 400, "stopped: it took longer than it may"
    status = getattr(error, "status", None)  # of Datasette's own errors; those without a number are of what was asked
    if status is not None:
        return 400 if status == 500 else status, str(getattr(error, "message", None) or error)
    return 500, f"an error of zonenews ({type(error).__name__}); its log says more"
