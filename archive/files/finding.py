"""Finds files: those that are due, those of an article, and the articles whose files nobody has asked for yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, select, text

from archive.files.records import DueFile
from archive.files.rows import ArticleFile, File
from archive.files.store import FileStore
from archive.models import Article, Frontier, Link, Url

_PAGE = (
    select(Url.url)
    .join(Article, Article.url_id == Url.id)
    .join(ArticleFile, ArticleFile.article == Article.id)
    .where(ArticleFile.url_id == Frontier.url_id)
    .order_by(Article.id)
    .limit(1)
    .scalar_subquery()
)
_DUE = (
    select(Frontier.url_id, Url.url, _PAGE.label("page"))
    .join(Url, Url.id == Frontier.url_id)
    .where(Frontier.site == bindparam("site"), Frontier.kind == "attachment", Frontier.due <= bindparam("now"))
    .where(Frontier.url_id > bindparam("after"))
    .order_by(Frontier.url_id)
    .limit(bindparam("most"))
)
_OF_ARTICLE = (
    select(
        *(Url.url, ArticleFile.role, ArticleFile.name, File.digest, File.size, File.content_type),
        *(Frontier.state, Frontier.reason, File.fetched),
    )
    .join_from(ArticleFile, Url, Url.id == ArticleFile.url_id)
    .join(Frontier, Frontier.url_id == ArticleFile.url_id)
    .outerjoin(File, File.url_id == ArticleFile.url_id)
    .where(ArticleFile.article == bindparam("article"))
    .order_by(ArticleFile.role, ArticleFile.url_id)
)
_UNASKED = text("""
SELECT a.id, a.url_id, r.images, r.id AS reading
FROM article a
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
WHERE a.site = :site AND a.id > :after AND (
    (:images = 1 AND r.images <> '[]'
     AND NOT EXISTS (SELECT 1 FROM article_file x WHERE x.article = a.id AND x.role = 'image'))
    OR (:attachments = 1 AND EXISTS (SELECT 1 FROM attachment t WHERE t.reading = r.id)
     AND NOT EXISTS (SELECT 1 FROM article_file x WHERE x.article = a.id AND x.role = 'attachment')))
ORDER BY a.id LIMIT 100
""")
_ATTACHMENTS = text("SELECT url, name FROM attachment WHERE reading = :reading ORDER BY position")


@dataclass(frozen=True, slots=True)
class Unasked:
    """An article that was archived before its site kept such files, with all it shows."""

    id: int
    url_id: int
    attachments: tuple[dict[str, Any], ...]
    images: tuple[dict[str, Any], ...]


def due_files(db: Connection, site: str, now: datetime, after: int, most: int) -> list[DueFile]:
    """Files of a site that are due, in the order they were met, after that number."""
    found = db.execute(_DUE, {"site": site, "now": now, "after": after, "most": most})
    return [DueFile(*row) for row in found]


def files_of(db: Connection, article: int, store: FileStore | None) -> Iterator[dict[str, Any]]:
    """The files of an article: the attachments, then the pictures, each with the path of the one that is kept."""
    for row in db.execute(_OF_ARTICLE, {"article": article}).mappings():
        digest = row["digest"]
        there = store is not None and digest is not None and store.holds(digest)
        yield dict(row) | {"path": store.path(digest) if store and there else None}


def unasked(db: Connection, site: str, after: int, *, attachments: bool, images: bool) -> list[Unasked]:
    """Some articles of which no attachment, or no picture, was ever asked for, after that number."""
    values = {"site": site, "after": after, "attachments": int(attachments), "images": int(images)}
    return [_unasked(db, row) for row in db.execute(_UNASKED, values).all()]


def files_of_no_other(db: Connection, urls: Sequence[int]) -> Sequence[Any]:
    """The addresses, by number and key, of files that the articles at these addresses show, and nobody else does."""
    articles = select(Article.id).where(Article.url_id.in_(urls))
    shown = select(ArticleFile.url_id).where(ArticleFile.article.in_(articles))
    elsewhere = select(ArticleFile.url_id).where(ArticleFile.article.not_in(articles))
    files = select(Frontier.url_id).where(Frontier.kind == "attachment")
    query = select(Url.id, Url.key).where(Url.id.in_(shown), Url.id.in_(files), Url.id.not_in(urls))
    return db.execute(query.where(Url.id.not_in(elsewhere), Url.id.not_in(select(Link.url_id)))).all()


def _unasked(db: Connection, row: Any) -> Unasked:
    attachments = db.execute(_ATTACHMENTS, {"reading": row.reading}).mappings()
    return Unasked(row.id, row.url_id, tuple(map(dict, attachments)), tuple(orjson.loads(row.images)))
