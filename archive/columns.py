"""Column types that keep their promise on SQLite's STRICT tables and on PostgreSQL alike."""

from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text, TypeDecorator
from sqlalchemy.orm import mapped_column


class UtcText(TypeDecorator[datetime]):
    """An aware datetime as UTC text with milliseconds and a Z: `2026-11-23T07:52:44.120Z`. Refuses naive values."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """The text of a moment."""
        return None if value is None else utc_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The moment of a text."""
        return None if value is None else datetime.fromisoformat(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value in a TEXT column."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The JSON text of a value."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value of a JSON text."""
        return None if value is None else orjson.loads(value)


def utc_text(moment: datetime) -> str:
    """A moment as the archive writes it; ValueError where it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be archived")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# PostgreSQL wants 64-bit ids; a STRICT table of SQLite takes no type but INTEGER, REAL, TEXT and BLOB.
Id = BigInteger().with_variant(Integer, "sqlite")
Blob = LargeBinary().with_variant(LargeBinary, "sqlite")

id_key = Annotated[int, mapped_column(Id, primary_key=True)]
number = Annotated[int, mapped_column(Integer)]
moment = Annotated[datetime, mapped_column(UtcText)]
string = Annotated[str, mapped_column(Text)]
json = Annotated[Any, mapped_column(JsonText)]
