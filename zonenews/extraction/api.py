"""Lists asked for through a JSON API that the site's profile describes."""

import copy
import json
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any
from urllib.parse import quote, urlencode

from zonenews.extraction.answers import parse_fragment
from zonenews.extraction.hrefs import absolute
from zonenews.extraction.jsontext import at
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.step import LAST_PAGE
from zonenews.extraction.records import plain_title, record_date
from zonenews.extraction.results import Link, Listing, Post
from zonenews.extraction.rowdates import row_date
from zonenews.extraction.rows import find_rows
from zonenews.profile import Api, Profile


def api_listing(page: ListPage, profile: Profile) -> Listing | None:
    """The listing of an API's answer; from the section's own page, the way to the first answer. None without an API."""
    api = profile.api
    if api is None:
        return None
    if "api_page" not in page.cursor:
        section = next((section for section in profile.sections if section.url == page.url), None)
        cursor = {"api_page": api.first, "base": page.url, "params": dict(section.params) if section else {}}
        return _listing(page, api, (), api.first, cursor, detour=True)
    number = int(page.cursor["api_page"])
    links = tuple(_links(page, api))
    return _listing(page, api, links, number + 1, {**page.cursor, "api_page": number + 1}, detour=False)


def api_request(api: Api, number: int, params: Mapping[str, Any], base: str) -> tuple[str, Post | None]:
    """The address and body that ask for a page."""
    query, body = dict(copy.deepcopy(dict(api.params))), copy.deepcopy(dict(api.body)) if api.body is not None else None
    fields: MutableMapping[str, Any] = query if body is None else body
    fields.update(params)
    _set(query if api.page.partition(".")[0] in query else fields, api.page, number)
    if api.size_field:
        _set(query if api.size_field.partition(".")[0] in query else fields, api.size_field, api.size)
    url = absolute(base, api.url) or api.url
    if query:
        url += ("&" if "?" in url else "?") + urlencode(_flat(query), quote_via=quote)
    if api.method == "GET":
        return url, None
    return url, _post(api, body or {})


def _listing(
    page: ListPage, api: Api, links: tuple[Link, ...], number: int, cursor: Mapping[str, Any], *, detour: bool
) -> Listing:
    """The listing, with the request for page `number` where one more can be expected."""
    url, post = api_request(api, number, cursor["params"], cursor["base"])
    total, pages = _totals(page, api)
    ended = not detour and (not links or (pages is not None and number - api.first >= pages))
    spare = (url,) if ended and links and post is None else ()
    return Listing(
        url=page.url,
        name=None,
        links=links,
        next=None if ended else url,
        pager="api",
        post=None if ended else post,
        alternatives=spare,
        end=LAST_PAGE if ended else None,
        total=total,
        pages=pages,
        page=number - api.first,
        cursor=cursor,
        flags=("detour",) if detour else (),
    )


def _links(page: ListPage, api: Api) -> Iterator[Link]:
    """The rows of an answer; those without title or address are left out."""
    base = str(page.cursor.get("base") or page.url)
    if api.html is not None:
        yield from find_rows(parse_fragment(str(at(page.answer, api.html) or ""), base)).links
        return
    rows = at(page.answer, api.rows)
    seen: set[str] = set()
    for row in rows if isinstance(rows, list) else ():
        url, title = absolute(base, _address(row, api)), plain_title(str(at(row, api.title) or ""))
        if url and title and url not in seen:
            seen.add(url)
            printed = record_date(at(row, api.date)) if api.date else None
            yield Link(url, title, row_date([printed or ""], "", url))


def _address(row: Any, api: Api) -> str:
    if api.template is None:
        return str(at(row, api.link) or "")
    address = api.template
    for part in api.template.split("{")[1:]:
        name = part.partition("}")[0]
        value = at(row, name)
        if value is None:
            return ""
        address = address.replace("{" + name + "}", quote(str(value), safe=""))
    return address


def _totals(page: ListPage, api: Api) -> tuple[int | None, int | None]:
    """The announced number of records and of pages."""
    count = at(page.answer, api.total) if api.total else None
    if not str(count).isascii() or not str(count).isdigit():
        return None, None
    number = int(str(count)[:9])
    return (None, number) if api.total_counts == "pages" else (number, -(-number // api.size))


def _set(fields: MutableMapping[str, Any], path: str, value: int) -> None:
    *above, name = path.split(".")
    for part in above:
        inner = fields.get(part)
        fields[part] = inner = dict(inner) if isinstance(inner, Mapping) else {}
        fields = inner
    fields[name] = value


def _flat(fields: Mapping[str, Any]) -> dict[str, str]:
    """Fields as a query or a form sends them: what is not text becomes JSON."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        for name, value in fields.items()
    }


def _post(api: Api, body: Mapping[str, Any]) -> Post:
    if api.encoding == "json":
        return Post(json.dumps(body, ensure_ascii=False).encode("utf-8"), "application/json")
    return Post(urlencode(_flat(body)).encode("ascii"))
