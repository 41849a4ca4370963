"""Fills an archive with given articles in batches, without a crawl, so that comparing them can be measured alone."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.models import Model
from archive.reprints.index import Reprints
from archive.search.index import folded_row
from benchmarks.reprints.article import Labelled
from benchmarks.search_archive import GrowingArchive

_SEARCH = Model.metadata.tables["search"]
_SITES = 40


@dataclass(slots=True)
class Spent:
    """What comparing so many articles took: seconds of the clock and of the processor, and bytes of the file."""

    articles: int = 0
    waiting: float = 0.0
    seconds: float = 0.0
    cpu: float = 0.0
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Said:
    site: str
    title: str
    source: str | None
    published: str
    text: str
    document_number: None = None


class ReprintArchive(GrowingArchive):
    """An archive whose articles are compared as they come."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, iter(()))
        self._count = 0

    def add(self, articles: Sequence[Labelled], spent: Spent) -> None:
        """Archives articles in one transaction, then compares them as a closing writer does."""
        numbered = [(self._count + place, _said(each)) for place, each in enumerate(articles, 1)]
        self._count += len(articles)
        with self._writer._transaction() as db:
            self._add_articles(db, numbered)
            db.execute(_SEARCH.insert(), [folded_row(said) | {"id": n, "article": n} for n, said in numbered])
            began = time.process_time()
            for number, _ in numbered:
                Reprints(db).put(number)
            spent.waiting += time.process_time() - began
        before, began, cpu = self._size(), time.perf_counter(), time.process_time()
        spent.articles += self._writer.compare_reprints()
        spent.seconds += time.perf_counter() - began
        spent.cpu += time.process_time() - cpu
        spent.size += self._size() - before

    def groups(self) -> list[int | None]:
        """The group of each article, in the order they were added."""
        article = Model.metadata.tables["article"].c
        with self._writer._transaction() as db:
            return [row.reprint_group for row in db.execute(article.id.table.select().order_by(article.id))]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with self._writer._transaction() as db:
            return [tuple(row) for row in db.exec_driver_sql(query)]


def _said(article: Labelled) -> _Said:
    site = f"site{sum(map(ord, article.story + article.kind)) % _SITES:02}"
    return _Said(site, article.title, article.source, article.published, "\n".join(article.paragraphs))
