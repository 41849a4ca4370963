"""The tables of a crawl's manners; `docs/schema.md` explains them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Model


class RobotsRow(Model):
    """The robots.txt of a scheme and host as last read: rules, or the 4xx that says there are none."""

    __tablename__ = "robots"
    origin: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int] = mapped_column(Integer)
    body: Mapped[str]
    fetched: Mapped[datetime]


class HostRestRow(Model):
    """A host that is left alone until a moment, by its own word or because it kept failing."""

    __tablename__ = "host_rest"
    host: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
    reason: Mapped[str]
    breaks: Mapped[int] = mapped_column(Integer)


class HostAskedRow(Model):
    """When a host was last asked by a crawl of any machine, by the clock of the server that the archive is on."""

    __tablename__ = "host_asked"
    host: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[datetime]


class SectionPageRow(Model):
    """The first list page of a section as last read, and how far an unfinished whole walk has come."""

    __tablename__ = "section_page"
    __table_args__: Any = (
        CheckConstraint("json_valid(place)", name="place_json").ddl_if(dialect="sqlite"),
        CheckConstraint("place IS NULL OR (place)::jsonb IS NOT NULL", name="place_json").ddl_if(dialect="postgresql"),
        {"sqlite_strict": True},
    )
    section: Mapped[int] = mapped_column(ForeignKey("section.id"), primary_key=True, autoincrement=False)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    read_by: Mapped[str | None]
    honest: Mapped[int] = mapped_column(Integer)
    place: Mapped[Any | None]
