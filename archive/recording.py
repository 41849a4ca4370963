"""The steps of a page's transaction: its address, its fetch, and what the frontier says of it afterwards."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from archive.errors import Forgotten
from archive.forgetting import forgotten_among
from archive.history import History
from archive.models import Frontier, Link, Url
from archive.records import Fetch, Row
from archive.removals import LOOK_AGAIN
from archive.statements import (
    INSERT_FETCH,
    INSERT_URL,
    INSERT_URLS,
    LEFT_OUT,
    PAGE_URL,
    SELECT_URL,
    SETTLE_FAILED,
    SETTLE_MISSING,
    SETTLE_NEWLY_READ,
    SETTLE_READ,
    batches,
    frontier_values,
    url_values,
)
from archive.urls import url_key

_SETTLED_BY = {"done": SETTLE_READ, "missing": SETTLE_MISSING}


def url_number(db: Connection, url: str, at: datetime) -> int:
    """The number of an address, which becomes known if it was not. Raises Forgotten."""
    found = db.execute(SELECT_URL, {"key": url_key(url)}).one_or_none()
    if found is not None:
        return int(found.id)
    if forgotten_among(db, [url_key(url)]):
        raise Forgotten(f"{url} was erased by request")
    return int(db.execute(INSERT_URL, url_values(url, at)).scalar_one())


def url_ids(db: Connection, urls: Sequence[str], at: datetime) -> dict[str, int]:
    """The ids of addresses by key, in their order; unknown ones are added."""
    by_key = {url_key(url): url for url in urls}
    known: dict[str, int] = {}
    for keys in batches(list(by_key)):
        known |= dict(db.execute(select(Url.key, Url.id).where(Url.key.in_(keys))).all())
    unknown = [url_values(url, at) for key, url in by_key.items() if key not in known]
    if unknown:
        known |= dict(db.execute(INSERT_URLS, unknown).all())
    return {key: known[key] for key in by_key}


def links_before(db: Connection, run: int, section: int, ids: Sequence[int]) -> set[int]:
    """Which of these addresses stood in the section before this run."""
    before = select(Link.url_id).where(Link.section == section, Link.first_run != run)
    return {found for some in batches(ids) for found in db.scalars(before.where(Link.url_id.in_(some)))}


def left_out_before(db: Connection, ids: Sequence[int]) -> set[int]:
    """Which of these addresses a list page will take up that nobody was to ask for."""
    query = select(Frontier.url_id).where(LEFT_OUT)
    return {found for some in batches(ids) for found in db.scalars(query.where(Frontier.url_id.in_(some)))}


def final_url(history: History, site: str) -> int:
    """The address an article is kept under: where the redirects ended. The others become its aliases."""
    db, fetch = history.db, history.fetch
    found = db.execute(SELECT_URL, {"key": url_key(fetch.final_url)}).one_or_none()
    final = int(found.id) if found else url_number(db, fetch.final_url, fetch.at)
    if found and found.alias_of is not None:
        history.answers_itself(final)
    for url in fetch.redirects:
        alias = url_number(db, url, fetch.at)
        if alias != final:
            history.redirect(alias, final)
            settle(db, alias, site, fetch, state="done", due=None, reason="alias")
    return final


def add_fetch(db: Connection, run: int, fetch: Fetch, url_id: int) -> int:
    """Notes what was asked for and what came; gives the fetch's number."""
    row = {
        "run": run, "url_id": url_id, "at": fetch.at, "final_url": fetch.final_url, "status": fetch.status,
        "error": fetch.error, "outcome": fetch.outcome, "request_headers": fetch.request_headers,
        "response_headers": fetch.response_headers, "wire_bytes": fetch.wire_bytes,
        "wire_digest": fetch.wire_digest, "body_digest": fetch.body_digest, "ip": fetch.ip, "flags": fetch.flags,
        "tls_verified": None if fetch.tls_verified is None else int(fetch.tls_verified),
    }  # fmt: skip
    return int(db.execute(INSERT_FETCH, row).scalar_one())


def add_page(db: Connection, run: int, page: Fetch, article: int) -> int:
    """Notes the fetch of an article's further page; its address leads to the article from now on."""
    url_id = url_number(db, page.url, page.at)
    db.execute(PAGE_URL, {"b_page": url_id, "b_article": article})
    return add_fetch(db, run, page, url_id)


def settle(
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
    values = {"b_id": url_id, "b_state": state, "b_due": due, "b_reason": reason, "b_at": fetch.at}
    statement = _SETTLED_BY.get(state, SETTLE_FAILED)
    if state == "done" and fetch.status != 304:
        statement = SETTLE_NEWLY_READ
        values |= {"b_etag": fetch.etag, "b_last_modified": fetch.last_modified}
    elif state == "missing":
        values["b_gone_due"] = fetch.at + LOOK_AGAIN
    if db.execute(statement, values).rowcount == 0:  # no list page named it: a redirect led here
        row = Row(fetch.final_url, "", None, pinned=False)
        db.execute(insert(Frontier), frontier_values(url_id, site, row, fetch.at))
        db.execute(statement, values)
