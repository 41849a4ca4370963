"""The tables of kept files; `docs/schema.md` explains them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Model

ROLES = ("attachment", "image")


class File(Model):
    """What an address gave when its file was kept; the bytes are in the store, under the digest."""

    __tablename__ = "file"
    url_id: Mapped[int] = mapped_column(ForeignKey("url.id"), primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    content_type: Mapped[str | None]
    fetched: Mapped[datetime]


class ArticleFile(Model):
    """A picture or attachment that an article showed when its site kept such files."""

    __tablename__ = "article_file"
    __table_args__: Any = (
        CheckConstraint("role IN ('attachment', 'image')", name="role"),
        {"sqlite_strict": True},
    )
    article: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, autoincrement=False)
    url_id: Mapped[int] = mapped_column(ForeignKey("url.id"), primary_key=True, autoincrement=False, index=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]
