"""Finds what the scripts of a page ask their site for: `$.ajax({url: …, data: …})`, `$.getJSON(…)`, `fetch(…)`."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.page import path_of
from zonenews.extraction.pagers.queries import PAGE_NAMES
from zonenews.extraction.scriptvalues import HOLE, Stringified, Values
from zonenews.profile import Api

CALL = re.compile(r"(?:(\$|jQuery|axios)\s{0,3}\.\s{0,3}(getJSON|get|post|ajax)|(?<![\w.])(?:fetch|axios))\s{0,3}\(")
# what scripts ask for besides lists, and what is not for a machine to ask
_OTHER = re.compile(r"log[io]n|vote|click|hits?\b|counter|visit|weather|captcha|token|comment|feedback|collect", re.I)
# fields that only keep an answer from coming out of a cache
_FRESH = re.compile(r"_?t?|r|v|rnd|rand|random|time|timestamp|nocache", re.I)
_FEED = re.compile(r"\.json$", re.I)
_MOST_CALLS = 8


def requests_for_lists(page: ListPage) -> Iterator[Api | str]:
    """The requests for numbered pages of a list, and the addresses of files that hold a whole one."""
    known: dict[str, Any] = {}
    for call in islice(CALL.finditer(page.scripts), _MOST_CALLS):
        arguments = Values(page.scripts, call.end(), known).arguments()
        options = _options(call[1] == "axios", call[2] or "ajax", arguments)
        address = options.get("url")
        url = page.absolute(address) if isinstance(address, str) else None
        if url and _host(url) == _host(page.url) and not _OTHER.search(path_of(url)):
            request = _request(url, options)
            if request is not None:
                yield request


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return None


def _options(is_axios: bool, function: str, arguments: list[Any]) -> dict[str, Any]:
    """A call's arguments in the words of `$.ajax`."""
    first, second = [*arguments, None, None][:2]
    if isinstance(first, dict):
        return first
    if function == "ajax" or (is_axios and function == "get"):
        return {**(second if isinstance(second, dict) else {}), "url": first}
    method = "POST" if function == "post" else "GET"
    return {"url": first, "type": method, "data": Stringified(second) if is_axios else second}


def _request(url: str, options: Mapping[str, Any]) -> Api | str | None:
    """What a call asks for; None where it is no list, or holds what only a browser knows."""
    place, _, query = url.partition("?")
    params: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=100))
    sent = options.get("body", options.get("data", options.get("params")))
    fields = _fields(sent)
    post = str(options.get("type") or options.get("method")).upper() == "POST"
    if not post:
        params, fields = params | fields, {}
    if options.get("dataType") == "jsonp" or params.get("callback") == "?":
        params["callback"] = "jsonp"
    name = _page_name(params) or _page_name(fields)
    if name is None:
        whole = not post and HOLE not in place and _FEED.search(place) and all(map(_FRESH.fullmatch, params))
        return place if whole else None
    first = 0 if str(_at(params | fields, name)) == "0" else 1
    known = [_known(each, name) for each in (params, fields)]
    if HOLE in place or known[0] is None or known[1] is None:
        return None
    if not post:
        return Api(place, params=known[0], page=name, first=first)
    encoding: Literal["json", "form"] = "json" if isinstance(sent, Stringified) else "form"
    return Api(place, method="POST", params=known[0], body=known[1], encoding=encoding, page=name, first=first)


def _fields(sent: Any) -> dict[str, Any]:
    """The fields of a query or a body, however it is written."""
    if isinstance(sent, str) and sent != HOLE:
        return dict(parse_qsl(sent, keep_blank_values=True, max_num_fields=100))
    plain = _plain(sent)
    return plain if isinstance(plain, dict) else {}


def _plain(value: Any) -> Any:
    """A value without the marks of what is JSON in it: a form or a query sends an object as JSON anyhow."""
    if isinstance(value, Stringified):
        return _plain(value.value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _page_name(fields: Mapping[str, Any]) -> str | None:
    """The field for the page number, with a dot where it is one of an object."""
    for name, value in fields.items():
        if name.lower() in PAGE_NAMES and not isinstance(value, dict | list):
            return name
    for name, value in fields.items():
        inner = _page_name(value) if isinstance(value, dict) else None
        if inner and "." not in name:
            return f"{name}.{inner}"
    return None


def _at(fields: Mapping[str, Any], path: str) -> Any:
    value: Any = fields
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _known(fields: Mapping[str, Any], page: str) -> dict[str, Any] | None:
    """The fields with a number for the page; None where another one is known to a browser alone."""
    known: dict[str, Any] = {}
    own, _, inner = page.partition(".")
    for name, value in fields.items():
        if name == own:
            nested = _known(value, inner) if inner else 1
            if nested is None:
                return None
            known[name] = nested
        elif not _is_known(value):
            if not _FRESH.fullmatch(name):
                return None
        else:
            known[name] = value
    return known


def _is_known(value: Any) -> bool:
    if isinstance(value, dict | list):
        return all(map(_is_known, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, str) or HOLE not in value
