"""Works on a whole archive in batches: what is asked, how far each has come, and what came of it.

A batch may be begun again by somebody else at any moment: what is written with it says how far it has come, and who
has another opinion of that has been overtaken and writes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Text, delete, func, insert, select, type_coerce, update

from archive.database import Connected
from archive.errors import NotFound, Overtaken
from archive.models import Batch
from archive.readings import add_later_reading
from archive.records import Reading
from archive.shares import Share, fetches_to_write, shares_to_check

Kind = Literal["reextract", "verify", "warc"]
State = Literal["done", "failed"]
_OPEN = Batch.state == "waiting"
_UNDONE = Batch.state != "done"


@dataclass(frozen=True, slots=True)
class Part:
    """What one batch is to do: rows of these numbers; `part` says of what, or where to."""

    part: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Work:
    """A batch, as it stands: `reached` is the last number that is done, None where none is."""

    id: int
    kind: Kind
    part: str
    first: int
    last: int
    asked: datetime
    reached: int | None
    state: str
    result: dict[str, Any]


class Batches(Connected):
    """Questions of who shares out a work, and of who does a part of it."""

    def batch(self, number: int) -> Work:
        """One batch. Raises NotFound where it was cleared away."""
        names = [Batch.__table__.c[name] for name in Work.__slots__]
        with self._connect() as connection:
            row = connection.execute(select(*names).where(Batch.id == number)).one_or_none()
        if row is None:
            raise NotFound(f"there is no batch {number}")
        return Work(*row)

    def batches_undone(self, kind: Kind) -> dict[int, str]:
        """The batches that are not done, by number and in their order: `waiting` or `failed`."""
        query = select(Batch.id, Batch.state).where(Batch.kind == kind, _UNDONE).order_by(Batch.id)
        with self._connect() as connection:
            return {row.id: row.state for row in connection.execute(query)}

    def batch_counts(self) -> list[dict[str, Any]]:
        """Each kind of work that was asked: when, how many batches it has, and how many are in each state."""
        counted = select(Batch.kind, func.min(Batch.asked), Batch.state, func.count(), func.max(Batch.ended))
        found: dict[str, dict[str, Any]] = {}
        with self._connect() as connection:
            for kind, asked, state, count, ended in connection.execute(counted.group_by(Batch.kind, Batch.state)):
                nothing = {"kind": kind, "asked": asked, "ended": None, "waiting": 0, "done": 0, "failed": 0}
                row = found.setdefault(kind, nothing)
                row |= {state: count, "asked": min(asked, row["asked"])}
                row["ended"] = max(filter(None, (ended, row["ended"])), default=None)
        return [found[kind] for kind in sorted(found)]

    def batch_results(self, kind: Kind) -> list[dict[str, Any]]:
        """What came so far of the batches of a kind, in their order."""
        query = select(Batch.result).where(Batch.kind == kind, Batch.result != {})
        with self._connect() as connection:
            return list(connection.scalars(query.order_by(Batch.id)))

    def shares_to_check(self, most: int) -> list[Share]:
        """The shares that together are all that `problems` looks at, with about so many rows in each."""
        with self._connect() as connection:
            return list(shares_to_check(connection, most))

    def fetches_to_write(self, most: int) -> list[range]:
        """All numbers of fetches, in ranges of so many rows each, for `export_warc`."""
        with self._connect() as connection:
            return list(fetches_to_write(connection, most))


class BatchWriter:
    """What is written of batches; every method is one transaction."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._transaction = transaction

    def ask(self, kind: Kind, parts: Iterable[Part], at: datetime) -> int:
        """Shares out a work anew, in the place of an earlier one of its kind that has ended; gives how many there are.

        Where batches of the kind still wait, these go on, and none are added.
        """
        with self._transaction() as db:
            if db.scalar(select(func.count()).select_from(Batch).where(Batch.kind == kind, _OPEN)):
                return 0
            db.execute(delete(Batch).where(Batch.kind == kind))
            begun: dict[str, Any] = {"kind": kind, "asked": at, "state": "waiting", "result": {}}
            rows = [begun | asdict(part) for part in parts]
            if rows:
                db.execute(insert(Batch), rows)
        return len(rows)

    def advance(
        self, work: Work, reached: int, result: Mapping[str, Any], readings: Iterable[tuple[int, Reading]] = ()
    ) -> None:
        """Adds readings, and says how far a batch has come with them. Raises Overtaken, and then adds nothing."""
        mine = (Batch.id == work.id) & _UNDONE & Batch.reached.is_not_distinct_from(work.reached)
        with self._transaction() as db:
            if not db.execute(update(Batch).where(mine).values(reached=reached, result=dict(result))).rowcount:
                if db.scalar(select(Batch.reached).where(Batch.id == work.id)) == reached:
                    return  # the call is made again, because nobody knew whether it was written
                raise Overtaken(f"batch {work.id} is done by somebody else; nothing was written")
            for revision, reading in readings:
                add_later_reading(db, revision, reading)

    def end(self, number: int, state: State, result: Mapping[str, Any], at: datetime) -> None:
        """Says what came of a batch; of one that has ended already, nothing new."""
        with self._transaction() as db:
            values = {"state": state, "ended": at, "result": dict(result)}
            db.execute(update(Batch).where(Batch.id == number, _UNDONE).values(**values))


def forget_results(db: Connection, urls: Sequence[str]) -> None:
    """Takes out of all results what names these addresses."""
    text = type_coerce(Batch.result, Text)
    for url in urls:
        for number, result in db.execute(
            select(Batch.id, Batch.result).where(text.contains(url, autoescape=True))
        ).all():
            left = _without(result, frozenset(urls))
            db.execute(update(Batch).where(Batch.id == number).values(result=left))


def _without(value: Any, urls: frozenset[str]) -> Any:
    """A JSON value without the entries of lists that are, or that name, one of some addresses."""
    if isinstance(value, dict):
        return {key: _without(inner, urls) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without(inner, urls) for inner in value if not _names(inner, urls)]
    return value


def _names(value: Any, urls: frozenset[str]) -> bool:
    return not urls.isdisjoint(value.values() if isinstance(value, dict) else [value])
