"""The desk for programs: JSON under /api/, described in docs/api.md and at /api itself."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import orjson
from datasette.utils.asgi import Response

from archive.queries import Archive
from archive.web.addresses import address
from archive.web.articles import comparison, wanted_url
from archive.web.asked import HITS, LAST_PAGE, Asked, number
from archive.web.changing import asked_changes
from archive.web.desk import desk_of
from archive.web.home import glance
from archive.web.pages import page
from archive.web.searching import hit_row, hits

_MOST_ROWS = 500
_REVISIONS = 10_000
Answer = Callable[[Archive, Any], dict[str, Any]]


async def described(datasette: Any, request: Any) -> Any:
    """What there is to ask."""
    return await page(datasette, request, "api.html", entries=ENTRIES)


async def search(datasette: Any, request: Any) -> Any:
    """A page of hits with their snippets, and how all hits are spread."""
    asked = Asked.of(request.args)
    found, tally = await hits(desk_of(datasette), asked)
    more = found.more and asked.page < LAST_PAGE
    answer = {
        "hits": [hit_row(hit) for hit in found],
        "next": asked.at("/api/search", page=asked.page + 1) if more else None,
        "counted": tally.hits,
        "all_counted": tally.all_counted,
        "facets": {name: [{"value": value, "count": count} for value, count in tally.by[name]] for name in tally.by},
    }
    return _json(answer)


async def sites(datasette: Any, request: Any) -> Any:
    """The sites as on the first page, two minutes old at most."""
    shown = await glance(desk_of(datasette))
    return _json({"as_of": shown["as_of"], "sites": [_without_picture(site) for site in shown["sites"]]})


def _without_picture(site: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in site.items() if name not in {"spark", "weeks"}}


def _articles(archive: Archive, request: Any) -> dict[str, Any]:
    asked = Asked.of(request.args)
    most = number(request.args, "limit", HITS, most=_MOST_ROWS)
    rows = list(archive.lines(asked.q, newest_first=True, limit=most, **asked.narrowed))
    return {"rows": [orjson.Fragment(row.rstrip(b"\n")) for row in rows]}


def _article(archive: Archive, request: Any) -> dict[str, Any]:
    url = wanted_url(request)
    return {"article": archive.article(url), "read_by": archive.read_by(url)}


def _revisions(archive: Archive, request: Any) -> dict[str, Any]:
    url = wanted_url(request)
    return {"revisions": archive.revisions(url), "events": archive.events(url)}


def _diff(archive: Archive, request: Any) -> dict[str, Any]:
    numbers = (number(request.args, name, 0, least=0, most=_REVISIONS) for name in ("from", "to"))
    found = comparison(archive, wanted_url(request), *numbers)
    told = {"from": found["old"]["revision"], "to": found["new"]["revision"]}
    return told | {"changes": [asdict(change) for change in found["changes"]]}


def _reprints(archive: Archive, request: Any) -> dict[str, Any]:
    return {"groups": [asdict(group) for group in archive.reprints(wanted_url(request))]}


def _runs(archive: Archive, request: Any) -> dict[str, Any]:
    limit = number(request.args, "limit", HITS, most=_MOST_ROWS)
    return {"runs": archive.runs(site=request.args.get("site") or None, limit=limit)}


def _run(archive: Archive, request: Any) -> dict[str, Any]:
    return {"run": archive.run(number(request.url_vars, "number", 1, least=0, most=1 << 60))}


def _changes(archive: Archive, request: Any) -> dict[str, Any]:
    limit, asked = number(request.args, "limit", 50, most=_MOST_ROWS), asked_changes(request.args)
    rows = archive.changes(limit=limit, **asked)
    kept = {name: request.args.get(name) for name in ("kind", "site", "limit")}
    more = address("/api/changes", {**kept, "before": rows[-1]["id"]}) if len(rows) == limit else None
    return {"changes": rows, "next": more}


def _failing(archive: Archive, request: Any) -> dict[str, Any]:
    limit = number(request.args, "limit", 100, most=_MOST_ROWS)
    return {"addresses": archive.failing(site=request.args.get("site") or None, limit=limit)}


def _incidents(archive: Archive, request: Any) -> dict[str, Any]:
    every = bool(request.args.get("all"))
    return {"incidents": archive.incidents(site=request.args.get("site") or None, open_only=not every)}


def _asked_of(answer: Answer) -> Callable[..., Any]:
    async def view(datasette: Any, request: Any) -> Any:
        return _json(await desk_of(datasette).ask(lambda archive: answer(archive, request)))

    return view


def _json(answer: dict[str, Any]) -> Response:
    body = orjson.dumps({"ok": True, **answer}, option=orjson.OPT_APPEND_NEWLINE)
    return Response(body, content_type="application/json; charset=utf-8")


_ANSWERS: dict[str, Answer] = {
    "articles": _articles, "article": _article, "article/revisions": _revisions, "article/diff": _diff,
    "article/reprints": _reprints, "runs": _runs, r"runs/(?P<number>\d+)": _run,
    "changes": _changes, "failing": _failing, "incidents": _incidents,
}  # fmt: skip
# path, parameters, an example of them; the page says each in words `api_…`
ENTRIES = (
    ("search", "q site section source year state since until archived title order page", "?q=招商"),
    ("articles", "q site section source year state since until archived title limit", "?limit=5"),
    ("article", "url", ""),
    ("article/revisions", "url", ""),
    ("article/diff", "url from to", ""),
    ("article/reprints", "url", ""),
    ("sites", "", "?"),
    ("runs", "site limit", "?limit=5"),
    ("runs/N", "", ""),
    ("changes", "kind site before limit", "?limit=5"),
    ("failing", "site limit", "?"),
    ("incidents", "site all", "?"),
)
ROUTES = [
    (r"^/api$", described),
    (r"^/api/search$", search),
    (r"^/api/sites$", sites),
    *((rf"^/api/{path}$", _asked_of(answer)) for path, answer in _ANSWERS.items()),
]
