"""Finds where else an address has left something: fetches that ended there, articles that rest on them, events."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, Text, select, type_coerce

from archive.models import Article, ArticleEvent, Fetch, Revision, RevisionPage, Url
from archive.urls import url_key


def ended_at(db: Connection, urls: Sequence[int], keys: Collection[str]) -> list[int]:
    """The fetches of other addresses than these that redirects led to one of these keys."""
    query = select(Fetch.id, Fetch.final_url).join(Url, Url.id == Fetch.url_id)
    elsewhere = query.where(Fetch.final_url != Url.url, Fetch.url_id.not_in(urls))
    return [row.id for row in db.execute(elsewhere) if _is_among(row.final_url, keys)]


def resting_on(db: Connection, fetches: ColumnElement[bool], urls: Sequence[int]) -> dict[int, int]:
    """The articles of other addresses with a revision that came by these fetches, and the addresses' numbers.

    An article moves to where its address redirects to; when the address answers by itself again, its past stays there.
    """
    found = select(Fetch.id).where(fetches)
    further = select(RevisionPage.revision).where(RevisionPage.fetch.in_(found))
    query = select(Article.id, Article.url_id).join(Revision, Revision.article == Article.id)
    rests = Revision.fetch.in_(found) | Revision.id.in_(further)
    return {row.id: row.url_id for row in db.execute(query.where(rests, Article.url_id.not_in(urls)))}


def events_naming(db: Connection, keys: Collection[str]) -> list[int]:
    """The events which say that an address led to one of these."""
    names = type_coerce(ArticleEvent.detail, Text).contains('"redirects_to"')
    rows = db.execute(select(ArticleEvent.id, ArticleEvent.detail).where(names))
    return [row.id for row in rows if _is_among(row.detail["redirects_to"], keys)]


def _is_among(url: str, keys: Collection[str]) -> bool:
    try:
        return url_key(url) in keys
    except ValueError:
        return False
