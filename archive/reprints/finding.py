"""Answers who reprinted what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, text

from archive.reprints.first import DecidedBy

_GROUPS = """
SELECT reprint_group, max(published) AS newest FROM v_reprint
WHERE site = coalesce(:site, site) AND coalesce(published, '') >= :since
GROUP BY reprint_group ORDER BY newest DESC NULLS LAST, reprint_group DESC LIMIT :most
"""
_GROUP_OF = "SELECT reprint_group FROM article WHERE id = :article AND reprint_group IS NOT NULL"
_MEMBERS = text("SELECT * FROM v_reprint WHERE reprint_group IN :groups ORDER BY article")
_NO_LIMIT = 1 << 62


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a group; `source` is whom it credits."""

    url: str
    site: str
    title: str | None
    source: str | None
    published: str | None
    first_seen: str
    state: str


@dataclass(frozen=True, slots=True)
class ReprintGroup:
    """Articles that say the same: `first` had it first, by what is printed or by when it was archived."""

    id: int
    decided_by: DecidedBy
    first: Member
    others: tuple[Member, ...]


def groups(db: Connection, *, site: str | None, since: date | str | None, limit: int | None) -> list[ReprintGroup]:
    """The groups, the one with the newest article first, of which an article is of that site, or of these days."""
    day = date.fromisoformat(since) if isinstance(since, str) else since
    asked = {"site": site, "since": day.isoformat() if day else "", "most": _NO_LIMIT if limit is None else limit}
    return _groups(db, [row.reprint_group for row in db.execute(text(_GROUPS), asked)])


def group_of(db: Connection, article: int) -> list[ReprintGroup]:
    """The group of an article; nothing where it is the only one."""
    return _groups(db, db.scalars(text(_GROUP_OF), {"article": article}).all())


def waiting(db: Connection) -> int:
    """How many articles wait to be compared."""
    return int(db.execute(text("SELECT count(*) FROM reprint_due")).scalar_one())


def _groups(db: Connection, numbers: Sequence[int]) -> list[ReprintGroup]:
    found: dict[int, list[Any]] = {number: [] for number in numbers}
    asked = _MEMBERS.bindparams(bindparam("groups", expanding=True))
    for start in range(0, len(numbers), 500):
        for row in db.execute(asked, {"groups": list(numbers[start : start + 500])}):
            found[row.reprint_group].append(row)
    return [_group(number, rows) for number, rows in found.items() if rows]


def _group(number: int, rows: Sequence[Any]) -> ReprintGroup:
    ordered = sorted(rows, key=lambda row: (not row.is_first, row.published or "9", row.article))
    first, *others = (_member(row) for row in ordered)
    return ReprintGroup(number, rows[0].decided_by, first, tuple(others))


def _member(row: Any) -> Member:
    return Member(row.url, row.site, row.title, row.source, row.published, row.first_seen, row.state)
