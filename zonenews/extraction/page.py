"""The one place that parses HTML: bytes in, a page with its text and tree out."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from zonenews.extraction.charset import Decoded, decode

# The parser forgets all that follows `</html>`, and sites close a page in the middle: a header file with its own end.
_PAGE_ENDS = re.compile(r"</(?:html|body)\s*>", re.I)

_ENDS = ("</html", "</HTML", "</body", "</BODY")
_MOST_COMMENTS = 2_000
_FOOT = 64  # so near its end a page may close
_BREAKS = re.compile(r"[\r\n\t]+")


@dataclass(frozen=True)
class Page:
    """A parsed page. `url` is where it was read from; links resolve against `base_url` (its `<base>`, if any)."""

    url: str
    decoded: Decoded

    @property
    def text(self) -> str:
        """The decoded source of the page."""
        return self.decoded.text

    @property
    def root(self) -> Any:
        """The root element; an empty page gives an empty `<html>`."""
        return self._parsed[0]

    @property
    def flags(self) -> tuple[str, ...]:
        """`parse_truncated` where elements stand deeper than the parser goes, so that the rest of the page is lost."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[Any, tuple[str, ...]]:
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
        source = _whole(self.text).encode("utf-8", "replace")
        try:
            root = etree.fromstring(source, parser)
        except etree.XMLSyntaxError:
            root = None
        root = etree.Element("html") if root is None else root
        last = parser.error_log.last_error
        limited = last is not None and last.type_name == "ERR_RESOURCE_LIMIT"
        return root, ("parse_truncated",) if limited else ()

    @cached_property
    def base_url(self) -> str:
        """What relative links resolve against."""
        base = next((element for element in self.root.iter("base") if element.get("href")), None)
        address = None if base is None else join(self.url, base.get("href"))
        return address or self.url

    def resolve(self, address: str) -> str | None:
        """The whole address of a link; None where it is none."""
        return join(self.base_url, address)


def _whole(text: str) -> str:
    """The source without what makes the parser stop before its end."""
    ends = [place for tag in _ENDS if (place := text.find(tag)) >= 0]
    if ends and min(ends) < len(text) - _FOOT:
        text = _PAGE_ENDS.sub("", text)
    if text.count("<!--") > _MOST_COMMENTS:  # lxml looks past all of them for the next sibling, again and again
        text = _without_comments(text)
    return text.replace("\x00", "") if "\x00" in text else text


def _without_comments(text: str) -> str:
    parts, after = list[str](), 0
    while (start := text.find("<!--", after)) >= 0:
        parts.append(text[after:start])
        end = text.find("-->", start + 4)
        after = len(text) if end < 0 else end + 3
    return "".join((*parts, text[after:]))


def join(base: str, address: str) -> str | None:
    """The web address that a link means, resolved against another; None where it is none."""
    try:
        joined = urljoin(base, _BREAKS.sub("", address).strip())
        return joined if urlsplit(joined).scheme in ("http", "https", "") else None
    except ValueError:
        return None


def path_of(url: str) -> str:
    """The path of an address; empty where it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def read_page(body: bytes, url: str, *, header_encoding: str | None = None, charset: str | None = None) -> Page:
    """A page from its bytes; never raises."""
    return Page(url, decode(body, header_encoding, charset))
