"""What one would use instead of our index: FTS5's own trigram tokenizer, over the same folded texts."""

import time
from pathlib import Path
from typing import Any

from archive.search.folding import fold_line
from archive.sqlite import library

_BATCH = 2_000
_TABLE = "CREATE VIRTUAL TABLE trigram USING fts5(text, content='', tokenize='trigram')"
_NEWEST = "SELECT rowid FROM trigram WHERE trigram MATCH ? ORDER BY rowid DESC LIMIT 20"
_RELEVANCE = "SELECT rowid FROM trigram WHERE trigram MATCH ? ORDER BY rank LIMIT 20"


class TrigramIndex:
    """A trigram index in a file of its own, which follows an archive."""

    def __init__(self, path: Path, archive: Path) -> None:
        self.seconds = 0.0
        self._index = library().connect(str(path), isolation_level=None)
        self._index.execute("PRAGMA journal_mode = WAL")
        self._index.execute(_TABLE)
        self._archive = archive
        self._last = 0

    def grow(self) -> None:
        """Takes in the articles that are new."""
        texts = library().connect(f"file:{self._archive}?mode=ro", uri=True)
        new = texts.execute("SELECT article, id, text FROM search WHERE article > ? ORDER BY article", (self._last,))
        while rows := new.fetchmany(_BATCH):
            self._last = rows[-1][0]
            self._add(sorted((number, text) for _, number, text in rows))
        texts.close()

    def size(self) -> int:
        """Its bytes."""
        pages, free, size = (
            self._index.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)

    def newest(self, query: str) -> list[Any]:
        """Its newest hits."""
        return self._ask(_NEWEST, query)

    def relevance(self, query: str) -> list[Any]:
        """Its best hits."""
        return self._ask(_RELEVANCE, query)

    def _ask(self, statement: str, query: str) -> list[Any]:
        folded = fold_line(query).replace('"', '""')
        return list(self._index.execute(statement, (f'"{folded}"',)).fetchall())

    def _add(self, rows: list[tuple[int, str]]) -> None:
        began = time.perf_counter()
        self._index.execute("BEGIN")
        self._index.executemany("INSERT INTO trigram (rowid, text) VALUES (?, ?)", rows)
        self._index.execute("COMMIT")
        self.seconds += time.perf_counter() - began
