"""Saved pages of a site: the bytes as served, and what they are expected to read as."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from zonenews.extraction import Article, Listing
from zonenews.probing.report import Served

EXPECTED = "expected.json"


def list_facts(listing: Listing) -> dict[str, Any]:
    """What a list page is expected to give."""
    rows = [asdict(link) for link in listing.links]
    return {
        "name": listing.name,
        "pager": listing.pager,
        "next": listing.next,
        "total": listing.total,
        "pages": listing.pages,
        "rows": len(rows),
        "dated": sum(link.date is not None for link in listing.links),
        "pinned": sum(link.pinned for link in listing.links),
        "first": rows[0] if rows else None,
        "last": rows[-1] if rows else None,
        "digest": _digest(rows),
    }


def article_facts(article: Article) -> dict[str, Any]:
    """What an article page is expected to give."""
    texts = article.paragraphs
    return {
        **{name: getattr(article, name) for name in ("title", "source", "published", "published_precision")},
        **{name: getattr(article, name) for name in ("author", "editor", "document_number")},
        "breadcrumb": list(article.breadcrumb),
        "paragraphs": len(texts),
        "first": texts[0] if texts else None,
        "last": texts[-1] if texts else None,
        "digest": _digest(texts),
        "images": [asdict(image) for image in article.images],
        "attachments": [asdict(file) for file in article.attachments],
    }


def save(folder: Path, name: str, page: Served, facts: dict[str, Any]) -> dict[str, Any]:
    """Writes a page's bytes into a folder; gives the entry for its expectations."""
    file = f"{name}.html"
    (folder / file).write_bytes(page.body)
    fetched = page.fetched.isoformat() if page.fetched else None
    entry = {"file": file, "url": page.url, "header_encoding": page.header_encoding, "fetched": fetched}
    return entry | {"cursor": page.cursor, "expected": facts}


def load(folder: Path, name: str) -> tuple[Served, dict[str, Any]]:
    """A saved page, and what is expected of it."""
    entry = orjson.loads((folder / EXPECTED).read_bytes())[name]
    fetched = datetime.fromisoformat(entry["fetched"]) if entry["fetched"] else None
    body = (folder / entry["file"]).read_bytes()
    return Served(entry["url"], body, entry["header_encoding"], fetched, entry["cursor"]), entry["expected"]


def write_expected(folder: Path, expected: dict[str, Any]) -> None:
    """Writes the entries of the saved pages."""
    (folder / EXPECTED).write_bytes(orjson.dumps(expected, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def rewrite(folder: Path, facts: dict[str, dict[str, Any]]) -> None:
    """Replaces what is expected of each saved page."""
    entries = orjson.loads((folder / EXPECTED).read_bytes())
    write_expected(folder, {name: entry | {"expected": facts[name]} for name, entry in entries.items()})


def _digest(value: Any) -> str:
    return hashlib.sha256(orjson.dumps(value)).hexdigest()
