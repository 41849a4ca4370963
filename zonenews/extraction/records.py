"""Articles kept as objects, in a JSON answer or a script: which of their fields are title, address and date."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

from zonenews.extraction.jsontext import walk

_BEIJING = timezone(timedelta(hours=8))
_TITLE = re.compile(
    r"(?:doc|article|info|news|main|list|link|show|full)?_?(?:title|subject|biaoti|headline|caption)|bt|name", re.I
)
_URL = re.compile(
    r"(?:doc|article|info|news|pub|link|static|html|page|visit|access|detail|web|full|post)?_?(?:pub)?_?(?:url|href|link|path)s?",
    re.I,
)
_DATE = re.compile(
    r"(?:doc|article|info|news|pub|publish|published|display|release|deliver|create|created|add|input|show|issue|write|save|rel|crt?)?"
    r"_?(?:publish|published|pub|rel)?_?(?:date|time|at|timestr|datestr|day)|fbsj|fbrq|rq|sj|date_?str",
    re.I,
)
_HAN = re.compile("[\u4e00-\u9fff]{4}")
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,200}>")
_EARLIEST, _LATEST = 631152000, 4102444800


class Record(NamedTuple):
    """One article of a JSON list, its fields as written."""

    title: str
    href: str
    date: str | None


def best_records(answer: Any) -> list[Record]:
    """The longest list of article objects within a JSON value."""
    best: list[Record] = []
    for value in walk(answer):
        if isinstance(value, list) and len(value) > len(best):
            found = read_records(value) or _untitled_records(value)
            best = found if len(found) > len(best) else best
    return best


def read_records(values: Iterable[Any]) -> list[Record]:
    """The objects that hold both a title and an address."""
    found = (read_record(value) for value in values if isinstance(value, Mapping))
    return [record for record in found if record is not None]


def _untitled_records(values: list[Any]) -> list[Record]:
    """Articles whose titles stand in a field that is not called so: the one with a line of Chinese, another in each."""
    rows = [value for value in values if isinstance(value, Mapping) and _field(value, _URL)]
    titles = [name for name in rows[0] if all(_is_line(row.get(name)) for row in rows)] if rows else []
    distinct = {name: len({row[name] for row in rows}) for name in titles}
    if not distinct or max(distinct.values()) < len(rows) * 0.9:
        return []
    name = max(titles, key=lambda name: (distinct[name], sum(len(row[name]) for row in rows)))
    return read_records([{**row, "title": row[name]} for row in rows])


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and 5 < len(value) < 120 and _HAN.search(value) is not None


def read_record(value: Mapping[str, Any]) -> Record | None:
    """Title, address and date of an object by the names of its fields; None for something else."""
    title = _field(value, _TITLE)
    href = _field(value, _URL)
    if not title or not href or href.startswith(("javascript:", "#")):
        return None
    return Record(plain_title(title), href, record_date(_field(value, _DATE, numbers=True)))


def plain_title(title: str) -> str:
    """A title without the tags that search services put around hits."""
    return " ".join(_TAG.sub("", title[:1000]).split())


def record_date(value: Any) -> str | None:
    """A date field as text: epoch seconds and milliseconds become a Beijing day, other text stays."""
    text = str(value or "").strip()
    if not text.isdigit() or not text.isascii() or len(text) not in (9, 10, 12, 13):
        return text[:60] or None
    seconds = int(text) // (1000 if len(text) > 11 else 1)
    if not _EARLIEST <= seconds <= _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(_BEIJING).date().isoformat()


def _field(value: Mapping[str, Any], pattern: re.Pattern[str], *, numbers: bool = False) -> str | None:
    """The first filled field whose name fits, shorter names first."""
    fitting = [name for name in value if isinstance(name, str) and len(name) < 40 and pattern.fullmatch(name)]
    for name in sorted(fitting, key=lambda name: (name.lower() in ("name", "path"), len(name))):
        held = value[name]
        if isinstance(held, str) and held.strip():
            return held.strip()
        if numbers and isinstance(held, int) and not isinstance(held, bool):
            return str(held)
    return None
