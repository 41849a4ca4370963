"""Resolves the addresses a page gives: plain links, and those hidden in onclick and data attributes."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

_LOCATION = re.compile(
    r"""(?:open|href|location|replace|assign|url|go\w{0,20}|to\w{0,20}|jump\w{0,20}|view\w{0,20}|show\w{0,20})"""
    r"""\s{0,5}[=(]\s{0,5}(?:encodeURI(?:Component)?\(\s{0,3})?['"]([^'"\s<>]{1,500})['"]""",
    re.I,
)
# a call with an address as its argument, whatever the function is called
_CALLED = re.compile(
    r"""[(,]\s{0,5}['"]((?:https?:/|\.{0,2})/[^'"\s<>]{1,500}|[\w/-]{1,200}\.(?:s?html?|jhtml|aspx?|php|jsp)[^'"\s<>]{0,300})['"]""",
    re.I,
)
_DATA_NAMES = ("data-url", "data-href", "data-link", "data-src-url")
# the usual hrefs, joined without the cost of the general case
_PLAIN = re.compile(r"(/[\w-][\w./?=&%-]*|/)|(?:\./)?([\w-][\w/-]*(?:\.\w+)?(?:\?[\w=&%-]*)?)", re.A)
_FOLDER = re.compile(r"(https?://[a-z0-9][a-z0-9.-]{0,200}(?::\d{1,5})?)(?:/(?:[\w.-]+/)*)(?=[\w.-]*(?:[?#]|$))", re.A)
_IN_ADDRESS = re.compile(r"[\w/.:-]")
_LONGEST_BEFORE = 200
_JUNK = re.compile(r"[\x00-\x20]+")


def absolute(base: str, href: str | None) -> str | None:
    """The http address an href means, without its fragment; None for scripts, mail, fragments and nonsense."""
    href = (href or "").strip()
    if not href or href.startswith("#") or len(href) > 2000:
        return None
    if quick := _joined_plainly(base, href):
        return quick
    try:
        joined = urljoin(base, forward(_JUNK.sub("", href))).partition("#")[0]
        parts = urlsplit(joined)
        return joined if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def forward(href: str) -> str:
    """The address with the backslashes of its path as the slashes that browsers take them for."""
    if "\\" not in href:
        return href
    end = min((place for mark in "?#" if (place := href.find(mark)) >= 0), default=len(href))
    return href[:end].replace("\\", "/") + href[end:]


def _joined_plainly(base: str, href: str) -> str | None:
    """The address where joining needs no thought; None where it does."""
    plain = _PLAIN.fullmatch(href)
    if plain is None or "//" in href or "/." in href or "/." in base:
        return None
    folder = _FOLDER.match(base)
    return (folder[1] if plain[1] else folder[0]) + (plain[1] or plain[2]) if folder else None


def address_ending(text: str, ending: str) -> str | None:
    """The first address in a text that ends so, from where its letters begin; None where there is none."""
    at = text.find(ending)
    start = at
    while start > max(0, at - _LONGEST_BEFORE) and _IN_ADDRESS.match(text[start - 1]):
        start -= 1
    return text[start : at + len(ending)] if at >= 0 else None


def element_href(element: Any) -> str | None:
    """What an element leads to when clicked, as written: its href, else a data attribute, else a URL in its onclick."""
    href = (element.get("href") or "").strip()
    lowered = href[:11].lower()
    if href and not href.startswith("#") and lowered != "javascript:":
        return href
    for name in _DATA_NAMES:
        if value := (element.get(name) or "").strip():
            return str(value)
    for script in (element.get("onclick"), href if lowered == "javascript:" else None):
        text = (script or "")[:2000]
        if found := _LOCATION.search(text) or _CALLED.search(text):
            return found[1]
    return None
