"""The one module that writes rows. Every method is one transaction: when it returns, its rows are on disk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archive import charted
from archive.batches import BatchWriter
from archive.database import open_engine, translated_errors
from archive.errors import ArchiveError
from archive.files.records import WantedFile
from archive.files.store import store_of
from archive.files.writing import FileWriter, Steps
from archive.forgetting import Erased, forget, forgotten_among
from archive.history import Change, FurtherPage, History, Reread
from archive.manners.writing import MannersWriter
from archive.mending import Mended, mend
from archive.models import Run, Section, Site
from archive.packing import Packer
from archive.partitions import prepare_months
from archive.readings import add_later_reading
from archive.recording import (
    add_fetch,
    add_page,
    final_url,
    left_out_before,
    links_before,
    settle,
    url_ids,
    url_number,
)
from archive.records import Fetch, ListOutcome, OpenSection, Reading, Row, RunSection
from archive.removals import count_missing
from archive.reprints.index import Reprints
from archive.search.checks import rebuild
from archive.search.index import SearchIndex
from archive.server import set_patience, transaction
from archive.sqlite import library, sweep
from archive.statements import Upserts, frontier_values, link_values
from archive.urls import url_key
from archive.watching import Watcher

Missed = Literal["unread", "missing", "blocked", "failed", "robots", "external"]
_AT_CLOSE = 10.0


class Writer(Watcher):
    """Writes crawls into an archive, one transaction a call.

    Raises Busy when another process holds the write lock for longer than `wait` seconds (nothing was written, call
    again), Lost when the server went away (nothing was written either, and the next call opens a new connection),
    DiskFull when the disk is full, Unusable when the archive cannot serve. `files` is the folder in which an archive on
    a server keeps pictures and attachments; those of a SQLite file are beside it.
    """

    def __init__(self, url: str, *, wait: float = 10.0, files: str | Path | None = None) -> None:
        self.url = url
        self._engine = open_engine(url, write=True, wait=wait)
        with translated_errors(url):
            prepare_months(self._engine)
        self._connection = self._engine.connect()
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        dialect = sqlite if self._is_sqlite else postgresql
        self._upserts = Upserts(dialect)
        self._packer = Packer(self._upserts.capture, self._transaction)
        steps = Steps(self._transaction, self._recording, self._packer.keep)
        self.files = FileWriter(url, steps, dialect, store_of(url, files))
        self.manners = MannersWriter(self._transaction, dialect)
        self.batches = BatchWriter(self._transaction)

    def close(self) -> None:
        """Gives the connection back and folds the write-ahead log into the file; what was written is safe without."""
        if self._connection.closed:
            return
        with suppress(ArchiveError):
            self.compare_reprints(at_most=_AT_CLOSE)
        if self._is_sqlite:
            with suppress(ArchiveError):
                self.index_search()
            with suppress(library().Error):
                self._driver().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        self._engine.dispose()

    def index_search(self) -> None:
        """Puts the articles that wait for it into the search index, some at a time; `close` does it too."""
        waiting = self._is_sqlite
        while waiting:
            with self._transaction() as db:
                waiting = SearchIndex(db).index_due() > 0

    def compare_reprints(self, *, at_most: float | None = None) -> int:
        """Compares the articles that wait for it, some at a time, for so many seconds; gives how many were compared.

        `close` does it too, for ten seconds; what is left waits for the next writer.
        """
        compared, until = 0, None if at_most is None else monotonic() + at_most
        while until is None or monotonic() < until:
            with self._transaction() as db:
                found = Reprints(db).compare_due()
            if not found:
                break
            compared += found
        return compared

    def wait_at_most(self, seconds: float) -> None:
        """Sets how long a call waits for the write lock before it raises Busy."""
        if self._is_sqlite:
            self._driver().execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
        else:
            set_patience(self._connection, seconds)

    def _driver(self) -> Any:
        return self._connection.connection.driver_connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with translated_errors(self.url), self._begin():
            yield self._connection

    def _begin(self) -> AbstractContextManager[object]:
        return self._connection.begin() if self._is_sqlite else transaction(self._connection)

    @contextmanager
    def _recording(self, site: str, at: datetime) -> Iterator[Connection]:
        """The transaction of a page; what its bytes teach is stored after it, by itself."""
        with self._transaction() as db:
            yield db
        self._packer.learn(site, at)

    # -- sites, sections and runs

    def add_site(self, key: str, hosts: Sequence[str], at: datetime, *, zone: str | None = None) -> None:
        """Makes a site and its hosts known; known ones stay as they are."""
        with self._transaction() as db:
            db.execute(self._upserts.site, {"key": key, "name": None, "zone": zone, "created": at})
            if zone:
                db.execute(update(Site).where(Site.key == key).values(zone=zone))
            if hosts:
                db.execute(self._upserts.host, [{"host": host, "site": key} for host in hosts])

    def start_run(self, site: str, spider: str, at: datetime, code_version: str, job: int | None = None) -> int:
        """Opens a run and gives its number. A run of the site that never ended is marked as crashed.

        `job` is its number in the fleet's queue, where it comes from there.
        """
        with self._transaction() as db:
            dead = update(Run).where(Run.site == site, Run.state == "running")
            db.execute(dead.values(state="crashed", reason="ended without a word", ended=Run.heartbeat))
            row = {"site": site, "spider": spider, "started": at, "heartbeat": at, "state": "running", "stats": {}}
            row |= {"code_version": code_version, "sqlite_version": _library_version(self._engine.dialect), "job": job}
            return int(db.execute(insert(Run).returning(Run.id), row).scalar_one())

    def beat(
        self, run: int, at: datetime, stats: Mapping[str, Any] | None = None, sections: Iterable[RunSection] = ()
    ) -> None:
        """Says that a run is still alive, and how far it has come: a run that is killed leaves that."""
        values = {"heartbeat": at} if stats is None else {"heartbeat": at, "stats": dict(stats)}
        with self._transaction() as db:
            db.execute(update(Run).where(Run.id == run).values(**values))
            for section in sections:
                db.execute(self._upserts.run_section, {"run": run} | asdict(section))

    def end_run(
        self, run: int, at: datetime, *, state: str, exit_code: int, reason: str, stats: Mapping[str, Any]
    ) -> None:
        """Closes a run with what happened; what was missing in it for long enough is gone from now on."""
        values = {"ended": at, "heartbeat": at, "state": state, "exit_code": exit_code, "reason": reason}
        with self._transaction() as db:
            count_missing(db, run, at)
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
            elif name and row.name is None:
                db.execute(update(Section).where(Section.id == row.id).values(name=name))
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
        ended = RunSection(section, pages, rows, new, stop_reason, detail)
        with self._transaction() as db:
            db.execute(self._upserts.run_section, {"run": run} | asdict(ended))
            if walked:
                db.execute(update(Section).where(Section.id == section).values(walked=walked))

    # -- care

    def forget(self, url: str, at: datetime, *, reason: str, by: str) -> Erased:
        """Erases an article with its bytes, readings and search rows, and what leads to it. Raises NotFound."""
        erased = forget(self._transaction, self.files.remove, url, at, reason, by)
        self._packer.start_anew()
        return replace(erased, swept=self._is_sqlite and sweep(self._driver()))

    def mend(self, digests: Iterable[str], at: datetime) -> Mended:
        """Mends damaged dictionaries; the pages of captures that are still damaged then become due, to mend them."""
        with self._transaction() as db:
            return mend(db, digests, at)

    def add_readings(self, readings: Iterable[tuple[int, Reading]]) -> None:
        """Adds readings by a newer extractor to revisions of these numbers, and makes them the current ones."""
        with self._transaction() as db:
            for revision, reading in readings:
                add_later_reading(db, revision, reading)

    def rebuild_search(self) -> int:
        """Builds what search knows anew from the articles; gives how many there are."""
        with self._transaction() as db:
            return rebuild(db)

    def rebuild_reprints(self) -> int:
        """Compares all articles anew; gives how many there are."""
        with self._transaction() as db:
            Reprints(db).clear()
        return self.compare_reprints()

    def rebuild_charts(self) -> None:
        """Counts anew what charts count of the articles."""
        with self._transaction() as db:
            charted.rebuild(db)

    # -- pages

    def record_list(
        self,
        run: int,
        site: str,
        section: int,
        fetch: Fetch,
        rows: Sequence[Row],
        *,
        name: str | None = None,
        place: Mapping[str, Any] | None = None,
    ) -> ListOutcome:
        """Stores a list page with every address on it; what is known keeps its state, or becomes ours to fetch.

        What was left out before and is wanted now counts as new: behind it there may be more of the kind.

        `place` is how far a whole walk has come with it.
        """
        with self._recording(site, fetch.at) as db:
            add_fetch(db, run, fetch, url_number(db, fetch.url, fetch.at))
            self._history(db, run, site, fetch).keep_body()
            if name:
                db.execute(update(Section).where(Section.id == section, Section.name.is_(None)).values(name=name))
            forgotten = forgotten_among(db, [url_key(row.url) for row in rows])
            rows = [row for row in rows if url_key(row.url) not in forgotten]
            ids = url_ids(db, [row.url for row in rows], fetch.at)
            linked = links_before(db, run, section, list(ids.values()))
            linked -= left_out_before(db, [ids[url_key(row.url)] for row in rows if row.state == "pending"])
            entries = {ids[url_key(row.url)]: (place, row) for place, row in enumerate(rows)}
            if entries:
                db.execute(
                    self._upserts.frontier, [frontier_values(i, site, row, fetch.at) for i, (_, row) in entries.items()]
                )
                links = [link_values(section, i, run, place, row) for i, (place, row) in entries.items()]
                db.execute(self._upserts.link, links)
            if place:
                self.manners.keep_place(db, section, place)
        unpinned = [url_id for url_id, (_, row) in entries.items() if not row.pinned]
        known = [url_id for url_id in unpinned if url_id in linked]
        return ListOutcome(len(entries.keys() - linked), len(known), bool(unpinned) and unpinned[-1] in linked)

    def record_article(
        self,
        run: int,
        site: str,
        fetch: Fetch,
        reading: Reading,
        *,
        due: datetime | None,
        reread: Reread,
        further: Sequence[Fetch] = (),
        files: Sequence[WantedFile] = (),
    ) -> Change:
        """Stores what an article said: a new article, a new revision, or that nothing changed.

        `further` are the fetches of its other pages where it has several, `files` those that are to be kept. `reread`
        reads older captures with today's extractor, so that a better rule never looks like an edit.
        """
        with self._recording(site, fetch.at) as db:
            history = self._history(db, run, site, fetch)
            url_id = final_url(history, site)
            fetch_id = add_fetch(db, run, fetch, url_id)
            pages = [FurtherPage(add_page(db, run, page, url_id), page) for page in further]
            change = history.record(url_id, site, fetch_id, reading, reread, pages)
            self.files.want(db, site, url_id, files, fetch.at)
            settle(db, url_id, site, fetch, state="done", due=due)
        return change

    def record_not_modified(self, run: int, site: str, fetch: Fetch, *, due: datetime | None) -> None:
        """Stores that the server said 304: the current revision is confirmed.

        Where nothing is archived, the answer is worthless: the address has failed, and is asked again without
        validators.
        """
        with self._recording(site, fetch.at) as db:
            history = self._history(db, run, site, fetch)
            url_id = final_url(history, site)
            add_fetch(db, run, fetch, url_id)
            if history.confirm(url_id):
                settle(db, url_id, site, fetch, state="done", due=due)
            else:
                reason = "not modified, but nothing is archived"
                settle(db, url_id, site, fetch, state="failed", due=fetch.at, reason=reason)

    def record_miss(
        self, run: int, site: str, fetch: Fetch, state: Missed, reason: str, *, due: datetime | None
    ) -> None:
        """Stores a fetch that gave no article, with the bytes where there are any; what was archived before stays."""
        with self._recording(site, fetch.at) as db:
            history = self._history(db, run, site, fetch)
            url_id = url_number(db, fetch.url, fetch.at)
            add_fetch(db, run, fetch, url_id)
            history.keep_body()
            settle(db, url_id, site, fetch, state=state, due=due, reason=reason)
            if state == "missing":
                history.miss(url_id, {"status": fetch.status})

    def _history(self, db: Connection, run: int, site: str, fetch: Fetch) -> History:
        return History(db, run, fetch, lambda db, fetch: self._packer.keep(db, site, fetch))


def _library_version(dialect: Any) -> str | None:
    return str(dialect.dbapi.sqlite_version) if dialect.name == "sqlite" else None
