"""Tells an article that was taken down from a site that is down: the step from missing to gone.

An article is gone after it was not there (404, 410, a soft 404) in at least three runs over at least 72 hours, each of
which read another known article of the same host. A run that reads none proves nothing, and is not counted.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from archive.models import Article, ArticleEvent, Fetch, Frontier, Run, Url

_RUNS = 3
_SPAN = timedelta(hours=72)
LOOK_AGAIN = timedelta(days=30)  # what is gone is still asked for now and then: some articles come back


def count_missing(db: Connection, run: int, at: datetime) -> None:
    """Counts what a run that ends was missing, and marks as gone what has been missing for long enough."""
    witnesses = _hosts_that_answered(db, run)
    for row in db.execute(_missed_in(run)).all():
        if row.host not in witnesses:
            continue
        mine = Frontier.url_id == row.url_id
        db.execute(update(Frontier).where(mine).values(missing_count=row.missing_count + 1))
        if row.missing_count + 1 >= _RUNS and row.last - row.missing_since >= _SPAN:
            db.execute(update(Frontier).where(mine).values(state="gone", due=at + LOOK_AGAIN, updated=at))
            _entomb(db, row.url_id, run, at)


def _hosts_that_answered(db: Connection, run: int) -> set[str]:
    """The hosts of which the run read an article that was known before it."""
    started = select(Run.started).where(Run.id == run).scalar_subquery()
    query = (
        select(Url.host)
        .distinct()
        .join_from(Fetch, Article, Article.url_id == Fetch.url_id)
        .join(Url, Url.id == Fetch.url_id)
        .where(Fetch.run == run, Fetch.outcome.in_(("ok", "not_modified")), Article.first_seen < started)
    )
    return set(db.scalars(query))


def _missed_in(run: int) -> Select[*tuple[Any, ...]]:
    """The articles that were not there when the run asked for them."""
    return (
        select(
            Frontier.url_id, Frontier.missing_since, Frontier.missing_count, Url.host, func.max(Fetch.at).label("last")
        )
        .join_from(Fetch, Frontier, Frontier.url_id == Fetch.url_id)
        .join(Url, Url.id == Frontier.url_id)
        .where(Fetch.run == run, Fetch.outcome == "gone", Frontier.state == "missing", Frontier.kind == "article")
        .group_by(Frontier.url_id, Frontier.missing_since, Frontier.missing_count, Url.host)
    )


def _entomb(db: Connection, url_id: int, run: int, at: datetime) -> None:
    standing = select(Article.id).where(Article.url_id == url_id, Article.state != "gone")
    article = db.execute(standing).scalar_one_or_none()
    if article is not None:
        db.execute(update(Article).where(Article.id == article).values(state="gone"))
        event = {"article": article, "at": at, "run": run, "kind": "gone", "detail": {}}
        db.execute(insert(ArticleEvent), event)
