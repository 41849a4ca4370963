"""The one module that writes rows. Every method is one transaction: when it returns, its rows are on disk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archive import captures
from archive.database import open_engine, translated_errors
from archive.models import (
    Article,
    ArticleEvent,
    Attachment,
    Capture,
    Frontier,
    Link,
    Reading,
    Revision,
    Run,
    RunSection,
    Section,
    Site,
    SiteHost,
    Url,
)
from archive.models import Fetch as FetchRow
from archive.records import Fetch, ListOutcome, OpenSection, Row
from archive.records import Reading as ReadingRecord
from archive.urls import url_host, url_key

Change = Literal["new", "changed", "unchanged"]
Reread = Callable[[bytes, str], ReadingRecord | None]
Missed = Literal["unread", "missing", "blocked", "failed", "robots", "external"]

_SELECT_URL = select(Url.id).where(Url.key == bindparam("key"))
_SELECT_CURRENT = (
    select(
        Article.id, Article.state, Revision.id.label("revision"), Revision.number, Revision.capture, Reading.extractor,
        Reading.content_digest,
    )
    .join(Revision, Revision.id == Article.current_revision)
    .join(Reading, Reading.id == Revision.current_reading)
    .where(Article.url_id == bindparam("url_id"))
)  # fmt: skip
_INSERT_URL = insert(Url).returning(Url.id)
_INSERT_FETCH = insert(FetchRow).returning(FetchRow.id)
_INSERT_ARTICLE = insert(Article).returning(Article.id)
_INSERT_REVISION = insert(Revision).returning(Revision.id)
_INSERT_READING = insert(Reading).returning(Reading.id)
_POINT_REVISION = (
    update(Revision).where(Revision.id == bindparam("b_id")).values(current_reading=bindparam("b_reading"))
)
_POINT_ARTICLE = (
    update(Article)
    .where(Article.id == bindparam("b_id"))
    .values(current_revision=bindparam("b_revision"), last_seen=bindparam("b_at"), state="live")
)
_CONFIRM_REVISION = update(Revision).where(Revision.id == bindparam("b_id")).values(last_confirmed=bindparam("b_at"))


class Writer:
    """Writes crawls into an archive, one transaction a call.

    Raises Busy when another process holds the write lock for longer than `wait` seconds (nothing was written, call
    again), DiskFull when the disk is full, Unusable when the archive cannot serve.
    """

    def __init__(self, url: str, *, wait: float = 10.0) -> None:
        self.url = url
        self._engine = open_engine(url, write=True, wait=wait)
        self._connection = self._engine.connect()
        dialect = sqlite if self._engine.dialect.name == "sqlite" else postgresql
        self._keep_capture = dialect.insert(Capture).on_conflict_do_nothing()
        self._upsert_frontier = _upsert_frontier(dialect)
        self._upsert_link = _upsert_link(dialect)
        self._keep_site = dialect.insert(Site).on_conflict_do_nothing()
        self._keep_host = dialect.insert(SiteHost).on_conflict_do_nothing()
        self._upsert_run_section = _upsert_run_section(dialect)

    def close(self) -> None:
        """Gives the connection back and folds the write-ahead log into the file."""
        if self._engine.dialect.name == "sqlite":
            self._driver().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        self._engine.dispose()

    def wait_at_most(self, seconds: float) -> None:
        """Sets how long a call waits for the write lock of a SQLite archive before it raises Busy."""
        if self._engine.dialect.name == "sqlite":
            self._driver().execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _driver(self) -> Any:
        return self._connection.connection.driver_connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with translated_errors(self.url), self._connection.begin():
            yield self._connection

    # -- sites, sections and runs

    def add_site(self, key: str, hosts: Sequence[str], at: datetime, *, zone: str | None = None) -> None:
        """Makes a site and its hosts known; known ones stay as they are."""
        with self._transaction() as db:
            db.execute(self._keep_site, {"key": key, "name": None, "zone": zone, "created": at})
            if zone:
                db.execute(update(Site).where(Site.key == key).values(zone=zone))
            db.execute(self._keep_host, [{"host": host, "site": key} for host in hosts])

    def start_run(self, site: str, spider: str, at: datetime, code_version: str) -> int:
        """Opens a run and gives its number. A run of the site that never ended is marked as crashed."""
        with self._transaction() as db:
            dead = update(Run).where(Run.site == site, Run.state == "running")
            db.execute(dead.values(state="crashed", reason="ended without a word", ended=Run.heartbeat))
            row = {"site": site, "spider": spider, "started": at, "heartbeat": at, "state": "running", "stats": {}}
            row |= {"code_version": code_version, "sqlite_version": _library_version(self._engine.dialect)}
            return int(db.execute(insert(Run).returning(Run.id), row).scalar_one())

    def beat(self, run: int, at: datetime) -> None:
        """Says that a run is still alive."""
        with self._transaction() as db:
            db.execute(update(Run).where(Run.id == run).values(heartbeat=at))

    def end_run(
        self, run: int, at: datetime, *, state: str, exit_code: int, reason: str, stats: Mapping[str, Any]
    ) -> None:
        """Closes a run with what happened."""
        values = {"ended": at, "heartbeat": at, "state": state, "exit_code": exit_code, "reason": reason}
        with self._transaction() as db:
            db.execute(update(Run).where(Run.id == run).values(stats=dict(stats), **values))

    def open_section(self, site: str, url: str, name: str | None, walk_every_days: int) -> OpenSection:
        """The section at a list page's address, made if need be."""
        known = select(Section.id, Section.name, Section.walked).where(
            Section.site == site, Section.url_key == url_key(url)
        )
        with self._transaction() as db:
            row = db.execute(known).one_or_none()
            if row is None:
                values = {"site": site, "url_key": url_key(url), "url": url, "name": name}
                db.execute(insert(Section), values | {"walk_every_days": walk_every_days})
                row = db.execute(known).one()
            return OpenSection(*row)

    def end_section(
        self,
        run: int,
        section: int,
        *,
        pages: int,
        rows: int,
        new: int,
        stop_reason: str,
        detail: str,
        walked: datetime | None,
    ) -> None:
        """Says why paging stopped; `walked` is the moment where the section was walked to its end."""
        values = {"pages": pages, "rows": rows, "new": new, "stop_reason": stop_reason, "detail": detail}
        with self._transaction() as db:
            db.execute(self._upsert_run_section, {"run": run, "section": section} | values)
            if walked:
                db.execute(update(Section).where(Section.id == section).values(walked=walked))

    # -- pages

    def record_list(
        self, run: int, site: str, section: int, fetch: Fetch, rows: Sequence[Row], *, name: str | None = None
    ) -> ListOutcome:
        """Stores a list page with every address on it; what is known keeps its state, or becomes ours to fetch."""
        with self._transaction() as db:
            self._add_fetch(db, run, fetch, self._url_id(db, fetch.url, fetch.at))
            self._keep_body(db, fetch)
            if name:
                db.execute(update(Section).where(Section.id == section, Section.name.is_(None)).values(name=name))
            ids = self._url_ids(db, [row.url for row in rows], fetch.at)
            linked = self._links_before(db, run, section, list(ids.values()))
            entries = {ids[url_key(row.url)]: (place, row) for place, row in enumerate(rows)}
            if entries:
                db.execute(
                    self._upsert_frontier, [_frontier_values(i, site, row, fetch.at) for i, (_, row) in entries.items()]
                )
                links = [_link_values(section, i, run, place, row) for i, (place, row) in entries.items()]
                db.execute(self._upsert_link, links)
        unpinned = [url_id for url_id, (_, row) in entries.items() if not row.pinned]
        known = [url_id for url_id in unpinned if url_id in linked]
        return ListOutcome(len(entries.keys() - linked), len(known), bool(unpinned) and unpinned[-1] in linked)

    def record_article(
        self, run: int, site: str, fetch: Fetch, reading: ReadingRecord, *, due: datetime | None, reread: Reread
    ) -> Change:
        """Stores what an article page said: a new article, a new revision, or that nothing changed.

        `reread` reads an older capture with today's extractor, so that a better rule never looks like an edit.
        """
        with self._transaction() as db:
            url_id = self._final_url(db, site, fetch)
            fetch_id = self._add_fetch(db, run, fetch, url_id)
            current = db.execute(_SELECT_CURRENT, {"url_id": url_id}).one_or_none()
            if current is None:
                change: Change = "new"
                row = {"url_id": url_id, "site": site, "first_seen": fetch.at, "last_seen": fetch.at, "state": "live"}
                article = db.execute(_INSERT_ARTICLE, row).scalar_one()
                self._add_revision(db, article, 1, fetch_id, fetch, reading)
            else:
                article = current.id
                change = self._revise(db, run, current, fetch_id, fetch, reading, reread)
            self._settle(db, url_id, site, fetch, state="done", due=due)
        return change

    def record_not_modified(self, run: int, site: str, fetch: Fetch, *, due: datetime | None) -> None:
        """Stores that the server said 304: the current revision is confirmed."""
        with self._transaction() as db:
            url_id = self._final_url(db, site, fetch)
            self._add_fetch(db, run, fetch, url_id)
            current = db.execute(_SELECT_CURRENT, {"url_id": url_id}).one_or_none()
            if current is not None:
                self._confirm(db, run, current, fetch.at)
            self._settle(db, url_id, site, fetch, state="done", due=due)

    def record_miss(
        self, run: int, site: str, fetch: Fetch, state: Missed, reason: str, *, due: datetime | None
    ) -> None:
        """Stores a fetch that gave no article, with the bytes where there are any; what was archived before stays."""
        with self._transaction() as db:
            url_id = self._url_id(db, fetch.url, fetch.at)
            self._add_fetch(db, run, fetch, url_id)
            self._keep_body(db, fetch)
            self._settle(db, url_id, site, fetch, state=state, due=due, reason=reason)
            if state == "missing":
                self._mark_missing(db, run, url_id, fetch)

    # -- the steps of a transaction

    def _url_id(self, db: Connection, url: str, at: datetime) -> int:
        found = db.execute(_SELECT_URL, {"key": url_key(url)}).scalar_one_or_none()
        return int(db.execute(_INSERT_URL, _url_values(url, at)).scalar_one() if found is None else found)

    def _url_ids(self, db: Connection, urls: Sequence[str], at: datetime) -> dict[str, int]:
        """The ids of addresses by key, in their order; unknown ones are added."""
        by_key = {url_key(url): url for url in urls}
        known = dict(db.execute(select(Url.key, Url.id).where(Url.key.in_(by_key))).tuples().all())
        return {
            key: known.get(key) or int(db.execute(_INSERT_URL, _url_values(url, at)).scalar_one())
            for key, url in by_key.items()
        }

    def _links_before(self, db: Connection, run: int, section: int, ids: Sequence[int]) -> set[int]:
        """Which of these addresses stood in the section before this run."""
        return set(
            db.scalars(select(Link.url_id).where(Link.section == section, Link.first_run != run, Link.url_id.in_(ids)))
        )

    def _final_url(self, db: Connection, site: str, fetch: Fetch) -> int:
        """The address an article is kept under: where the redirects ended. The others become its aliases."""
        final = self._url_id(db, fetch.final_url, fetch.at)
        for url in fetch.redirects:
            alias = self._url_id(db, url, fetch.at)
            if alias != final:
                db.execute(update(Url).where(Url.id == alias).values(alias_of=final, alias_reason="redirect"))
                self._settle(db, alias, site, fetch, state="done", due=None, reason="alias")
        return final

    def _add_fetch(self, db: Connection, run: int, fetch: Fetch, url_id: int) -> int:
        row = {
            "run": run, "url_id": url_id, "at": fetch.at, "final_url": fetch.final_url, "status": fetch.status,
            "error": fetch.error, "outcome": fetch.outcome, "request_headers": fetch.request_headers,
            "response_headers": fetch.response_headers, "wire_bytes": fetch.wire_bytes,
            "wire_digest": fetch.wire_digest, "body_digest": fetch.body_digest, "ip": fetch.ip, "flags": fetch.flags,
            "tls_verified": None if fetch.tls_verified is None else int(fetch.tls_verified),
        }  # fmt: skip
        return int(db.execute(_INSERT_FETCH, row).scalar_one())

    def _keep_body(self, db: Connection, fetch: Fetch) -> None:
        if fetch.body:
            row = {"digest": fetch.body_digest, "size": len(fetch.body), "codec": captures.CODEC}
            db.execute(self._keep_capture, row | {"data": captures.packed(fetch.body)})

    def _revise(
        self,
        db: Connection,
        run: int,
        current: Any,
        fetch_id: int,
        fetch: Fetch,
        reading: ReadingRecord,
        reread: Reread,
    ) -> Change:
        """Compares a page with the last capture by the same extractor, and adds a revision where they differ."""
        if (
            fetch.body_digest == current.capture
            or self._digest_of(db, current, fetch, reading, reread) == reading.content_digest
        ):
            self._confirm(db, run, current, fetch.at)
            return "unchanged"
        self._add_revision(db, current.id, current.number + 1, fetch_id, fetch, reading)
        _add_event(db, run, current.id, "edited", fetch.at, {"revision": current.number + 1})
        return "changed"

    def _digest_of(
        self, db: Connection, current: Any, fetch: Fetch, reading: ReadingRecord, reread: Reread
    ) -> str | None:
        """The content digest of the current revision by the extractor of `reading`."""
        same = select(Reading.content_digest).where(
            Reading.revision == current.revision, Reading.extractor == reading.extractor
        )
        known = (
            current.content_digest if current.extractor == reading.extractor else db.execute(same).scalar_one_or_none()
        )
        if known is not None:
            return str(known)
        data = db.execute(select(Capture.data).where(Capture.digest == current.capture)).scalar_one()
        again = reread(captures.unpacked(data, current.capture), fetch.final_url)
        if again is None:
            return None
        self._add_reading(db, current.revision, again)
        return again.content_digest

    def _add_revision(
        self, db: Connection, article: int, number: int, fetch_id: int, fetch: Fetch, reading: ReadingRecord
    ) -> None:
        self._keep_body(db, fetch)
        row = {"article": article, "number": number, "fetch": fetch_id, "capture": fetch.body_digest}
        revision = db.execute(_INSERT_REVISION, row | {"seen": fetch.at, "last_confirmed": fetch.at}).scalar_one()
        self._add_reading(db, revision, reading)
        db.execute(_POINT_ARTICLE, {"b_id": article, "b_revision": revision, "b_at": fetch.at})

    def _add_reading(self, db: Connection, revision: int, reading: ReadingRecord) -> None:
        """Adds a reading and makes it the current one of its revision."""
        row = {name: getattr(reading, name) for name in _READING_FIELDS}
        added = db.execute(_INSERT_READING, row | {"revision": revision}).scalar_one()
        if reading.attachments:
            files = [{"reading": added, "position": place, **file} for place, file in enumerate(reading.attachments)]
            db.execute(insert(Attachment), files)
        db.execute(_POINT_REVISION, {"b_id": revision, "b_reading": added})

    def _confirm(self, db: Connection, run: int, current: Any, at: datetime) -> None:
        db.execute(_CONFIRM_REVISION, {"b_id": current.revision, "b_at": at})
        db.execute(_POINT_ARTICLE, {"b_id": current.id, "b_revision": current.revision, "b_at": at})
        if current.state in {"missing", "gone"}:
            _add_event(db, run, current.id, "back", at, {})

    def _mark_missing(self, db: Connection, run: int, url_id: int, fetch: Fetch) -> None:
        article = db.execute(select(Article.id, Article.state).where(Article.url_id == url_id)).one_or_none()
        if article is not None and article.state == "live":
            db.execute(update(Article).where(Article.id == article.id).values(state="missing"))
            _add_event(db, run, article.id, "missing", fetch.at, {"status": fetch.status})

    def _settle(
        self,
        db: Connection,
        url_id: int,
        site: str,
        fetch: Fetch,
        *,
        state: str,
        due: datetime | None,
        reason: str | None = None,
    ) -> None:
        """The frontier's word on an address after a fetch."""
        values: dict[str, Any] = {"state": state, "due": due, "reason": reason, "updated": fetch.at}
        if state == "missing":
            first = select(Frontier.missing_since).where(Frontier.url_id == url_id, Frontier.missing_count > 0)
            values |= {"missing_since": db.execute(first).scalar_one_or_none() or fetch.at}
            values |= {"missing_count": Frontier.missing_count + 1, "attempts": 0}
        elif state == "done":
            values |= {"attempts": 0, "missing_since": None, "missing_count": 0}
            values |= {"etag": fetch.etag, "last_modified": fetch.last_modified} if fetch.status != 304 else {}
        else:
            values |= {"attempts": Frontier.attempts + 1}
        if db.execute(update(Frontier).where(Frontier.url_id == url_id).values(**values)).rowcount == 0:
            row = Row(fetch.final_url, "", None, pinned=False, state=state, reason=reason)
            db.execute(self._upsert_frontier, _frontier_values(url_id, site, row, fetch.at) | {"due": due})


_READING_FIELDS = (
    *(
        "extractor",
        "read_at",
        "title",
        "source",
        "published",
        "published_precision",
        "author",
        "editor",
        "document_number",
    ),
    *(
        "breadcrumb",
        "text",
        "images",
        "rules",
        "confidence",
        "reasons",
        "charset",
        "charset_reason",
        "flags",
        "content_digest",
    ),
)


def _url_values(url: str, at: datetime) -> dict[str, Any]:
    return {"key": url_key(url), "url": url, "host": url_host(url), "first_seen": at}


def _frontier_values(url_id: int, site: str, row: Row, at: datetime) -> dict[str, Any]:
    return {
        "url_id": url_id, "site": site, "kind": row.kind, "state": row.state, "reason": row.reason,
        "due": at if row.state == "pending" else None, "attempts": 0, "listed_title": row.title or None,
        "listed_date": row.date, "updated": at, "missing_count": 0,
    }  # fmt: skip


def _link_values(section: int, url_id: int, run: int, place: int, row: Row) -> dict[str, Any]:
    values = {"section": section, "url_id": url_id, "first_run": run, "last_run": run}
    return values | {"position": place, "pinned": int(row.pinned)}


def _add_event(db: Connection, run: int, article: int, kind: str, at: datetime, detail: Mapping[str, Any]) -> None:
    db.execute(insert(ArticleEvent), {"article": article, "at": at, "run": run, "kind": kind, "detail": dict(detail)})


def _library_version(dialect: Any) -> str | None:
    return str(dialect.dbapi.sqlite_version) if dialect.name == "sqlite" else None


def _upsert_frontier(dialect: Any) -> Any:
    """A listed address: what is known keeps its state, save that another site's external row becomes ours to fetch."""
    add = dialect.insert(Frontier)
    ours = (Frontier.state == "external") & (add.excluded.state == "pending")
    changed = {
        name: getattr(add.excluded, name)
        for name in ("site", "kind", "state", "reason", "due", "listed_title", "listed_date")
    }
    return add.on_conflict_do_update(index_elements=["url_id"], set_=changed, where=ours)


def _upsert_link(dialect: Any) -> Any:
    add = dialect.insert(Link)
    changed = {name: getattr(add.excluded, name) for name in ("last_run", "position", "pinned")}
    return add.on_conflict_do_update(index_elements=["section", "url_id"], set_=changed)


def _upsert_run_section(dialect: Any) -> Any:
    add = dialect.insert(RunSection)
    changed = {name: getattr(add.excluded, name) for name in ("pages", "rows", "new", "stop_reason", "detail")}
    return add.on_conflict_do_update(index_elements=["run", "section"], set_=changed)
