"""Search: every article's folded text, and an index of its tokens; the articles that are there are indexed too."""

from collections.abc import Iterator
from typing import Any

from alembic import op
from sqlalchemy import Connection, text

from archive.search.folding import fold, fold_line
from archive.search.narrowing import DAY, day_number
from archive.search.tokens import TOKENIZER, document_tokens, numbers_of

revision = "0002"
down_revision = "0001"

_TABLES = """
CREATE TABLE search(
    id {ref} NOT NULL PRIMARY KEY, article {ref} NOT NULL REFERENCES article, published TEXT, title TEXT NOT NULL,
    source TEXT NOT NULL, text TEXT NOT NULL,
    CONSTRAINT uq_search_article UNIQUE (article)){strict}
;
CREATE TABLE search_due(id {ref} NOT NULL PRIMARY KEY REFERENCES search){strict}
"""
_FTS5 = (
    f"CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', detail=none, tokenize=\"{TOKENIZER}\")",
    # articles come a few at a time: merging them less often makes adding them cheaper by a third
    "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 8)",
)
_GIN = (
    "CREATE TABLE search_index(id BIGINT NOT NULL PRIMARY KEY, tokens INTEGER[] NOT NULL)",
    "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)",
)
_READINGS = text("""
SELECT a.id AS article, a.site, r.published, r.title, r.document_number, r.source, r.text
FROM article a
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
WHERE a.id > :after AND a.state <> 'forgotten' ORDER BY a.id LIMIT 500
""")
_ADD_ROW = text("INSERT INTO search VALUES (:id, :article, :published, :title, :source, :text)")
_ADD_TO_FTS5 = text("INSERT INTO search_index (rowid, tokens) VALUES (:id, :tokens)")
_ADD_TO_GIN = text("INSERT INTO search_index (id, tokens) VALUES (:id, :tokens)")


def upgrade() -> None:
    """Creates the tables, and fills them."""
    db = op.get_bind()
    on_sqlite = db.dialect.name == "sqlite"
    words = {"ref": "INTEGER", "strict": " STRICT"} if on_sqlite else {"ref": "BIGINT", "strict": ""}
    for statement in (*_TABLES.format(**words).split(";"), *(_FTS5 if on_sqlite else _GIN)):
        db.exec_driver_sql(statement)
    taken: dict[int, int] = {}
    for readings in _batches(db):
        rows = [_row(reading, taken) for reading in readings]
        db.execute(_ADD_ROW, rows)
        if on_sqlite:
            db.execute(_ADD_TO_FTS5, [_in_fts5(row, said.site) for row, said in zip(rows, readings, strict=True)])
        else:
            db.execute(_ADD_TO_GIN, list(map(_in_gin, rows)))


def _batches(db: Connection) -> Iterator[Any]:
    after = 0
    while readings := db.execute(_READINGS, {"after": after}).all():
        yield readings
        after = readings[-1].article


def _row(reading: Any, taken: dict[int, int]) -> dict[str, Any]:
    title, source = fold_line(reading.title or ""), fold_line(reading.source or "")
    lines = "\n".join((title, fold_line(reading.document_number or ""), fold(reading.text)))
    row = {"id": _number(reading.published, taken), "article": reading.article, "published": reading.published}
    return row | {"title": title, "source": source, "text": lines}


def _in_fts5(row: dict[str, Any], site: str) -> dict[str, Any]:
    return {"id": row["id"], "tokens": document_tokens(row["text"], row["title"], row["source"], site)}


def _in_gin(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], "tokens": numbers_of(row["text"], row["title"], row["source"])}


def _number(published: str | None, taken: dict[int, int]) -> int:
    """The next number of a day; a full day goes on in the next one."""
    low = day_number(published)
    while taken.get(low, 0) == DAY:
        low += DAY
    taken[low] = taken.get(low, 0) + 1
    return low + taken[low] - 1
