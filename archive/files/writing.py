"""Writes what becomes of pictures and attachments, each call one transaction: the files' part of the writer."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from archive.errors import Busy, Forgotten, Lost, Unusable
from archive.files.records import FileMiss, WantedFile
from archive.files.rows import ArticleFile, File
from archive.files.store import FileStore, Part
from archive.forgetting import forgotten_among
from archive.models import Article, Frontier, Model
from archive.recording import add_fetch, url_ids
from archive.records import Fetch, Row
from archive.statements import SELECT_URL, batches, frontier_values
from archive.urls import url_key

_FRONTIER = Model.metadata.tables["frontier"]
_LARGEST_PAGE = 8 << 20  # what came in place of a file is kept like any page that was not understood, up to here
_MOST_MISSING = 3  # so often a file may be missing before it is gone
_MOST_DOUBLINGS = 6
_UNKNOWN_FOLDER = "it has kept files, and where they are is not known; set ZONENEWS_FILES to their folder"


@dataclass(frozen=True, slots=True)
class Steps:
    """The writer's own steps, which files take too."""

    transaction: Callable[[], AbstractContextManager[Connection]]
    recording: Callable[[str, datetime], AbstractContextManager[Connection]]
    keep_body: Callable[[Connection, str, Fetch], None]


class FileWriter:
    """Notes which files are wanted, and keeps those that came. Raises what `Writer` raises.

    Files get and lose their names inside transactions: an archive has one writer at a time, so none loses what another
    is about to keep.
    """

    def __init__(self, url: str, steps: Steps, dialect: Any, store: FileStore | None) -> None:
        self._url = url
        self._steps = steps
        self._store = store
        self._put = _upsert(dialect, File)
        self._show = _upsert(dialect, ArticleFile)
        self._want = _want(dialect)

    @property
    def store(self) -> FileStore:
        """Where the files are. Raises Unusable where that is not known."""
        if self._store is None:
            raise Unusable(f"{self._url}: {_UNKNOWN_FOLDER}")
        return self._store

    def want(self, db: Connection, site: str, url_id: int, files: Sequence[WantedFile], at: datetime) -> None:
        """Notes the files of the article at an address, in its transaction; what is known of them stays."""
        forgotten = forgotten_among(db, [url_key(file.url) for file in files])
        files = [file for file in files if url_key(file.url) not in forgotten]
        if not files:
            return
        article = db.execute(select(Article.id).where(Article.url_id == url_id)).scalar_one()
        ids = url_ids(db, [file.url for file in files], at)
        by_id = {ids[url_key(file.url)]: file for file in files}
        db.execute(self._want, [_frontier_values(number, site, file, at) for number, file in by_id.items()])
        shown = {(ids[url_key(file.url)], file.role): file for file in reversed(files)}
        rows = [
            {"article": article, "url_id": number, "role": role, "name": file.name}
            for (number, role), file in shown.items()
        ]
        db.execute(self._show, rows)

    def want_of(self, site: str, articles: Iterable[tuple[int, Sequence[WantedFile]]], at: datetime) -> None:
        """Notes the files of articles, by the numbers of their addresses, that were archived before."""
        with self._steps.transaction() as db:
            for url_id, files in articles:
                self.want(db, site, url_id, files, at)

    def prepare(self, fetch: Fetch) -> Part:
        """Writes the bytes of a file to disk, to be kept by `record`; needs no database, so any thread may."""
        assert fetch.body_digest is not None
        assert fetch.body is not None
        return self.store.write(fetch.body)

    def record(self, run: int, site: str, fetch: Fetch, part: Part) -> None:
        """Keeps a file: its bytes get their name before its row commits."""
        with self._steps.transaction() as db:
            url_id = self._known(db, fetch.url)
            before = db.scalars(select(File.digest).where(File.url_id == url_id)).one_or_none()
            add_fetch(db, run, fetch, url_id)
            part.keep()
            row = {"url_id": url_id, "digest": part.digest, "size": part.size, "fetched": fetch.at}
            db.execute(self._put, row | {"content_type": _content_type(fetch)})
            values = {"state": "done", "reason": None, "due": None, "attempts": 0, "updated": fetch.at}
            db.execute(update(Frontier).where(Frontier.url_id == url_id).values(values))
        if before not in {None, part.digest}:
            with suppress(Busy, Lost):  # the file is kept; made again, the call would note a second fetch
                self.remove([str(before)])

    def record_miss(
        self, run: int, site: str, fetch: Fetch, state: FileMiss, reason: str, *, due: datetime | None
    ) -> None:
        """Notes that no file came; what came instead is kept as a capture. It is asked again later, each time later."""
        with self._steps.recording(site, fetch.at) as db:
            url_id = self._known(db, fetch.url)
            add_fetch(db, run, fetch, url_id)
            if fetch.body is not None and len(fetch.body) <= _LARGEST_PAGE:
                self._steps.keep_body(db, site, fetch)
            mine = Frontier.url_id == url_id
            attempts = 1 + db.scalars(select(Frontier.attempts).where(mine)).one()
            gone = state == "missing" and attempts >= _MOST_MISSING
            values = {"state": "gone" if gone else state, "reason": reason, "attempts": attempts, "updated": fetch.at}
            later = 2 ** min(attempts - 1, _MOST_DOUBLINGS)
            again = None if gone or due is None else fetch.at + (due - fetch.at) * later
            db.execute(update(Frontier).where(mine).values(due=again, **values))

    def mend(self, digests: Iterable[str], at: datetime) -> int:
        """Has files fetched again whose bytes are damaged or not there; gives how many addresses that are."""
        due = update(Frontier).values(state="pending", due=at, attempts=0, updated=at)
        with self._steps.transaction() as db:
            damaged = [select(File.url_id).where(File.digest.in_(some)) for some in batches(list(digests))]
            return sum(int(db.execute(due.where(Frontier.url_id.in_(urls))).rowcount) for urls in damaged)

    def remove(self, digests: Collection[str]) -> int:
        """Takes those files away that no address has any more; gives how many there were. Raises Unusable."""
        store = self.store
        if not digests:
            return 0
        with self._steps.transaction() as db:
            return sum(store.remove(digest) for digest in digests if not _is_used(db, digest))

    def remove_strays(self) -> int:
        """Takes away what a crash left in the folder; gives how many files there were."""
        return self.remove(self.store.digests()) + self.store.remove_parts()

    def _known(self, db: Connection, url: str) -> int:
        found = db.execute(SELECT_URL, {"key": url_key(url)}).one_or_none()
        if found is None:
            raise Forgotten(f"{url} was erased by request")
        return int(found.id)


def _is_used(db: Connection, digest: str) -> bool:
    return db.execute(select(File.url_id).where(File.digest == digest).limit(1)).one_or_none() is not None


def _content_type(fetch: Fetch) -> str | None:
    """What the server said the file is, no longer than that ever is."""
    return next((value[:200] for name, value in fetch.response_headers if name.lower() == "content-type"), None)


def _frontier_values(url_id: int, site: str, file: WantedFile, at: datetime) -> dict[str, Any]:
    row = Row(file.url, "", None, pinned=False, kind="attachment", state=file.state, reason=file.reason)
    return frontier_values(url_id, site, row, at)


def _want(dialect: Any) -> Any:
    """A wanted file's row in the frontier: what is known keeps its state, save what was never asked for."""
    add = dialect.insert(_FRONTIER)
    unasked = (_FRONTIER.c.state == "external") | ((_FRONTIER.c.state == "skipped") & (_FRONTIER.c.attempts == 0))
    changed = {name: getattr(add.excluded, name) for name in ("site", "kind", "state", "reason", "due", "updated")}
    where = unasked & (add.excluded.state == "pending")
    return add.on_conflict_do_update(index_elements=["url_id"], set_=changed, where=where)


def _upsert(dialect: Any, model: type[Model]) -> Any:
    table = Model.metadata.tables[model.__tablename__]
    add = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: getattr(add.excluded, column.name) for column in table.columns if column.name not in keys}
    return add.on_conflict_do_update(index_elements=keys, set_=rest)
