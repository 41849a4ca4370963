"""An archive of many articles for the search benchmark, which grows in steps; every step says what its index cost."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from archive import Writer
from archive.models import Model
from archive.search.index import SearchIndex
from benchmarks.corpus import News

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_BATCH = 500
_SIZES = ("page_count", "freelist_count", "page_size")
_TABLES = Model.metadata.tables


@dataclass(slots=True)
class Built:
    """What indexing so many articles took, and how large it is beside their text."""

    articles: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    text: int = 0
    index: int = 0

    @property
    def ratio(self) -> float:
        """Index ÷ text; the folded text that the index keeps is counted."""
        return self.index / self.text


class GrowingArchive:
    """An archive at a path that is filled from a stream of news."""

    def __init__(self, path: Path, news: Iterator[News]) -> None:
        self._path = path
        self._news = news
        self._writer = Writer(str(path))
        self._driver().execute("PRAGMA foreign_keys = OFF")  # the rows come without captures and runs
        self._sites: set[str] = set()
        self.built = Built()

    def grow_to(self, count: int) -> Built:
        """Archives and indexes articles until there are so many."""
        while batch := list(islice(self._news, min(_BATCH, count - self.built.articles))):
            first = self.built.articles + 1
            numbered = list(enumerate(map(_as_reading, batch), first))
            with self._writer._transaction() as db:
                self._add_articles(db, numbered)
            before, began, spent = self._size(), time.perf_counter(), time.process_time()
            self._index(numbered)
            self.built.seconds += time.perf_counter() - began
            self.built.cpu += time.process_time() - spent
            self.built.index += self._size() - before
            self.built.text += sum(len(f"{said.title}{said.text}".encode()) for _, said in numbered)
            self.built.articles += len(batch)
        return self.built

    def close(self) -> None:
        """Closes the archive."""
        self._writer.close()

    def _size(self) -> int:
        pages, free, size = (self._driver().execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZES)
        return int((pages - free) * size)

    def _driver(self) -> Any:
        return self._writer._connection.connection.driver_connection

    def _index(self, numbered: list[tuple[int, Any]]) -> None:
        with self._writer._transaction() as db:
            index = SearchIndex(db)
            for number, said in numbered:
                index.put(number, said)
            while index.index_due():
                pass

    def _add_articles(self, db: Any, numbered: list[tuple[int, Any]]) -> None:
        for site in {said.site for _, said in numbered} - self._sites:
            db.execute(_TABLES["site"].insert(), {"key": site, "created": _NOW})
            self._sites.add(site)
        for table, row in _ROWS.items():
            db.execute(_TABLES[table].insert(), [row(number, said) for number, said in numbered])


def _as_reading(news: News) -> Any:
    text = "\n".join(news.paragraphs)
    return SimpleNamespace(
        site=news.site, title=news.title, source=news.source, published=news.published, document_number=None, text=text
    )


def _url(number: int) -> dict[str, Any]:
    key = f"www.example.cn/t{number}.html"
    return {"id": number, "key": key, "url": f"http://{key}", "host": "www.example.cn", "first_seen": _NOW}


def _fetch(number: int) -> dict[str, Any]:
    row = {"id": number, "url_id": number, "at": _NOW, "final_url": "", "outcome": "ok"}
    return row | {"request_headers": [], "response_headers": [], "flags": []}


def _reading(number: int, said: Any) -> dict[str, Any]:
    row = {"id": number, "revision": number, "extractor": "1", "read_at": _NOW, "title": said.title}
    row |= {"source": said.source, "published": said.published, "published_precision": None, "text": said.text}
    row |= {"charset": "utf-8", "charset_reason": "", "content_digest": ""}
    return row | {name: [] for name in _LISTS} | {name: {} for name in _OBJECTS}


_LISTS = ("breadcrumb", "images", "flags")
_OBJECTS = ("rules", "confidence", "reasons")
_ROWS = {
    "url": lambda number, said: _url(number),
    "fetch": lambda number, said: _fetch(number),
    "article": lambda number, said: {
        "id": number, "url_id": number, "site": said.site, "first_seen": _NOW, "last_seen": _NOW, "state": "live",
        "current_revision": number,
    },
    "revision": lambda number, said: {
        "id": number, "article": number, "number": 1, "fetch": number, "capture": "0", "seen": _NOW,
        "last_confirmed": _NOW, "current_reading": number,
    },
    "reading": _reading,
}  # fmt: skip
