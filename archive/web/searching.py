"""The search page, and its hits as files."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal, cast

from datasette.utils.asgi import Response

from archive.queries import Archive
from archive.search.finding import Found, Hit
from archive.search.tallies import FACETS, MOST_VALUES, Tally
from archive.web.asked import HITS, LAST_PAGE, Asked
from archive.web.desk import Desk, desk_of
from archive.web.pages import page

MOST_IN_A_FILE = 2_000
_TYPES = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with the values that the hits have: each with its count, its address, and whether it is on."""

    name: str
    values: tuple[tuple[str, int, str, bool], ...]


async def search(datasette: Any, request: Any) -> Any:
    """The hits, twenty a page, with filters beside them."""
    asked = Asked.of(request.args)
    found, tally = await hits(desk_of(datasette), asked)
    shown: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "tally": tally,
        "facets": [facet for facet in (_facet(asked, tally, name) for name in FACETS) if facet.values],
        "pieces": pieces,
        "previous": asked.at("/search", page=asked.page - 1) if asked.page > 1 else None,
        "next": asked.at("/search", page=asked.page + 1) if found.more and asked.page < LAST_PAGE else None,
        "most_in_a_file": MOST_IN_A_FILE,
        "most_values": MOST_VALUES,
    }
    return await page(datasette, request, "search.html", **shown)


async def hits(desk: Desk, asked: Asked) -> tuple[Found, Tally]:
    """A page of hits, and how all of them are spread."""
    words, narrowed = asked.q, asked.narrowed
    found = await desk.ask(
        lambda archive: archive.search(words, order=asked.order, limit=HITS, offset=asked.offset, **narrowed)
    )
    counted = ("tally", words, *sorted(asked.filters.items()))
    return found, await desk.remembered(counted, lambda archive: archive.tally(words, **narrowed))


async def search_file(datasette: Any, request: Any) -> Any:
    """The newest hits as whole rows, in a file."""
    kind = cast(Literal["jsonl", "csv", "json"], request.url_vars["kind"])
    asked = Asked.of(request.args)
    body = await desk_of(datasette).ask(lambda archive: _file(archive, asked, kind))
    headers = {"Content-Disposition": f'attachment; filename="articles.{kind}"'}
    return Response(body, content_type=_TYPES[kind], headers=headers)


def pieces(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A line as pieces, each with whether it is marked."""
    found, place = [], 0
    for start, end in marks:
        found += [(text[place:start], False), (text[start:end], True)]
        place = end
    return [piece for piece in (*found, (text[place:], False)) if piece[0]]


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit for programs."""
    return {name: getattr(hit, name) for name in Hit.__slots__}


def _file(archive: Archive, asked: Asked, kind: Literal["jsonl", "csv", "json"]) -> bytes:
    if kind == "json":
        lines = archive.lines(asked.q, newest_first=True, limit=MOST_IN_A_FILE, **asked.narrowed)
        return b"[" + b",".join(line.rstrip(b"\n") for line in lines) + b"]\n"
    file = BytesIO()
    archive.export(file, asked.q, format=kind, newest_first=True, limit=MOST_IN_A_FILE, **asked.narrowed)
    return file.getvalue()


def _facet(asked: Asked, tally: Tally, name: str) -> Facet:
    chosen = getattr(asked, name)
    values = [(value, count) for value, count in tally.by[name] if value != chosen]
    if chosen:
        values = [(chosen, dict(tally.by[name]).get(chosen, tally.hits)), *values]
    return Facet(
        name,
        tuple(
            (value, count, asked.at("/search", **{name: "" if value == chosen else value}), value == chosen)
            for value, count in values
        ),
    )


ROUTES = [(r"^/search$", search), (r"^/search\.(?P<kind>jsonl|csv|json)$", search_file)]
