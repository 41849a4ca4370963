"""The writer's statements, built once: building one costs more than running it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, case, func, insert, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archive import captures
from archive.models import Model
from archive.records import Row
from archive.urls import url_host, url_key

# Tables, not classes: a statement over mapped classes runs through the ORM's compiler, at half the speed.
_TABLES = Model.metadata.tables
_URL, _ARTICLE, _REVISION, _READING = (_TABLES[name] for name in ("url", "article", "revision", "reading"))
_FRONTIER = _TABLES["frontier"]
_EXTERNAL = _FRONTIER.c.state == "external"
# a file that is too large stays skipped
LEFT_OUT = _EXTERNAL | ((_FRONTIER.c.state == "skipped") & (_FRONTIER.c.attempts == 0))

SELECT_URL = select(_URL.c.id, _URL.c.alias_of).where(_URL.c.key == bindparam("key"))
SELECT_CURRENT = (
    select(
        _ARTICLE.c.id, _ARTICLE.c.state, _REVISION.c.id.label("revision"), _REVISION.c.number, _REVISION.c.capture,
        _READING.c.extractor, _READING.c.content_digest,
    )
    .join_from(_ARTICLE, _REVISION, _REVISION.c.id == _ARTICLE.c.current_revision)
    .join(_READING, _READING.c.id == _REVISION.c.current_reading)
    .where(_ARTICLE.c.url_id == bindparam("url_id"))
)  # fmt: skip
INSERT_URL = insert(_URL).returning(_URL.c.id)
INSERT_URLS = insert(_URL).returning(_URL.c.key, _URL.c.id, sort_by_parameter_order=True)
INSERT_FETCH = insert(_TABLES["fetch"]).returning(_TABLES["fetch"].c.id)
INSERT_ARTICLE = insert(_ARTICLE).returning(_ARTICLE.c.id)
INSERT_REVISION = insert(_REVISION).returning(_REVISION.c.id)
INSERT_REVISION_PAGES = insert(_TABLES["revision_page"])
INSERT_READING = insert(_READING).returning(_READING.c.id)
INSERT_ATTACHMENTS = insert(_TABLES["attachment"])
POINT_REVISION = (
    update(_REVISION).where(_REVISION.c.id == bindparam("b_id")).values(current_reading=bindparam("b_reading"))
)
POINT_ARTICLE = (
    update(_ARTICLE)
    .where(_ARTICLE.c.id == bindparam("b_id"))
    .values(current_revision=bindparam("b_revision"), last_seen=bindparam("b_at"), state="live")
)
PAGE_URL = (  # a further page stands for its article
    update(_URL)
    .where(_URL.c.id == bindparam("b_page"), _URL.c.id != bindparam("b_article"), _URL.c.alias_of.is_(None))
    .values(alias_of=bindparam("b_article"), alias_reason="page")
)
REDIRECT_URL = (  # whatever led to the old address leads to the new one too, so that one hop is always enough
    update(_URL)
    .where((_URL.c.id == bindparam("b_from")) | (_URL.c.alias_of == bindparam("b_from")))
    .where(_URL.c.id != bindparam("b_to"))
    .values(alias_of=bindparam("b_to"), alias_reason="redirect")
)
CONFIRM_REVISION = update(_REVISION).where(_REVISION.c.id == bindparam("b_id")).values(last_confirmed=bindparam("b_at"))
_SETTLE = (
    update(_FRONTIER)
    .where(_FRONTIER.c.url_id == bindparam("b_id"))
    .values(state=bindparam("b_state"), due=bindparam("b_due"), reason=bindparam("b_reason"), updated=bindparam("b_at"))
)
SETTLE_READ = _SETTLE.values(attempts=0, missing_since=null(), missing_count=0)
SETTLE_NEWLY_READ = SETTLE_READ.values(etag=bindparam("b_etag"), last_modified=bindparam("b_last_modified"))
_GONE, _MOMENT = _FRONTIER.c.state == "gone", _FRONTIER.c.updated.type
SETTLE_MISSING = _SETTLE.values(  # what is gone stays gone; how often it is missing is counted when the run ends
    state=case((_GONE, "gone"), else_=bindparam("b_state")),
    due=case(
        (_GONE, bindparam("b_gone_due", type_=_FRONTIER.c.due.type)),
        else_=bindparam("b_due", type_=_FRONTIER.c.due.type),
    ),
    missing_since=func.coalesce(_FRONTIER.c.missing_since, bindparam("b_at", type_=_FRONTIER.c.updated.type)),
    attempts=0,
)
SETTLE_FAILED = _SETTLE.values(attempts=_FRONTIER.c.attempts + 1)
REPACK_CAPTURE = (
    update(_TABLES["capture"])
    .where(_TABLES["capture"].c.digest == bindparam("b_digest"))
    .values({name: bindparam(f"b_{name}") for name in ("codec", "data", "dictionary")})
)
ADD_DICTIONARY = {  # by dialect; where it is there already, it stays
    dialect.__name__.rpartition(".")[2]: dialect.insert(_TABLES["dictionary"]).on_conflict_do_nothing()
    for dialect in (sqlite, postgresql)
}

T = TypeVar("T")
_MOST_VALUES = 5_000
READING_FIELDS = tuple(column.key for column in _READING.columns if column.key not in {"id", "revision"})


class Upserts:
    """The statements that depend on the dialect: what is there already is kept, or brought up to date."""

    def __init__(self, dialect: Any) -> None:
        self.site = dialect.insert(_TABLES["site"]).on_conflict_do_nothing()
        self.host = dialect.insert(_TABLES["site_host"]).on_conflict_do_nothing()
        capture = _TABLES["capture"]  # one that was found damaged takes its bytes back
        self.capture = _upsert(
            dialect.insert(capture),
            ("digest",),
            ("size", "codec", "data", "dictionary"),
            capture.c.codec == captures.DAMAGED,
        ).returning(capture.c.digest)  # nothing, where it was there
        self.frontier = _upsert_frontier(dialect)
        self.link = _upsert(dialect.insert(_TABLES["link"]), ("section", "url_id"), ("last_run", "position", "pinned"))
        self.run_section = _upsert(
            dialect.insert(_TABLES["run_section"]),
            ("run", "section"),
            ("pages", "rows", "new", "stop_reason", "detail"),
        )


def _upsert(add: Any, key: Sequence[str], changed: Sequence[str], where: Any = None) -> Any:
    values = {name: getattr(add.excluded, name) for name in changed}
    return add.on_conflict_do_update(index_elements=list(key), set_=values, where=where)


def _upsert_frontier(dialect: Any) -> Any:
    """A listed address: what is known keeps its state, save what was left out before and is wanted now.

    Another site's row becomes ours; a row that an earlier run passed over (`since`, `until`) becomes pending.
    """
    add = dialect.insert(_FRONTIER)
    wanted = LEFT_OUT & (add.excluded.state == "pending")
    named = _EXTERNAL & (add.excluded.state == "skipped")
    changed = ("site", "kind", "state", "reason", "due", "listed_title", "listed_date", "updated")
    return _upsert(add, ("url_id",), changed, wanted | named)


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values, no more at a time than a statement takes."""
    for start in range(0, len(values), _MOST_VALUES):
        yield values[start : start + _MOST_VALUES]


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
