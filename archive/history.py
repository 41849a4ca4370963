"""What happens to one article in one transaction: it begins, is edited, confirmed, missed, found again, or moves."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from archive.charted import ChartRows
from archive.errors import Unusable
from archive.models import Article, ArticleEvent, Reading, RevisionPage, Url
from archive.readings import add_reading
from archive.records import Fetch, Stored
from archive.records import Reading as ReadingRecord
from archive.reprints.index import Reprints
from archive.restoring import stored_pages
from archive.search.index import SearchIndex
from archive.statements import (
    CONFIRM_REVISION,
    INSERT_ARTICLE,
    INSERT_REVISION,
    INSERT_REVISION_PAGES,
    POINT_ARTICLE,
    REDIRECT_URL,
    SELECT_CURRENT,
)

Change = Literal["new", "changed", "unchanged"]
Reread = Callable[[Sequence[Stored]], ReadingRecord | None]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """The fetch of an article's second page, its third and so on, with the fetch row's number."""

    fetch_id: int
    fetch: Fetch


class History:
    """The steps that one fetch takes in an article's history, on the connection of an open transaction."""

    def __init__(self, db: Connection, run: int, fetch: Fetch, keep: Callable[[Connection, Fetch], None]) -> None:
        self.db = db
        self.fetch = fetch
        self._run = run
        self._keep = keep

    def keep_body(self, fetch: Fetch | None = None) -> None:
        """Stores the bytes that were fetched, if there are any, and they are not stored already."""
        fetch = fetch or self.fetch
        if fetch.body is not None:
            self._keep(self.db, fetch)

    def record(
        self,
        url_id: int,
        site: str,
        fetch_id: int,
        reading: ReadingRecord,
        reread: Reread,
        pages: Sequence[FurtherPage] = (),
    ) -> Change:
        """Begins an article, adds a revision where its content changed, or confirms the revision it has."""
        at, current = self.fetch.at, self._current(url_id)
        if current is None:
            row = {"url_id": url_id, "site": site, "first_seen": at, "last_seen": at, "state": "live"}
            article = self.db.execute(INSERT_ARTICLE, row).scalar_one()
            self._add_revision(article, 1, fetch_id, reading, pages)
            return "new"
        if self._is_as_before(current, reading, reread, pages):
            self._confirm(current)
            return "unchanged"
        self._add_revision(current.id, current.number + 1, fetch_id, reading, pages)
        self._note_return(current)
        self._add_event(current.id, "edited", {"revision": current.number + 1})
        return "changed"

    def confirm(self, url_id: int) -> bool:
        """Says that an article is as it was; False where there is none."""
        current = self._current(url_id)
        if current is not None:
            self._confirm(current)
        return current is not None

    def miss(self, url_id: int, detail: Mapping[str, Any]) -> None:
        """Says that an article, if there is one, was not there. Its text and bytes stay."""
        article = self.db.execute(select(Article.id, Article.state).where(Article.url_id == url_id)).one_or_none()
        if article is not None and article.state == "live":
            self.db.execute(update(Article).where(Article.id == article.id).values(state="missing"))
            self._add_event(article.id, "missing", detail)

    def answers_itself(self, url_id: int) -> None:
        """Says that an address which stood for another one gave a page of its own."""
        self.db.execute(update(Url).where(Url.id == url_id).values(alias_of=None, alias_reason=None))

    def redirect(self, url_id: int, final: int) -> None:
        """Makes an address the alias of the one it redirects to. An article kept under it moves there.

        Where the other address has an article of its own, the one that was kept here is missing from now on.
        """
        self.db.execute(REDIRECT_URL, {"b_from": url_id, "b_to": final})
        if self.db.execute(select(Article.id).where(Article.url_id == final)).one_or_none() is None:
            self.db.execute(update(Article).where(Article.url_id == url_id).values(url_id=final))
        else:
            self.miss(url_id, {"redirects_to": self.fetch.final_url})

    def _current(self, url_id: int) -> Any:
        return self.db.execute(SELECT_CURRENT, {"url_id": url_id}).one_or_none()

    def _is_as_before(self, current: Any, reading: ReadingRecord, reread: Reread, pages: Sequence[FurtherPage]) -> bool:
        """Whether the pages say what the current revision said, both read by the same extractor."""
        if self.fetch.body_digest == current.capture:
            further = select(RevisionPage.capture).where(RevisionPage.revision == current.revision)
            before = self.db.scalars(further.order_by(RevisionPage.position)).all()
            if [page.fetch.body_digest for page in pages] == before:
                for fetch in (self.fetch, *(page.fetch for page in pages)):
                    self.keep_body(fetch)  # mends a damaged capture; others stay as they are
                return True
        return self._digest_of(current, reading, reread) == reading.content_digest

    def _digest_of(self, current: Any, reading: ReadingRecord, reread: Reread) -> str:
        """The content digest of the current revision by the extractor of `reading`; where that fails, as it was."""
        if current.extractor == reading.extractor:
            return str(current.content_digest)
        same = select(Reading.content_digest).where(
            Reading.revision == current.revision, Reading.extractor == reading.extractor
        )
        known = self.db.execute(same).scalar_one_or_none()
        if known is not None:
            return str(known)
        again = self._read_again(current, reread)
        if again is None:
            return str(current.content_digest)
        self._add_reading(current.id, current.revision, again)
        return again.content_digest

    def _read_again(self, current: Any, reread: Reread) -> ReadingRecord | None:
        try:
            return reread(stored_pages(self.db, current.revision))
        except Unusable as error:  # one damaged capture does not end a crawl; `verify` reports it
            logger.warning("%s: %s", self.fetch.final_url, error)
            return None

    def _add_revision(
        self, article: int, number: int, fetch_id: int, reading: ReadingRecord, pages: Sequence[FurtherPage]
    ) -> None:
        self.keep_body()
        at = self.fetch.at
        row = {"article": article, "number": number, "fetch": fetch_id, "capture": self.fetch.body_digest}
        revision = self.db.execute(INSERT_REVISION, row | {"seen": at, "last_confirmed": at}).scalar_one()
        if pages:
            self._add_pages(revision, pages)
        self._add_reading(article, revision, reading)
        self.db.execute(POINT_ARTICLE, {"b_id": article, "b_revision": revision, "b_at": at})

    def _add_pages(self, revision: int, pages: Sequence[FurtherPage]) -> None:
        for page in pages:
            self.keep_body(page.fetch)
        rows = [
            {"revision": revision, "position": place, "fetch": page.fetch_id, "capture": page.fetch.body_digest}
            for place, page in enumerate(pages, 2)
        ]
        self.db.execute(INSERT_REVISION_PAGES, rows)

    def _add_reading(self, article: int, revision: int, reading: ReadingRecord) -> None:
        """Adds a reading and makes it the current one: what is found, compared and counted of the article."""
        add_reading(self.db, revision, reading)
        SearchIndex(self.db).put(article, reading)
        Reprints(self.db).put(article)
        ChartRows(self.db).put(article, reading)

    def _confirm(self, current: Any) -> None:
        at = self.fetch.at
        self.db.execute(CONFIRM_REVISION, {"b_id": current.revision, "b_at": at})
        self.db.execute(POINT_ARTICLE, {"b_id": current.id, "b_revision": current.revision, "b_at": at})
        self._note_return(current)

    def _note_return(self, current: Any) -> None:
        if current.state in {"missing", "gone"}:
            self._add_event(current.id, "back", {})

    def _add_event(self, article: int, kind: str, detail: Mapping[str, Any]) -> None:
        row = {"article": article, "at": self.fetch.at, "run": self._run, "kind": kind, "detail": dict(detail)}
        self.db.execute(insert(ArticleEvent), row)
