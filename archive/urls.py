"""The identity of an address: two spellings of one page have one key."""

import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

import idna

_DEFAULT_PORTS = {"http": 80, "https": 443}
_INDEX = re.compile(r"/(?:index|default)\.s?html?$", re.I)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.I)
_SESSIONS = ("jsessionid", "phpsessid", "aspsessionid", "sessionid")
_TRACKING = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "spm", "gclid", "fbclid")
_DROPPED = frozenset((*_SESSIONS, *_TRACKING, "share_token", "isappinstalled"))
_PATH_SAFE = "/!$&'()*+,;=:@~"
_QUERY_SAFE = "/?!$'()*,;:@~"


def url_key(url: str) -> str:
    """The key under which the archive knows an address.

    Scheme, default port and fragment go (a fragment stays where the site routes by it, `#/…` or `#!…`); the host is
    IDNA and lower case; percent-encoding is normalised; session ids and listed tracking parameters go, the others stay
    and are sorted; `index.html` is folded into its folder. Raises ValueError for what is no http(s) address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an http(s) address: {url!r}")
    path = _SESSION_IN_PATH.sub("", parts.path) or "/"
    path = _INDEX.sub("/", _quoted(path, _PATH_SAFE))
    query = _query(parts.query)
    fragment = parts.fragment if parts.fragment[:1] in {"/", "!"} else ""
    return url_authority(url) + path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def url_host(url: str) -> str:
    """The host of an address, IDNA and lower case, without the port; empty where there is none."""
    host = (urlsplit(url.strip()).hostname or "").rstrip(".")
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host


def url_authority(url: str) -> str:
    """The host, with its port where it is not the scheme's own."""
    parts = urlsplit(url.strip())
    host = url_host(url)
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in {None, _DEFAULT_PORTS.get(parts.scheme.lower())} else f"{host}:{port}"


def _query(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0].lower() not in _DROPPED]
    return "&".join(sorted("=".join(_quoted(part, _QUERY_SAFE) for part in pair.split("=", 1)) for pair in kept))


def _quoted(part: str, safe: str) -> str:
    """Percent-encoding in one form: unreserved characters plain, all others as upper-case UTF-8 bytes."""
    return quote(unquote_to_bytes(part), safe=safe) if "%" in part else quote(part, safe=safe)
