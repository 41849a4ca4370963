"""The writer's statements, built once: building one costs more than running it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from archive.models import Article, Capture, Frontier, Link, Reading, Revision, RunSection, Site, SiteHost, Url
from archive.models import Fetch as FetchRow
from archive.records import Row
from archive.urls import url_host, url_key

SELECT_URL = select(Url.id, Url.alias_of).where(Url.key == bindparam("key"))
SELECT_CURRENT = (
    select(
        Article.id, Article.state, Revision.id.label("revision"), Revision.number, Revision.capture, Reading.extractor,
        Reading.content_digest,
    )
    .join(Revision, Revision.id == Article.current_revision)
    .join(Reading, Reading.id == Revision.current_reading)
    .where(Article.url_id == bindparam("url_id"))
)  # fmt: skip
INSERT_URL = insert(Url).returning(Url.id)
INSERT_URLS = insert(Url).returning(Url.key, Url.id, sort_by_parameter_order=True)
INSERT_FETCH = insert(FetchRow).returning(FetchRow.id)
INSERT_ARTICLE = insert(Article).returning(Article.id)
INSERT_REVISION = insert(Revision).returning(Revision.id)
INSERT_READING = insert(Reading).returning(Reading.id)
POINT_REVISION = update(Revision).where(Revision.id == bindparam("b_id")).values(current_reading=bindparam("b_reading"))
POINT_ARTICLE = (
    update(Article)
    .where(Article.id == bindparam("b_id"))
    .values(current_revision=bindparam("b_revision"), last_seen=bindparam("b_at"), state="live")
)
REDIRECT_URL = (  # whatever led to the old address leads to the new one too, so that one hop is always enough
    update(Url)
    .where((Url.id == bindparam("b_from")) | (Url.alias_of == bindparam("b_from")), Url.id != bindparam("b_to"))
    .values(alias_of=bindparam("b_to"), alias_reason="redirect")
)
CONFIRM_REVISION = update(Revision).where(Revision.id == bindparam("b_id")).values(last_confirmed=bindparam("b_at"))


READING_FIELDS = tuple(column.key for column in Reading.__table__.columns if column.key not in {"id", "revision"})


class Upserts:
    """The statements that depend on the dialect: what is there already is kept, or brought up to date."""

    def __init__(self, dialect: Any) -> None:
        self.site = dialect.insert(Site).on_conflict_do_nothing()
        self.host = dialect.insert(SiteHost).on_conflict_do_nothing()
        self.capture = dialect.insert(Capture).on_conflict_do_nothing()
        self.frontier = _upsert_frontier(dialect)
        self.link = _upsert(dialect.insert(Link), ("section", "url_id"), ("last_run", "position", "pinned"))
        self.run_section = _upsert(
            dialect.insert(RunSection), ("run", "section"), ("pages", "rows", "new", "stop_reason", "detail")
        )


def _upsert(add: Any, key: Sequence[str], changed: Sequence[str], where: Any = None) -> Any:
    values = {name: getattr(add.excluded, name) for name in changed}
    return add.on_conflict_do_update(index_elements=list(key), set_=values, where=where)


def _upsert_frontier(dialect: Any) -> Any:
    """A listed address: what is known keeps its state, save what was left out before and is wanted now.

    Another site's row becomes ours; a row that an earlier run passed over (`since`, `until`) becomes pending.
    """
    add = dialect.insert(Frontier)
    external, skipped = Frontier.state == "external", Frontier.state == "skipped"
    wanted = (external | skipped) & (add.excluded.state == "pending")
    named = external & (add.excluded.state == "skipped")
    changed = ("site", "kind", "state", "reason", "due", "listed_title", "listed_date", "updated")
    return _upsert(add, ("url_id",), changed, wanted | named)


def url_values(url: str, at: datetime) -> dict[str, Any]:
    """A row of `url`."""
    return {"key": url_key(url), "url": url, "host": url_host(url), "first_seen": at}


def frontier_values(url_id: int, site: str, row: Row, at: datetime) -> dict[str, Any]:
    """A row of `frontier` as a list page gives it."""
    return {
        "url_id": url_id, "site": site, "kind": row.kind, "state": row.state, "reason": row.reason,
        "due": at if row.state == "pending" else None, "attempts": 0, "listed_title": row.title or None,
        "listed_date": row.date, "updated": at, "missing_count": 0,
    }  # fmt: skip


def link_values(section: int, url_id: int, run: int, place: int, row: Row) -> dict[str, Any]:
    """A row of `link`."""
    values = {"section": section, "url_id": url_id, "first_run": run, "last_run": run}
    return values | {"position": place, "pinned": int(row.pinned)}
