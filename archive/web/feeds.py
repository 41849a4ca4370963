"""Atom feeds: of any search, so of any site and section too, and of changes."""

from collections.abc import Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson
from datasette.utils.asgi import Response

from archive.atom import Entry, feed
from archive.web.asked import Asked
from archive.web.changing import asked_changes
from archive.web.desk import desk_of
from archive.web.languages import words_of
from archive.web.pages import origin

_ENTRIES = 50
_TYPE = "application/atom+xml; charset=utf-8"


async def search_feed(datasette: Any, request: Any) -> Any:
    """The newest hits of a search."""
    asked = Asked.of(request.args)
    lines = await desk_of(datasette).ask(
        lambda archive: list(archive.lines(asked.q, newest_first=True, limit=_ENTRIES, **asked.narrowed))
    )
    title = " ".join(["zonenews", *filter(None, [asked.q]), *asked.filters.values()])
    entries = [Entry.of(orjson.loads(line)) for line in lines]
    return _answer(request, title, asked.at("/feed.atom", order="newest"), entries)


async def changes_feed(datasette: Any, request: Any) -> Any:
    """The last changes of articles; an edit leads to what changed."""
    asked = asked_changes(request.args)
    rows = await desk_of(datasette).ask(lambda archive: archive.changes(limit=_ENTRIES, **asked))
    words = words_of(request)
    title = " ".join(["zonenews", words("changes"), *filter(None, [asked["site"]])])
    entries = [_entry(request, row, words) for row in rows]
    return _answer(request, title, request.full_path, entries)


def _entry(request: Any, row: dict[str, Any], words: Any) -> Entry:
    """An event; its id is made of what it happened to and when, and so the same from any copy of the archive."""
    url, at = row["url"], row["at"]
    return Entry(
        *(uuid5(NAMESPACE_URL, f"{url}#{row['kind']}@{at}").urn, url),
        *(f"{words('kind_' + row['kind'])}: {row['title'] or url}", at),
        source=row["source"],
        categories=(row["kind"],),
    )


def _answer(request: Any, title: str, path: str, entries: Sequence[Entry]) -> Response:
    body = feed(title, origin(request) + path, entries, id=uuid5(NAMESPACE_URL, f"zonenews:{path}").urn)
    return Response(body, content_type=_TYPE)


ROUTES = [(r"^/feed\.atom$", search_feed), (r"^/changes\.atom$", changes_feed)]
