"""Opens the desk on an archive, and serves it."""

import socket
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.sqlite import sqlite3 as datasettes_library

import archive.web
from archive.database import sqlite_path
from archive.errors import Unusable
from archive.queries import Archive
from archive.sqlite import library
from archive.web.addresses import origin_of
from archive.web.database import AskedDatabase
from archive.web.desk import Desk

# seconds: every row that SQLite gives waits for the interpreter, five milliseconds of Python's own where others compute
_SWITCH = 0.0005
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SETTINGS = {
    "sql_time_limit_ms": 1_000,
    "max_returned_rows": 1_000,
    "default_page_size": 50,
    "num_sql_threads": 4,
    "suggest_facets": False,
    "allow_download": False,
    "allow_csv_stream": False,
    "default_cache_ttl": 0,
    "truncate_cells_html": 400,
}
# what serves the machine is shown to those who ask for it
_HIDDEN = (
    "alembic_version",
    "capture",
    "dictionary",
    "fingerprint",
    "reprint_due",
    "search",
    "search_due",
    "forgotten",
)
_TABLES = {name: {"hidden": True} for name in _HIDDEN}
# its handler of errors prints every address that is not found, with all local variables
_NOT_WANTED = ("datasette.handle_exception", "datasette.default_menu_links", "datasette.actor_auth_cookie")


class _Served(Datasette):  # type: ignore[misc]
    """A Datasette that knows its desk."""

    def __init__(self, desk: Desk) -> None:
        self.zonenews_desk = desk
        super().__init__(
            settings=SETTINGS, metadata={"title": "zonenews", "databases": {"archive": {"tables": _TABLES}}}
        )


def desk(
    url: str,
    *,
    now: Callable[[], datetime],
    hosts: Iterable[str] = (),
    files: str | None = None,
    public: str | None = None,
) -> Any:
    """A Datasette that serves an archive. Raises Unusable where it is none that a browser can be shown.

    `public` is the address at which a proxy offers it to readers; its host name need not be among `hosts`.
    """
    path = _sqlite_file(url)
    _use_plugin()
    origin = origin_of(public) if public else None
    names = LOOPBACK | frozenset(hosts) | ({str(urlsplit(origin).hostname)} if origin else set())
    served = _Served(Desk(Archive(url, files=files), now, names, origin))
    served.remove_database("_memory")
    served.add_database(AskedDatabase(served, path), name="archive")
    return served


def listen(host: str, port: int) -> socket.socket:
    """The socket to answer at. Raises OSError where it cannot be had."""
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


def serve(served: Any, at: socket.socket) -> None:
    """Answers until it is stopped."""
    import uvicorn

    sys.setswitchinterval(_SWITCH)
    config = uvicorn.Config(
        served.app(), log_level="warning", server_header=False, date_header=False, proxy_headers=False
    )
    uvicorn.Server(config).run(sockets=[at])


def _sqlite_file(url: str) -> Path:
    path = sqlite_path(url)
    if path is None:
        raise Unusable(
            "the desk is for archives in a SQLite file; `zonenews copy --one-moment <this one> desk.db` makes one of"
            " it (docs/copy.md)"
        )
    if datasettes_library is not library():  # two libraries in one process break each other's locks
        raise Unusable("Datasette has loaded another SQLite library than the archive; install the extra `web` anew")
    return path


def _use_plugin() -> None:
    """Has Datasette know this package, once for the process."""
    plugin = sys.modules[archive.web.__name__]
    if not pm.is_registered(plugin):
        pm.register(plugin, archive.web.__name__)
        for name in _NOT_WANTED:
            pm.unregister(name=name)
