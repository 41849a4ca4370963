"""The identity of an address: two spellings of one page have one key."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urlsplit

import idna

_DEFAULT_PORTS = {"http": 80, "https": 443}
_BLANKS = "".join(map(chr, range(33))) + "\x7f\x85\xa0\u200b\u2028\u2029\u3000\ufeff"
_BEFORE_QUERY = re.compile(r"[^?#]*")
_BACKSLASH = re.compile(r"\\|%5c", re.I)
_HOST = re.compile(r"[a-z0-9_.-]+")
_INDEX = re.compile(r"(?:index|default)\.s?html?", re.I)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^;]*", re.I)
_SESSIONS = ("jsessionid", "phpsessid", "aspsessionid", "sessionid")
_TRACKING = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "spm", "gclid", "fbclid")
_DROPPED = frozenset((*_SESSIONS, *_TRACKING, "share_token", "isappinstalled"))
_SEGMENT_SAFE = "!$&'()*+,;=:@~"
_QUERY_SAFE = "/?!$'()*,;:@~"
_FRAGMENT_SAFE = "/?!$&'()*+,;=:@~"


@lru_cache(4096)  # a crawl asks for each address from several places
def url_key(url: str) -> str:
    """The key under which the archive knows an address.

    Scheme, user, default port and fragment go (a fragment stays where the site routes by it, `#/…` or `#!…`); the host
    is IDNA and lower case; percent-encoding and dot segments are normalised, backslashes are slashes; session ids and
    listed tracking parameters go, the others stay and are sorted; `index.html` is folded into its folder. Raises
    ValueError for what is no http(s) address.
    """
    parts = _split(url)
    query, fragment = _query(parts.query), parts.fragment
    fragment = _quoted(fragment, _FRAGMENT_SAFE) if fragment[:1] in {"/", "!"} else ""
    return _authority(parts) + _path(parts.path) + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def url_host(url: str) -> str:
    """The host of an http(s) address, IDNA and lower case, without the port. Raises ValueError where there is none."""
    return _host(_split(url))


def _split(url: str) -> SplitResult:
    """The parts of an address, after the repairs that browsers make."""
    url.encode()  # a lone surrogate is a ValueError here, and nowhere later
    stripped = url.strip(_BLANKS)
    parts = urlsplit(_BEFORE_QUERY.sub(lambda head: head[0].replace("\\", "/"), stripped, count=1))
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not an http(s) address: {url!r}")
    return parts


def _authority(parts: SplitResult) -> str:
    """The host, with its port where it is not the scheme's own."""
    host, port = _host(parts), parts.port
    host = f"[{host}]" if ":" in host else host
    return host if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"


def _host(parts: SplitResult) -> str:
    name = unquote(parts.hostname or "").lower()
    if ":" in name:
        return str(IPv6Address(name))
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode("ascii")
    name = name.rstrip(".")
    if not _HOST.fullmatch(name):
        raise ValueError(f"no host in {parts.geturl()!r}")
    return name


def _path(path: str) -> str:
    segments = (_quoted(segment, _SEGMENT_SAFE) for segment in _BACKSLASH.sub("/", path).split("/")[1:])
    kept = list(_without_dots(_SESSION_IN_PATH.sub("", segment) for segment in segments))
    if kept and _INDEX.fullmatch(kept[-1]):
        kept[-1] = ""
    return "/" + "/".join(kept)


def _without_dots(segments: Iterable[str]) -> Iterator[str]:
    """Segments with `.` and `..` worked out."""
    kept: list[str] = []
    last = ""
    for last in segments:
        if last == "..":
            del kept[-1:]
        elif last != ".":
            kept.append(last)
    return iter([*kept, ""] if last in {".", ".."} else kept)


def _query(query: str) -> str:
    pairs = (
        [_quoted(part.replace("+", " "), _QUERY_SAFE) for part in pair.split("=", 1)]
        for pair in query.split("&")
        if pair
    )
    return "&".join(sorted("=".join(pair) for pair in pairs if pair[0].lower() not in _DROPPED))


def _quoted(part: str, safe: str) -> str:
    """Percent-encoding in one form: unreserved characters plain, all others as upper-case UTF-8 bytes."""
    return quote(unquote_to_bytes(part), safe=safe) if "%" in part else quote(part, safe=safe)
