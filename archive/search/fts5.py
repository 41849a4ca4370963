"""The search index on SQLite: FTS5 over pairs of characters without positions; the texts settle the rest."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, column, literal_column, select, table, text
from sqlalchemy.orm import aliased

from archive.models import Article, Model
from archive.search.folding import fold_line
from archive.search.narrowing import DAY, SEARCH, Narrowing, conditions, holds
from archive.search.query import All, Either, Node, Term
from archive.search.tokens import IN_SOURCE, IN_TITLE, document_tokens, first_of_token, site_token, term_tokens

_PLACE = "instr"
_LOOKED_THROUGH = 1_000
_AT_ONCE = 32
_INDEX = table("search_index", column("rowid"))
_DUE = Model.metadata.tables["search_due"]
_COLUMNS = (SEARCH.c.id, SEARCH.c.article, SEARCH.c.published)
_MATCHES = literal_column("search_index").op("MATCH")(bindparam("match"))
_NO_TEXTS = "INDEXED BY ix_search_told"
_BY_NUMBER = "NOT INDEXED"  # else all articles of a site come before the few that wait, and their texts are read
_TOKENS_CHECKED = 12
_KNOWS = text("SELECT 1 FROM search_index WHERE search_index MATCH :match AND rowid = :id")
_WAITS = text("SELECT 1 FROM search_due WHERE id = :id")
_STRAYS = text("""
SELECT id FROM search_index_docsize
WHERE id NOT IN (SELECT id FROM search) OR id IN (SELECT id FROM search_due) ORDER BY id
""")
_ADD = text("INSERT INTO search_index (rowid, tokens) VALUES (:id, :tokens)")
_REMOVE = text("INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', :id, :tokens)")


def add(db: Connection, documents: Iterable[tuple[int, str]]) -> None:
    """Puts documents' tokens into the index."""
    db.execute(_ADD, [{"id": number, "tokens": tokens} for number, tokens in documents])


def remove(db: Connection, number: int, tokens: str) -> None:
    """Takes out a document; its tokens must be those it was added with."""
    db.execute(_REMOVE, {"id": number, "tokens": tokens})


def merge_all(db: Connection) -> None:
    """Rewrites the index, without what was taken out of it."""
    db.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")


def clear(db: Connection) -> None:
    """Empties the index."""
    db.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('delete-all')")


def knows(db: Connection, row: Any, site: str) -> bool:
    """Whether the index has some of a row's tokens, or the row waits for it."""
    tokens = document_tokens(row.text, row.title, row.source, site).split(" ")
    some = tokens[:: 1 + len(tokens) // _TOKENS_CHECKED] + tokens[-1:]
    asked = {"id": row.id, "match": " AND ".join(map(_quoted, dict.fromkeys(some)))}
    return db.execute(_KNOWS, asked).scalar() is not None or db.execute(_WAITS, {"id": row.id}).scalar() is not None


def strays(db: Connection) -> Iterable[int]:
    """The numbers that the index has tokens under, and no row is."""
    return db.scalars(_STRAYS).all()


def candidates(db: Connection, node: Node, narrowing: Narrowing) -> Generator[Any]:
    """The rows that a query finds, day by day from the newest.

    A query of single characters has no tokens of its own. The newest articles are looked through, which is enough for
    most; else all tokens that begin with the character are taken together, unless it is in every other article.
    """
    search = _Search(db, node, narrowing)
    words = _match(node, IN_TITLE if narrowing.title else "", singles=narrowing.title)
    if words.expression is not None or node == All(()):
        yield from search.by_index(words)
        return
    oldest, hits = search.oldest_of_newest(), 0
    for row in search.by_looking(SEARCH.c.id >= oldest):
        hits += 1
        yield row
    if hits > _LOOKED_THROUGH / 2:
        yield from search.by_looking(SEARCH.c.id < oldest)
    else:
        yield from search.by_index(_match(node, "", singles=True), SEARCH.c.id < oldest)


@dataclass(frozen=True, slots=True)
class _Match:
    """An FTS5 expression that finds all hits, None for every article; `exact` where it finds nothing else."""

    expression: str | None
    exact: bool


class _Search:
    """The statements of one search."""

    def __init__(self, db: Connection, node: Node, narrowing: Narrowing) -> None:
        self._db = db
        source = fold_line(narrowing.source or "")
        self._narrow = [*conditions(db, narrowing, source, _PLACE), *_archived(narrowing)]
        self._by_article = narrowing.by_article
        self._end = narrowing.end
        # the index skips other days where it is told itself: it draws no conclusion from what `search` rows must be
        self._days = [_INDEX.c.rowid < narrowing.end] if narrowing.until else []
        if narrowing.since:
            self._days.append(_INDEX.c.rowid >= narrowing.since.toordinal() * DAY)
        self._holds = holds(node, narrowing, _PLACE)
        self._tokens = [_quoted(token) for token in term_tokens(source, IN_SOURCE)]
        if narrowing.sites:
            sites = " OR ".join(_quoted(site_token(site)) for site in narrowing.sites)
            self._tokens.append(f"({sites})")

    def by_index(self, words: _Match, *where: Any) -> Iterator[Any]:
        """Hits by the index, and those among the articles that wait for it."""
        tokens = [*self._tokens, *([words.expression] if words.expression else [])]
        if not tokens:
            return self.by_looking(*where)
        rows = select(*_COLUMNS).select_from(_INDEX).join(SEARCH, SEARCH.c.id == _INDEX.c.rowid)
        if words.exact:
            rows = rows.with_hint(SEARCH, _NO_TEXTS, "sqlite")
        rows = rows.where(_MATCHES, *self._days, *where, *([] if words.exact else [self._holds]))
        indexed = self._rows(rows.order_by(_INDEX.c.rowid.desc()), match=" AND ".join(tokens))
        due = select(*_COLUMNS).select_from(_DUE).join(SEARCH, SEARCH.c.id == _DUE.c.id)
        due = due.with_hint(SEARCH, _BY_NUMBER, "sqlite")
        waiting = self._rows(due.where(*where, self._holds).order_by(_DUE.c.id.desc()))
        return merge(indexed, waiting, key=lambda row: row.id, reverse=True)

    def by_looking(self, *where: Any) -> Iterator[Any]:
        """Hits by looking through the texts."""
        rows = select(*_COLUMNS).where(*where, self._holds)
        return self._rows(rows.order_by(SEARCH.c.id.desc()))

    def oldest_of_newest(self) -> int:
        """The lowest number of those few of the newest articles asked for that may as well be looked through."""
        rows = select(SEARCH.c.id).where(SEARCH.c.id < self._end).order_by(SEARCH.c.id.desc())
        rows = rows.offset(_LOOKED_THROUGH).limit(1)
        return int(self._db.execute(rows).scalar() or 0)

    def _rows(self, rows: Select[Any], **values: Any) -> Iterator[Any]:
        if self._by_article:
            rows = rows.join(Article, Article.id == SEARCH.c.article)
        rows = rows.where(*self._narrow).execution_options(yield_per=_AT_ONCE)
        with self._db.execute(rows, values) as found:
            yield from found


def _archived(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    """Has the articles archived since a moment be found in one go: to look each one up takes ten times as long.

    The sum keeps SQLite from walking through `search` by article, and from sorting all that comes.
    """
    if narrowing.archived_since is None:
        return []
    met = aliased(Article)
    return [(SEARCH.c.article + 0).in_(select(met.id).where(met.first_seen >= narrowing.archived_since))]


def _match(node: Node, mark: str, *, singles: bool) -> _Match:
    """What the index knows of a query; what it does not know, a look at the text settles."""
    match node:
        case Term(text) if len(text) == 1:
            return _Match(f"{_quoted(first_of_token(text, mark))} *" if singles else None, singles)
        case Term(text):
            return _Match(" AND ".join(map(_quoted, term_tokens(text, mark))), len(text) == 2)
        case All(parts):
            return _both([_match(part, mark, singles=singles) for part in parts])
        case Either(parts):
            return _either([_match(part, mark, singles=singles) for part in parts])
    return _Match(None, exact=False)


def _both(parts: Sequence[_Match]) -> _Match:
    known = [part.expression for part in parts if part.expression is not None]
    return _Match(" AND ".join(known) or None, all(part.exact for part in parts))


def _either(parts: Sequence[_Match]) -> _Match:
    known = [part.expression for part in parts if part.expression is not None]
    if len(known) < len(parts):
        return _Match(None, exact=False)
    return _Match(f"({' OR '.join(f'({part})' for part in known)})", all(part.exact for part in parts))


def _quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
