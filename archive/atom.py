"""Writes articles as an Atom feed (RFC 4287), for feed readers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from archive.xml_text import writable

_NAMESPACE = "http://www.w3.org/2005/Atom"
_PROGRAM = "zonenews"
_NEVER = "1970-01-01T00:00:00Z"  # when a feed without entries was updated: a feed must say when
_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `id` never changes, `updated` only when readers should look again."""

    id: str
    url: str
    title: str
    updated: str
    published: str | None = None
    source: str | None = None
    summary: str | None = None
    categories: tuple[str, ...] = ()

    @classmethod
    def of(cls, article: Mapping[str, Any]) -> Self:
        """The entry of an article, given as a JSON Lines row: its address is its id, an edit updates it."""
        url = article["url"]
        return cls(
            *(url, url, article["title"] or url, article["fetched"], article["published"], article["source"]),
            summary=_beginning(article["text"]),
            categories=tuple(article["sections"]),
        )


def feed(title: str, self_url: str | None, entries: Iterable[Entry], *, id: str | None = None) -> bytes:
    """A feed of entries, in their order. Its id is `id`, else its own address; one of both must be there.

    Times are texts of the archive: UTC ending in Z, or of publication, where a day is its beginning in Beijing.
    """
    name = id or self_url
    if not name:
        raise ValueError("a feed needs an address or an id")
    entries = list(entries)
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "zh"})
    _add(root, "id", name)
    _add(root, "title", title)
    _add(root, "updated", max((entry.updated for entry in entries), default=_NEVER))
    if self_url:
        SubElement(root, "link", rel="self", type="application/atom+xml", href=writable(self_url))
    _add(SubElement(root, "author"), "name", _PROGRAM)
    _add(root, "generator", _PROGRAM)
    for entry in entries:
        _add_entry(SubElement(root, "entry"), entry)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def date_time(published: str) -> str:
    """A time of publication as RFC 3339 wants it: with seconds and a zone; a day is its beginning in Beijing."""
    day, _, time = published.partition("T")
    clock, plus, zone = time.partition("+")
    clock = clock or "00:00"
    return f"{day}T{clock}:00{plus or '+'}{zone or '08:00'}" if len(clock) == 5 else published


def _add_entry(element: Element, entry: Entry) -> None:
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    SubElement(element, "link", rel="alternate", type="text/html", href=writable(entry.url))
    _add(element, "updated", entry.updated)
    if entry.published:
        _add(element, "published", date_time(entry.published))
    if entry.source:
        _add(SubElement(element, "author"), "name", entry.source)
    for category in entry.categories:
        SubElement(element, "category", term=writable(category))
    if entry.summary:
        _add(element, "summary", entry.summary)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = writable(text)


def _beginning(text: str) -> str:
    """The first paragraphs, cut where they are long."""
    return text if len(text) <= _SUMMARY else text[:_SUMMARY] + "…"
