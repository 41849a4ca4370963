"""The table of cursors; `docs/schema.md` explains it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.models import Model

_JSON = ("filter", "pending")


class Cursor(Model):
    """How far an export under a name has come; `pending` is what it was about to deliver when it was last seen."""

    __tablename__ = "cursor"
    __table_args__: Any = (
        *(CheckConstraint(f"json_valid({name})", name=f"{name}_json").ddl_if(dialect="sqlite") for name in _JSON),
        {"sqlite_strict": True},
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    last_reading: Mapped[int]
    last_event: Mapped[int]
    updated: Mapped[datetime]
    filter: Mapped[Any]
    pending: Mapped[Any] = mapped_column(nullable=True)
