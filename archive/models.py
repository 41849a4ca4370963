"""The tables of the archive; `docs/schema.md` explains them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from archive.columns import Id, JsonText, PlainText, UtcText, id_key

FRONTIER_KINDS = ("list", "article", "attachment")
FRONTIER_STATES = (
    *("pending", "done", "unread", "external", "robots"),
    *("blocked", "failed", "missing", "gone", "skipped"),
)
RUN_STATES = ("running", "complete", "partial", "failed", "interrupted", "crashed")
STOP_REASONS = ("last_page", "known", "since", "limit", "repeated", "empty", "error", "blocked", "postponed")
OUTCOMES = ("ok", "not_modified", "unread", "blocked", "gone", "truncated", "network", "refused")
ARTICLE_STATES = ("live", "missing", "gone", "forgotten")
EVENT_KINDS = ("missing", "gone", "back", "edited", "forgotten")
PRECISIONS = ("second", "minute", "day")
FIRST_BY = ("published", "first_seen")
INCIDENT_KINDS = (
    *("title", "source", "published", "body", "unread", "list", "stale"),
    *("nothing", "challenge", "robots", "network", "bug"),
)
NOTICES = ("opened", "closed")
BATCH_KINDS = ("reextract", "verify", "warc")
BATCH_STATES = ("waiting", "done", "failed")


class Model(DeclarativeBase):
    """What the tables share: STRICT on SQLite, and one naming of constraints."""

    __table_args__: Any = ({"sqlite_strict": True},)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: Id,
        str: PlainText,
        bytes: LargeBinary,
        datetime: UtcText,
        Any: JsonText,
    }
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _is_json(*columns: str) -> Iterable[CheckConstraint]:
    for column in columns:
        yield CheckConstraint(f"json_valid({column})", name=f"{column}_json").ddl_if(dialect="sqlite")
        yield CheckConstraint(f"({column})::jsonb IS NOT NULL", name=f"{column}_json").ddl_if(dialect="postgresql")


def _strict(*constraints: Any) -> tuple[Any, ...]:
    return (*constraints, {"sqlite_strict": True})


def _to_fetch() -> ForeignKeyConstraint:
    """PostgreSQL, where fetches lie in a table a month, cannot enforce it; `zonenews verify` does."""
    return ForeignKeyConstraint(["fetch"], ["fetch.id"]).ddl_if(dialect="sqlite")


_GROUPED = text("reprint_group IS NOT NULL")
_OPEN = text("closed_run IS NULL")


class Site(Model):
    """One zone's website."""

    __tablename__ = "site"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    zone: Mapped[str | None]
    created: Mapped[datetime]


class SiteHost(Model):
    """A host of a site: the unit of locks and delays."""

    __tablename__ = "site_host"
    host: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("site.key"))


class Section(Model):
    """A news section 栏目: a list of articles over many pages."""

    __tablename__ = "section"
    __table_args__ = _strict(UniqueConstraint("site", "url_key"))
    id: Mapped[id_key]
    site: Mapped[str] = mapped_column(ForeignKey("site.key"))
    url_key: Mapped[str]
    url: Mapped[str]
    name: Mapped[str | None]
    walked: Mapped[datetime | None]
    walk_every_days: Mapped[int] = mapped_column(Integer)


class Url(Model):
    """An address that was met, under its key; an alias points to the address it stands for."""

    __tablename__ = "url"
    id: Mapped[id_key]
    key: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str]
    host: Mapped[str]
    first_seen: Mapped[datetime]
    alias_of: Mapped[int | None] = mapped_column(ForeignKey("url.id"), index=True)
    alias_reason: Mapped[str | None]


class Frontier(Model):
    """What is known of an address that a site lists: its state, and when it is due to be fetched (again)."""

    __tablename__ = "frontier"
    __table_args__ = _strict(
        _one_of("kind", FRONTIER_KINDS), _one_of("state", FRONTIER_STATES), Index("ix_frontier_site_due", "site", "due")
    )
    url_id: Mapped[int] = mapped_column(ForeignKey("url.id"), primary_key=True, autoincrement=False)
    site: Mapped[str] = mapped_column(ForeignKey("site.key"))
    kind: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    due: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    listed_title: Mapped[str | None]
    listed_date: Mapped[str | None]
    updated: Mapped[datetime]
    missing_since: Mapped[datetime | None]
    missing_count: Mapped[int] = mapped_column(Integer)


class Link(Model):
    """A row of a section: which article stands in it, and where it was last seen."""

    __tablename__ = "link"
    section: Mapped[int] = mapped_column(ForeignKey("section.id"), primary_key=True, autoincrement=False)
    url_id: Mapped[int] = mapped_column(ForeignKey("url.id"), primary_key=True, autoincrement=False, index=True)
    first_run: Mapped[int] = mapped_column(ForeignKey("run.id"))
    last_run: Mapped[int] = mapped_column(ForeignKey("run.id"))
    position: Mapped[int] = mapped_column(Integer)
    pinned: Mapped[int] = mapped_column(Integer)


class Run(Model):
    """One spider from start to finish."""

    __tablename__ = "run"
    __table_args__ = _strict(_one_of("state", RUN_STATES), *_is_json("stats"), Index("ix_run_site", "site", "id"))
    id: Mapped[id_key]
    site: Mapped[str] = mapped_column(ForeignKey("site.key"))
    spider: Mapped[str]
    started: Mapped[datetime]
    heartbeat: Mapped[datetime]
    ended: Mapped[datetime | None]
    state: Mapped[str]
    exit_code: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str | None]
    code_version: Mapped[str]
    sqlite_version: Mapped[str | None]
    stats: Mapped[Any]
    job: Mapped[int | None]


class RunSection(Model):
    """What one run did in one section, and why it stopped paging."""

    __tablename__ = "run_section"
    __table_args__ = _strict(_one_of("stop_reason", STOP_REASONS), *_is_json("measures"))
    run: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True, autoincrement=False)
    section: Mapped[int] = mapped_column(ForeignKey("section.id"), primary_key=True, autoincrement=False)
    pages: Mapped[int] = mapped_column(Integer)
    rows: Mapped[int] = mapped_column(Integer)
    new: Mapped[int] = mapped_column(Integer)
    stop_reason: Mapped[str | None]
    detail: Mapped[str | None]
    measures: Mapped[Any] = mapped_column(server_default=text("'{}'"))


class Incident(Model):
    """Something that went wrong with a site, from the run that found it to the run that found it well again."""

    __tablename__ = "incident"
    __table_args__ = _strict(
        _one_of("kind", INCIDENT_KINDS),
        _one_of("notified", NOTICES),
        *_is_json("detail"),
        Index("uq_incident_open", "site", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    id: Mapped[id_key]
    site: Mapped[str] = mapped_column(ForeignKey("site.key"))
    kind: Mapped[str]
    opened_run: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    closed_run: Mapped[int | None] = mapped_column(ForeignKey("run.id"), index=True)
    notified: Mapped[str | None]
    detail: Mapped[Any]


class Fetch(Model):
    """One request with its answer, good or bad. On PostgreSQL it is partitioned by month, and its key is (id, at)."""

    __tablename__ = "fetch"
    __table_args__ = _strict(
        _one_of("outcome", OUTCOMES),
        *_is_json("request_headers", "response_headers", "flags"),
        Index("ix_fetch_url_id_at", "url_id", "at"),
    )
    id: Mapped[id_key]
    run: Mapped[int | None] = mapped_column(ForeignKey("run.id"), index=True)
    url_id: Mapped[int] = mapped_column(ForeignKey("url.id"))
    at: Mapped[datetime]
    final_url: Mapped[str]
    status: Mapped[int | None] = mapped_column(Integer)
    error: Mapped[str | None]
    outcome: Mapped[str]
    request_headers: Mapped[Any]
    response_headers: Mapped[Any]
    wire_bytes: Mapped[int | None]
    wire_digest: Mapped[str | None]
    body_digest: Mapped[str | None]
    ip: Mapped[str | None]
    tls_verified: Mapped[int | None] = mapped_column(Integer)
    flags: Mapped[Any]


class Dictionary(Model):
    """What pages of a site have in common, to compress captures by; `samples` are the captures it was made of."""

    __tablename__ = "dictionary"
    __table_args__ = _strict(*_is_json("samples"), Index("ix_dictionary_site", "site"))
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    site: Mapped[str] = mapped_column(ForeignKey("site.key"))
    digest: Mapped[str] = mapped_column(unique=True)
    data: Mapped[bytes]
    trained: Mapped[int] = mapped_column(Integer)
    samples: Mapped[Any]
    learned: Mapped[datetime]


class Capture(Model):
    """Unique bytes of a page after content decoding, compressed, under their SHA-256."""

    __tablename__ = "capture"
    digest: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    codec: Mapped[str]
    data: Mapped[bytes]
    dictionary: Mapped[int | None] = mapped_column(ForeignKey("dictionary.id"), index=True)


class Article(Model):
    """One news item, known by its address."""

    __tablename__ = "article"
    __table_args__ = _strict(
        _one_of("state", ARTICLE_STATES),
        Index("ix_article_reprint_group", "reprint_group", sqlite_where=_GROUPED, postgresql_where=_GROUPED),
    )
    id: Mapped[id_key]
    url_id: Mapped[int] = mapped_column(ForeignKey("url.id"), unique=True)
    site: Mapped[str] = mapped_column(ForeignKey("site.key"), index=True)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    state: Mapped[str]
    current_revision: Mapped[int | None] = mapped_column(ForeignKey("revision.id", use_alter=True))
    reprint_group: Mapped[int | None] = mapped_column(ForeignKey("reprint_group.id", use_alter=True))


class ArticleEvent(Model):
    """What happened to an article: an edit, a removal, a return."""

    __tablename__ = "article_event"
    __table_args__ = _strict(_one_of("kind", EVENT_KINDS), *_is_json("detail"))
    id: Mapped[id_key]
    article: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    at: Mapped[datetime]
    run: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    kind: Mapped[str]
    detail: Mapped[Any]


class Revision(Model):
    """A state of an article's page: it exists when the page's content changed."""

    __tablename__ = "revision"
    __table_args__ = _strict(UniqueConstraint("article", "number"), _to_fetch())
    id: Mapped[id_key]
    article: Mapped[int] = mapped_column(ForeignKey("article.id"))
    number: Mapped[int] = mapped_column(Integer)
    fetch: Mapped[int]
    capture: Mapped[str] = mapped_column(ForeignKey("capture.digest"))
    seen: Mapped[datetime]
    last_confirmed: Mapped[datetime]
    current_reading: Mapped[int | None] = mapped_column(ForeignKey("reading.id", use_alter=True))


class RevisionPage(Model):
    """A further page of an article that a site spreads over several; the first one is the revision's own."""

    __tablename__ = "revision_page"
    __table_args__ = _strict(_to_fetch())
    revision: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    fetch: Mapped[int]
    capture: Mapped[str] = mapped_column(ForeignKey("capture.digest"))


class Reading(Model):
    """What one version of the extractor made of a revision's capture; `text` holds a paragraph a line."""

    __tablename__ = "reading"
    __table_args__ = _strict(
        UniqueConstraint("revision", "extractor"),
        _one_of("published_precision", PRECISIONS),
        *_is_json("breadcrumb", "images", "rules", "confidence", "reasons", "flags"),
    )
    id: Mapped[id_key]
    revision: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    extractor: Mapped[str]
    read_at: Mapped[datetime]
    title: Mapped[str | None]
    source: Mapped[str | None]
    published: Mapped[str | None]
    published_precision: Mapped[str | None]
    author: Mapped[str | None]
    editor: Mapped[str | None]
    document_number: Mapped[str | None]
    breadcrumb: Mapped[Any]
    text: Mapped[str]
    images: Mapped[Any]
    rules: Mapped[Any]
    confidence: Mapped[Any]
    reasons: Mapped[Any]
    charset: Mapped[str]
    charset_reason: Mapped[str]
    flags: Mapped[Any]
    content_digest: Mapped[str]


class Attachment(Model):
    """A file 附件 that an article links."""

    __tablename__ = "attachment"
    __table_args__ = _strict(UniqueConstraint("reading", "position"))
    id: Mapped[id_key]
    reading: Mapped[int] = mapped_column(ForeignKey("reading.id"))
    position: Mapped[int] = mapped_column(Integer)
    url: Mapped[str]
    name: Mapped[str]


class Forgotten(Model):
    """The mark of an address that was erased by request: it is not archived again."""

    __tablename__ = "forgotten"
    url_key_digest: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    reason: Mapped[str]
    by: Mapped[str]


class Search(Model):
    """An article's folded text, numbered by its day of publication; the index `search_index` holds its tokens."""

    __tablename__ = "search"
    # SQLite: who counts hits reads no page of texts
    __table_args__ = _strict(Index("ix_search_told", "id", "article", "published").ddl_if(dialect="sqlite"))
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article: Mapped[int] = mapped_column(ForeignKey("article.id"), unique=True)
    published: Mapped[str | None]
    title: Mapped[str]
    source: Mapped[str]
    text: Mapped[str]


class SearchDue(Model):
    """A search row whose tokens wait to be put into the index."""

    __tablename__ = "search_due"
    id: Mapped[int] = mapped_column(ForeignKey("search.id"), primary_key=True, autoincrement=False)


class ReprintGroup(Model):
    """Articles that say the same in the same words; the first of them is the one that had it first."""

    __tablename__ = "reprint_group"
    __table_args__ = _strict(_one_of("decided_by", FIRST_BY))
    id: Mapped[id_key]
    first_article: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    decided_by: Mapped[str]


class Fingerprint(Model):
    """One of the few hashes by which articles that say the same are found."""

    __tablename__ = "fingerprint"
    __table_args__ = (
        Index("ix_fingerprint_hash", "hash", "article"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )
    article: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, autoincrement=False)
    hash: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class ReprintDue(Model):
    """An article that waits to be compared with the others."""

    __tablename__ = "reprint_due"
    article: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, autoincrement=False)


class Charted(Model):
    """What charts count of an article; `fields` has a bit for each field that its reading has."""

    __tablename__ = "charted"
    __table_args__ = _strict(
        Index("ix_charted_site", "site", "month", "day", "fields"), Index("ix_charted_source", "source", "month")
    )
    article: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, autoincrement=False)
    site: Mapped[str] = mapped_column(ForeignKey("site.key"))
    month: Mapped[str]
    day: Mapped[str | None]
    source: Mapped[str | None]
    fields: Mapped[int] = mapped_column(Integer)


class Batch(Model):
    """A part of a work on the whole archive that a fleet shares out: rows of these numbers, and what came of them."""

    __tablename__ = "batch"
    __table_args__ = _strict(
        _one_of("kind", BATCH_KINDS),
        _one_of("state", BATCH_STATES),
        *_is_json("result"),
        Index("ix_batch_kind", "kind"),
    )
    id: Mapped[id_key]
    kind: Mapped[str]
    part: Mapped[str]
    first: Mapped[int]
    last: Mapped[int]
    asked: Mapped[datetime]
    reached: Mapped[int | None]
    state: Mapped[str]
    ended: Mapped[datetime | None]
    result: Mapped[Any]
