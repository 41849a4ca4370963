"""Checks that an archive is what was written: database, captures, articles, search, reprints, charts and files."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, select, text

from archive.charted import charted_strays, check_charted
from archive.dictionaries import KEPT, body_of, damaged_dictionaries, drop_compiled
from archive.errors import Unusable
from archive.files.checks import check_files
from archive.files.store import FileStore
from archive.models import Article, Capture, Fetch, Revision, RevisionPage, Url
from archive.reprints.checks import check_fingerprints, check_reprints
from archive.search import checks as search
from archive.search.checks import check_rows, search_strays
from archive.shares import EVERY, Share, digests_within

_BATCH = 100
_HALF = text(
    "SELECT u.url FROM article a JOIN url u ON u.id = a.url_id LEFT JOIN revision v ON v.id = a.current_revision"
    " LEFT JOIN reading r ON r.id = v.current_reading WHERE r.id IS NULL AND a.state <> 'forgotten'"
    " AND a.id BETWEEN :first AND :last"
)
_LOST = """
SELECT DISTINCT u.url, lost."fetch" FROM {} lost
JOIN revision v ON v.id = lost.{} JOIN article a ON a.id = v.article JOIN url u ON u.id = a.url_id
WHERE NOT EXISTS (SELECT 1 FROM "fetch" f WHERE f.id = lost."fetch") ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written. `where` is the article's address, or a table where it has none."""

    kind: Literal[
        "file", "reference", "dictionary", "capture", "article", "search", "reprint", "chart", "kept file", "stray"
    ]
    where: str
    detail: str
    digest: str | None = None


def problems(db: Connection, store: FileStore | None, share: Share | None = None) -> Iterator[Problem]:
    """Everything that is wrong with an archive and the store of its files, or with a share of it.

    Captures are read one by one. It is the first thing that a connection is used for: what a crawl writes meanwhile is
    no problem.
    """
    with _damaged_text_is_read(db):
        yield from _problems(db, store, share)


@contextmanager
def _damaged_text_is_read(db: Connection) -> Iterator[None]:
    """Has SQLite give a text that is no UTF-8 any more with U+FFFD in it: it differs, and is found and named."""
    if db.dialect.name != "sqlite":
        yield
        return
    driver: Any = db.connection.driver_connection
    usual, driver.text_factory = driver.text_factory, lambda data: str(data, "utf-8", "replace")
    try:
        yield
    finally:
        driver.text_factory = usual


def _problems(db: Connection, store: FileStore | None, share: Share | None) -> Iterator[Problem]:
    part, numbers = (share.part, share.numbers) if share else (None, EVERY)
    if part in {None, "rest"}:
        yield from _problems_of_no_share(db, store)
    if part in {None, "articles"}:
        yield from _article_problems(db, numbers)
    if part is None:
        yield from _damaged_captures(db)
    elif part == "captures":
        yield from _damaged_captures(db, digests_within(numbers))


def _problems_of_no_share(db: Connection, store: FileStore | None) -> Iterator[Problem]:
    """Files, references, dictionaries, and rows that belong to nothing."""
    for lost in check_files(db, store):
        yield Problem("kept file" if lost.digest or store is None else "stray", lost.where, lost.said, lost.digest)
    yield from _file_problems(db) if db.dialect.name == "sqlite" else _lost_fetches(db)
    yield from _addressed(db, "search", search_strays(db))
    yield from _addressed(db, "reprint", check_reprints(db))
    yield from _addressed(db, "chart", charted_strays(db))
    yield from _damaged_dictionaries(db)


def _article_problems(db: Connection, numbers: range) -> Iterator[Problem]:
    """Articles of these numbers that were not read, or that search, charts and reprints know wrongly."""
    for row in db.execute(_HALF, {"first": numbers.start, "last": numbers.stop - 1}):
        yield Problem("article", row.url, "it has no reading")
    yield from _addressed(db, "search", check_rows(db, numbers))
    yield from _addressed(db, "reprint", check_fingerprints(db, numbers))
    yield from _addressed(db, "chart", check_charted(db, numbers))


def _addressed(
    db: Connection, kind: Literal["search", "reprint", "chart"], found: Iterable[search.Problem]
) -> Iterator[Problem]:
    for each in found:
        yield Problem(kind, _address(db, each.article), each.said)


def _file_problems(db: Connection) -> Iterator[Problem]:
    """What SQLite itself finds; a server's database has its own tools, and enforces most references by itself."""
    for (said,) in db.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield Problem("file", "the database file", said)
    for table, row, parent, _ in db.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem("reference", table, f"row {row} points to nothing in {parent}")


def _lost_fetches(db: Connection) -> Iterator[Problem]:
    """What refers to a fetch that is not there: where fetches lie in several tables, a server cannot enforce it."""
    for table, revision in (("revision", "id"), ("revision_page", "revision")):
        for row in db.execute(text(_LOST.format(table, revision))):
            yield Problem("reference", row.url, f"a row of {table} points to nothing in fetch ({row.fetch})")


def _damaged_dictionaries(db: Connection) -> Iterator[Problem]:
    for row in damaged_dictionaries(db):
        yield Problem("dictionary", row.site, f"{row.said}; the captures that hang on it cannot be read")


def _damaged_captures(db: Connection, *of: ColumnElement[bool]) -> Iterator[Problem]:
    drop_compiled()  # what is in memory may be better than what is on disk
    after = ""
    page = select(*KEPT).where(*of).order_by(Capture.digest).limit(_BATCH)
    while rows := db.execute(page.where(Capture.digest > after)).all():
        after = rows[-1].digest
        for row in rows:
            try:
                body_of(db, row)
            except Unusable as error:
                for address in addresses_of(db, row.digest) or ["capture"]:
                    yield Problem("capture", address, str(error), row.digest)


def _address(db: Connection, article: int | None) -> str:
    """The address of an article; the index itself where it is none's problem."""
    query = select(Url.url).join(Article, Article.url_id == Url.id).where(Article.id == article)
    return db.scalars(query).one_or_none() or "the search index"


def addresses_of(db: Connection, digest: str) -> list[str]:
    """The articles whose bytes a capture holds; where there is none, the pages it was fetched from."""
    first = select(Url.url).join(Article).join(Revision, Revision.article == Article.id)
    further = first.join(RevisionPage, RevisionPage.revision == Revision.id).where(RevisionPage.capture == digest)
    found = db.scalars(first.where(Revision.capture == digest).union(further)).all()
    return list(found or db.scalars(select(Fetch.final_url).where(Fetch.body_digest == digest).distinct()).all())
