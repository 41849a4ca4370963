"""What may be wrong with a profile's values: each check gives the trouble in words, None where there is none."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from archive.urls import url_host

TLS_VERSIONS = ("TLSv1.0", "TLSv1.1")
FILE_KINDS = ("images", "attachments")
DRAWN_PAGES = ("lists", "articles")
LARGEST_FILE = 200  # megabytes; a file is held in memory until it is on disk
CHARSETS = (
    *("utf-8", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950"),
    *("shift_jis", "euc_jp", "iso2022_jp", "cp932", "euc_kr", "cp949"),
)
_CODECS = frozenset(codecs.lookup(name).name for name in CHARSETS)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\]")
_LONGEST_HOST = 253  # what the DNS has room for
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]+")
_NOT_OURS = {
    "user-agent": "is the crawler's own: it names zonenews and the contact",
    "cookie": "is not sent: a crawl keeps no cookies",
    "host": "comes from the address",
    "content-length": "comes from the body",
    "content-type": "comes from the body",
    "transfer-encoding": "comes from the body",
    "connection": "is the crawler's own",
    "accept-encoding": "is the crawler's own: it must be able to decode what it asks for",
    "if-none-match": "comes from the archive",
    "if-modified-since": "comes from the archive",
}


def text_problem(value: Any) -> str | None:
    """Text of one line that is not empty."""
    if not isinstance(value, str):
        return f"{value!r} is no text"
    if not value.strip() or not value.isprintable():
        return f"{value!r} is empty or holds a line break or control character"
    return None


def url_problem(url: Any) -> str | None:
    """An http or https address with a host; one with a password is not shown."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        if "@" in parts.netloc:
            return "an address with a user name or password in it is not crawled"
        good = parts.port != 0 and len(url_host(url)) <= _LONGEST_HOST
    except (TypeError, ValueError):
        good = False
    return None if good and not re.search(r"[\s\x00-\x1f]", url) else f"{url!r} is no http or https address"


def host_problem(host: Any) -> str | None:
    """A bare host name in lower case: no scheme, port or path."""
    if isinstance(host, str) and _HOST.fullmatch(host):
        return None
    return f"{host!r} is no host name such as news.example.cn: lower case, without scheme, port or path"


def selector_problem(selector: Any) -> str | None:
    """A CSS selector of elements."""
    if trouble := text_problem(selector):
        return trouble
    try:
        CSSSelector(selector, translator="html")
    except SelectorError as error:
        return f"{selector!r} is no CSS selector: {error}"
    except Exception as error:  # what cssselect lets through, the XPath compiler may refuse
        return f"{selector!r} cannot be used as a CSS selector: {error}"
    return None


def charset_problem(name: Any) -> str | None:
    """A charset that the pages' decoder knows and obeys."""
    try:
        known = codecs.lookup(name).name in _CODECS
    except (LookupError, TypeError, ValueError):
        known = False
    return None if known else f"{name!r} is no charset to read pages by; there are {', '.join(CHARSETS)}"


def tls_problem(version: Any) -> str | None:
    """The name of an old TLS version."""
    return None if version in TLS_VERSIONS else f"{version!r} is no exception; there are {' and '.join(TLS_VERSIONS)}"


def fingerprint_problem(text: Any) -> str | None:
    """A certificate's SHA-256 fingerprint, with or without colons."""
    good = isinstance(text, str) and re.fullmatch(r"(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}", text, re.I)
    return None if good else f"{text!r} is no SHA-256 fingerprint of a certificate: 64 hexadecimal digits"


def file_kind_problem(kind: Any) -> str | None:
    """A kind of files that may be kept."""
    return None if kind in FILE_KINDS else f"{kind!r} is no kind of files; there are {' and '.join(FILE_KINDS)}"


def drawn_problem(pages: Any) -> str | None:
    """A kind of pages that a browser may draw."""
    return None if pages in DRAWN_PAGES else f"{pages!r} are no pages to draw; there are {' and '.join(DRAWN_PAGES)}"


def file_size_problem(size: Any) -> str | None:
    """A whole number of megabytes."""
    good = type(size) is int and 1 <= size <= LARGEST_FILE
    return None if good else f"{size!r} is no number of megabytes from 1 to {LARGEST_FILE}"


def headers_problem(headers: Any) -> str | None:
    """Request headers that a site may be sent: no line breaks, and none that the crawler sets itself."""
    if not isinstance(headers, Mapping):
        return f"{headers!r} is no mapping of names to values"
    if twice := _twice(name.lower() for name in headers if isinstance(name, str)):
        return f"{twice!r} stands there twice"
    return next((trouble for trouble in map(_header_problem, headers, headers.values()) if trouble), None)


def twins_problem(hosts: Iterable[str]) -> str | None:
    """Hosts that are each named once; one with and one without www. are the same."""
    twice = _twice(host.removeprefix("www.") for host in hosts)
    return f"{twice!r} stands there twice (with and without www. counts as one)" if twice else None


def urls_problem(urls: Iterable[str]) -> str | None:
    """Sections that each have an address of their own."""
    twice = _twice(urls)
    return f"{twice!r} is the address of two sections" if twice else None


def _header_problem(name: Any, value: Any) -> str | None:
    if not isinstance(name, str) or not _TOKEN.fullmatch(name):
        return f"{name!r} is no header's name"
    if why := _NOT_OURS.get(name.lower()):
        return f"{name!r} {why}"
    if not isinstance(value, str) or not _VALUE.fullmatch(value):
        return f"the value {value!r} of {name!r} is empty, or holds a line break or what a header cannot carry"
    return None


def _twice(values: Iterable[str]) -> str | None:
    return next((value for value, count in Counter(values).items() if count > 1), None)
