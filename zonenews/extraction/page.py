"""The one place that parses HTML: bytes in, a page with its text and tree out."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from lxml import etree, html

from zonenews.extraction.charset import Decoded, decode


@dataclass(frozen=True)
class Page:
    """A parsed page. `url` is where it was read from; links resolve against `base_url` (its `<base>`, if any)."""

    url: str
    decoded: Decoded

    @property
    def text(self) -> str:
        """The decoded source of the page."""
        return self.decoded.text

    @cached_property
    def root(self) -> html.HtmlElement:
        """The root element; an empty page gives an empty `<html>`."""
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
        body = self.text.replace("\x00", "").encode("utf-8", "replace")
        try:
            return html.document_fromstring(body, parser=parser)
        except etree.ParserError:
            return html.Element("html")

    @cached_property
    def base_url(self) -> str:
        """What relative links resolve against."""
        base = self.root.find(".//base[@href]")
        return self.url if base is None else urljoin(self.url, base.get("href", ""))


def read_page(body: bytes, url: str, *, header_encoding: str | None = None, charset: str | None = None) -> Page:
    """A page from its bytes; never raises."""
    return Page(url, decode(body, header_encoding, charset))
