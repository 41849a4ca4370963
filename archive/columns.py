"""Column types that keep their promise on SQLite's STRICT tables and on PostgreSQL alike."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.orm import mapped_column

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class PlainText(TypeDecorator[str]):
    """Text that any database takes: a lone surrogate or a NUL becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text without what cannot be stored."""
        return None if value is None else storable(value)


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
        return None if value is None else _json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value of a JSON text."""
        return None if value is None else orjson.loads(value)


def utc_text(moment: datetime) -> str:
    """A moment as the archive writes it; ValueError where it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be archived")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def storable(text: str) -> str:
    """A text with U+FFFD for what no database takes; almost always the text itself."""
    if "\x00" not in text:
        try:
            text.encode()
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _UNSTORABLE.sub("\ufffd", text)


def _json_text(value: Any) -> str:
    try:
        text = orjson.dumps(value).decode()
    except TypeError:  # a lone surrogate, or a mapping that is no dict
        return orjson.dumps(_storable_value(value)).decode()
    return orjson.dumps(_storable_value(value)).decode() if "\\u0000" in text else text


def _storable_value(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case Mapping():
            return {storable(str(key)): _storable_value(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_storable_value(inner) for inner in value]
    return value


# PostgreSQL wants 64-bit ids; a STRICT table of SQLite takes no type but INTEGER, REAL, TEXT and BLOB.
Id = BigInteger().with_variant(Integer, "sqlite")

id_key = Annotated[int, mapped_column(Id, primary_key=True)]
