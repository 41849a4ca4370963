"""The search index of a copy: built out of the rows that search has of its own, as these are copied."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, text

from archive.models import Article
from archive.search import fts5
from archive.search.tokens import document_tokens, numbers_of


def index(db: Connection, rows: Sequence[Row[Any]]) -> None:
    """Puts the tokens of search rows into the index of this engine; their articles are there already."""
    if db.dialect.name == "sqlite":
        numbers = [row.article for row in rows]
        sites = {row.id: row.site for row in db.execute(_SITES.where(Article.id.in_(numbers)))}
        fts5.add(db, [(row.id, _tokens(row, sites.get(row.article, ""))) for row in rows])
    else:
        for start in range(0, len(rows), _AT_ONCE):
            db.execute(_ADD, [{"id": row.id, "tokens": _numbers(row)} for row in rows[start : start + _AT_ONCE]])


def _tokens(row: Row[Any], site: str) -> str:
    return document_tokens(row.text, row.title, row.source, site)


def _numbers(row: Row[Any]) -> str:
    """As an array is written: for so many numbers the driver takes as long as all the rest."""
    return f"{{{','.join(map(str, numbers_of(row.text, row.title, row.source)))}}}"


_AT_ONCE = 100
_ADD = text("INSERT INTO search_index (id, tokens) VALUES (:id, CAST(:tokens AS INTEGER[]))")
_SITES = select(Article.id, Article.site)
