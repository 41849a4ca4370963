"""Turns an answer of any kind, HTML, XML records or JSON, into a page whose tree holds the rows."""

from collections.abc import Mapping
from typing import Any

from zonenews.extraction.datastores import main_datastore, records_html
from zonenews.extraction.hrefs import absolute
from zonenews.extraction.jsontext import parse_json, walk
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.page import Page, read_page
from zonenews.extraction.records import best_records
from zonenews.extraction.scriptrows import draw_scripts
from zonenews.extraction.scriptrows import records_html as list_html


def list_page(read: Page, cursor: Mapping[str, Any]) -> ListPage:
    """The answer as the row and pager rules see it; rows that JSON or scripts hold stand in its tree."""
    answer = parse_json(read.text)
    if answer is not None:
        html = fragment(answer)
        root = _parse(html or list_html(best_records(answer)), read.url)
        return ListPage(read.url, read.url, read.text, root, cursor, answer=answer, bare=not html)
    store = main_datastore(read.text)
    if store is None or not store.records:
        draw_scripts(read.root, read.url)
        return ListPage(read.url, _base(read), read.text, read.root, cursor, store=store)
    rows = _parse(records_html(store), read.url)
    return ListPage(read.url, _base(read), read.text, read.root, cursor, store=store, listed=rows)


def fragment(answer: Any) -> str:
    """The longest piece of HTML with links in a JSON answer; empty where there is none."""
    pieces = (value for value in walk(answer) if isinstance(value, str) and "<a" in value and "href" in value)
    best = max(pieces, key=len, default="")
    # a list of articles whose summaries hold links is no fragment
    return best if len(best_records(answer)) < 2 else ""


def parse_fragment(html: str, url: str) -> ListPage:
    """A piece of HTML as a list page of its own."""
    return ListPage(url, url, html, _parse(html, url))


def _base(read: Page) -> str:
    """What links resolve against; a `<base>` that is no web address does not count."""
    return absolute(read.url, read.base_url) or read.url


def _parse(html: str, url: str) -> Any:
    return read_page(f"<html><body>{html}</body></html>".encode("utf-8", "replace"), url).root
