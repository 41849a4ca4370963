"""Questions to an archive, answered from a handle that cannot write."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

import orjson
from sqlalchemy import Connection, bindparam, func, select

from archive import stories
from archive.asking import ask
from archive.batches import Batches
from archive.database import open_engine, translated_errors
from archive.dictionaries import KEPT, body_of
from archive.due import awaited, due, due_counts, revisits, states, witness
from archive.errors import Forgotten, NotFound
from archive.export import json_lines
from archive.export.exports import Exports
from archive.export.selecting import in_order
from archive.fetched import Fetched, fetched, of_article, of_site
from archive.figures import Figures
from archive.files.finding import Unasked, due_files, files_of, unasked
from archive.files.records import DueFile
from archive.files.store import store_of
from archive.forgetting import forgotten_among
from archive.glances import Glances
from archive.manners import finding
from archive.manners.records import FirstPage, HostRest, RobotsFile
from archive.models import Article, Capture, Frontier, Url
from archive.news import read_by
from archive.past import as_of, events, revisions
from archive.records import Due
from archive.reprints.finding import ReprintGroup, group_of, groups, waiting
from archive.restoring import Restored, restored, revision_count, revisions_from
from archive.search.finding import Found, Order, count, find
from archive.search.narrowing import Narrowed, Narrowing
from archive.shares import Share
from archive.urls import url_key
from archive.verify import Problem, problems
from archive.watching import Watched

_CAPTURE = select(*KEPT).where(Capture.digest == bindparam("digest"))


class Archive(Exports, Glances, Watched, Batches):
    """A read-only handle on an archive, by path or SQLAlchemy URL; use it as a context manager.

    `files` is the folder in which an archive on a server keeps pictures and attachments. Raises Unusable where there is
    no archive, NewerSchema where a newer zonenews wrote it.
    """

    def __init__(self, url: str, *, files: str | Path | None = None) -> None:
        self.url = url
        self._store = store_of(url, files)
        self._engine = open_engine(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def query(self, sql: str, *, seconds: float = 60.0, **values: Any) -> Iterator[dict[str, Any]]:
        """The rows of a SELECT of your own as dicts, as they come; `:name` in it stands for a value.

        `docs/schema.md` has the views. Raises QueryFailed where the database refuses it, or where it takes longer than
        `seconds`.
        """
        with self._connect() as connection:
            yield from ask(connection, sql, values, seconds)

    def captures(self, url: str | None = None, *, site: str | None = None) -> Iterator[Fetched]:
        """Every fetch whose bytes are kept, with them, in the order of fetching; of one article, one site, or all.

        Raises NotFound where `url` is no article, Unusable where bytes are damaged.
        """
        with self._connect() as connection:
            of = [of_site(site)] if site else []
            if url is not None:
                of.append(of_article(_number_of(connection, url)))
            yield from fetched(connection, *of)

    def article(self, url: str, *, at: datetime | None = None) -> dict[str, Any]:
        """One article, as a JSON Lines row, by any spelling of its address or by an address that leads to it.

        With `at`, as it was known at that moment. Raises NotFound.
        """
        if at is not None:
            return dict(as_of(self.revisions(url), at))
        with self._connect() as connection:
            number = _number_of(connection, url)
            (line,) = json_lines(in_order(connection, [number]))
            return dict(orjson.loads(line))

    def revisions(self, url: str) -> list[dict[str, Any]]:
        """Every state of an article's page, oldest first: JSON Lines rows with `seen` and `last_confirmed`.

        Raises NotFound.
        """
        with self._connect() as connection:
            return revisions(connection, _number_of(connection, url))

    def read_by(self, url: str, revision: int | None = None) -> dict[str, Any]:
        """How an article's revision, the last one if none is named, was fetched and read. Raises NotFound."""
        with self._connect() as connection:
            return read_by(connection, _number_of(connection, url), revision)

    def events(self, url: str) -> list[dict[str, Any]]:
        """What happened to an article, oldest first: edited, missing, gone, back. Raises NotFound."""
        with self._connect() as connection:
            return events(connection, _number_of(connection, url))

    def files(self, url: str) -> list[dict[str, Any]]:
        """The pictures and attachments of an article that were wanted, if its site keeps them: address, name, state.

        `path` is where the bytes are, None where they are not kept. Raises NotFound.
        """
        with self._connect() as connection:
            return list(files_of(connection, _number_of(connection, url), self._store))

    def sites(self) -> list[dict[str, Any]]:
        """Every site with its number of sections and articles, its newest article and its last run."""
        with self._connect() as connection:
            return stories.sites(connection)

    def runs(self, *, site: str | None = None, failed: bool = False, limit: int = 20) -> list[dict[str, Any]]:
        """The last runs, newest first, or those that have ended and were not complete; `stats` is a dict."""
        with self._connect() as connection:
            return stories.runs(connection, site, limit, failed=failed)

    def run(self, number: int) -> dict[str, Any]:
        """One run with its sections and every address that gave no article. Raises NotFound.

        `new` of a section are the rows that no earlier run had seen in it, each counted once.
        """
        with self._connect() as connection:
            return stories.run(connection, number)

    def search(
        self,
        query: str,
        *,
        order: Order = "newest",
        limit: int | None = 20,
        offset: int = 0,
        **narrowed: Unpack[Narrowed],
    ) -> Found:
        """The articles that hold some words, the newest first, or the most relevant; `docs/search.md` has the language.

        A query is never an error. `narrowed` may be `site`, `section` (name or list page), `since` and `until` (days of
        publication, both included; ValueError where a text is no day), `source` (a part of it), `state` (of the
        article), `title=True` (only headlines). `offset` leaves out so many.
        """
        with self._connect() as connection:
            return find(connection, query, Narrowing.of(narrowed), order, limit, offset)

    def search_count(self, query: str, **narrowed: Unpack[Narrowed]) -> int:
        """How many articles a search finds."""
        with self._connect() as connection:
            return count(connection, query, Narrowing.of(narrowed))

    @property
    def figures(self) -> Figures:
        """Numbers for charts: articles, sources and fields over time."""
        return Figures(self._connect)

    def reprints(
        self,
        url: str | None = None,
        *,
        site: str | None = None,
        since: date | str | None = None,
        limit: int | None = 20,
    ) -> list[ReprintGroup]:
        """Articles that say the same in the same words, by who had it first; the newest groups first.

        With `url` only the group of that article, an empty list where there is none; NotFound where it is no article.
        `site` and `since` (a day of publication) ask for the groups that have such an article.
        """
        with self._connect() as connection:
            if url is not None:
                return group_of(connection, _number_of(connection, url))
            return groups(connection, site=site, since=since, limit=limit)

    def reprints_waiting(self) -> int:
        """How many articles wait to be compared with the others."""
        with self._connect() as connection:
            return waiting(connection)

    def revisions_from(
        self,
        after: int = 0,
        *,
        most: int,
        site: str | None = None,
        since: datetime | None = None,
        unless_read_by: str | None = None,
    ) -> list[int]:
        """Numbers of revisions after one, in their order; `unless_read_by` leaves out what that extractor has read."""
        with self._connect() as connection:
            return revisions_from(connection, after, most, site=site, since=since, unless_read_by=unless_read_by)

    def revision_count(
        self, *, site: str | None = None, since: datetime | None = None, unless_read_by: str | None = None
    ) -> int:
        """How many revisions `revisions_from` gives in all."""
        with self._connect() as connection:
            return revision_count(connection, site=site, since=since, unless_read_by=unless_read_by)

    def restored(self, revisions: Sequence[int]) -> list[Restored]:
        """Revisions of these numbers with their pages, to be read again."""
        with self._connect() as connection:
            return restored(connection, revisions)

    def problems(self, share: Share | None = None) -> Iterator[Problem]:
        """Everything in the archive, or in a share of it, that is not as it was written; reads all of that."""
        with self._connect() as connection:
            yield from problems(connection, self._store, share)

    def capture(self, digest: str) -> bytes:
        """The bytes of a capture, checked against their digest. Raises NotFound, or Unusable where they are damaged."""
        with self._connect() as connection:
            row = connection.execute(_CAPTURE, {"digest": digest}).one_or_none()
            if row is None:
                raise NotFound(f"there is no capture {digest}")
            return body_of(connection, row)

    def due(self, site: str, now: datetime, *, after: int = 0, most: int = 64) -> list[Due]:
        """Addresses of a site without an answer that are due, in the order they were met, after that number."""
        with self._connect() as connection:
            return due(connection, site, now, after, most)

    def awaited(self, site: str, now: datetime, *, after: int = 0, most: int = 64) -> list[Due]:
        """Those of them that were never asked for."""
        with self._connect() as connection:
            return awaited(connection, site, now, after, most)

    def due_files(self, site: str, now: datetime, *, after: int = 0, most: int = 64) -> list[DueFile]:
        """Files of a site that are due, in the order they were met, after that number."""
        with self._connect() as connection:
            return due_files(connection, site, now, after, most)

    def unasked_files(self, site: str, *, after: int = 0, attachments: bool, images: bool) -> list[Unasked]:
        """Some articles of which no attachment, or no picture, was ever asked for, after that number."""
        with self._connect() as connection:
            return unasked(connection, site, after, attachments=attachments, images=images)

    def revisits(self, site: str, now: datetime, *, most: int) -> list[Due]:
        """Addresses of a site that were answered and are to be looked at again, the longest overdue first."""
        with self._connect() as connection:
            return revisits(connection, site, now, most)

    def due_counts(self, site: str, now: datetime) -> tuple[int, int]:
        """How many addresses of a site are due that were never answered, and that are to be looked at again."""
        with self._connect() as connection:
            return due_counts(connection, site, now)

    def witness(self, site: str, host: str, now: datetime) -> Due | None:
        """An article that should be there, and is not due: it tells a removed article from a host that is down."""
        with self._connect() as connection:
            return witness(connection, site, host, now)

    def robots(self, origin: str) -> RobotsFile | None:
        """The robots.txt last read at a scheme and host, None where none was."""
        with self._connect() as connection:
            return finding.robots(connection, origin)

    def rests(self, hosts: Iterable[str]) -> list[HostRest]:
        """The hosts among these that were to be left alone, past or not."""
        with self._connect() as connection:
            return finding.rests(connection, hosts)

    def first_page(self, section: int) -> FirstPage:
        """What is remembered of a section's list."""
        with self._connect() as connection:
            return finding.first_page(connection, section)

    def states(self, site: str | None = None) -> dict[str, int]:
        """How many addresses are in each state of the frontier."""
        with self._connect() as connection:
            return states(connection, site)

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        with translated_errors(self.url), self._engine.connect() as connection:
            yield connection


def _number_of(connection: Connection, url: str) -> int:
    """The number of the article at an address. Raises NotFound, with what is known of the address."""
    try:
        key = url_key(url)
    except ValueError as error:
        raise NotFound(f"{url!r} is no http(s) address") from error
    final = select(func.coalesce(Url.alias_of, Url.id)).where(Url.key == key).scalar_subquery()
    number = connection.execute(select(Article.id).where(Article.url_id == final)).scalar_one_or_none()
    if number is not None:
        return int(number)
    state = connection.execute(select(Frontier.state, Frontier.reason).where(Frontier.url_id == final)).one_or_none()
    if state is None:
        if forgotten_among(connection, [key]):
            raise Forgotten(f"{url} was erased by request")
        raise NotFound(f"{url} was never met")
    reason = f" ({state.reason})" if state.reason else ""
    raise NotFound(f"{url} is no article here; its state is {state.state}{reason}")
