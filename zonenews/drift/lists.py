"""A section's list in a run beside what earlier runs saw of it: are rows there, as many as ever, and the same ones?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from archive.measures import ListSeen, RowsSeen
from zonenews.drift.findings import Part, State

MOST_PAST = 20
_LEAST_ROWS = 4  # a shorter list may double or halve without a reason
_FEWER, _MORE = 2, 3
_VANISHED = 2  # one may be taken down
_DATED, _UNDATED = 0.8, 0.2
_FAILED = ("error", "blocked")


@dataclass(frozen=True, slots=True)
class ListNow:
    """What a run saw of a section: `first` rows on its first list page, `dated` rows of all, and who was known."""

    name: str
    pages: int
    rows: int
    first: int
    dated: int
    stop_reason: str
    detail: str
    seen: RowsSeen

    @property
    def measures(self) -> dict[str, Any]:
        """What is kept, to compare later runs with."""
        counts = {"first_rows": self.first, "dated_rows": self.dated}
        return counts | {"known_rows": self.seen.known, "vanished_rows": self.seen.vanished}


def judged(now: ListNow, past: Sequence[ListSeen]) -> Part:
    """Whether a list is what it was; `past` are the runs before, newest first."""
    read = [run for run in past if run.pages]
    said = next(_wrong(now, read, past), None)
    if said:
        return Part("list", now.name, "wrong", f"{now.name}: {said}")
    state: State = "well" if now.pages and read and now.stop_reason not in _FAILED else "unknown"
    return Part("list", now.name, state)


def _wrong(now: ListNow, read: Sequence[ListSeen], past: Sequence[ListSeen]) -> Iterator[str]:
    """What is wrong with a list, the plainest first."""
    firsts = [run.measures["first_rows"] for run in read if "first_rows" in run.measures]
    usual = median(firsts or [run.rows for run in read] or [0])
    if now.stop_reason in _FAILED and past and past[0].stop_reason in _FAILED:
        yield f"for the second run in a row: {now.detail}"
    if not now.pages:
        if now.stop_reason == "empty" and usual:
            yield f"no rows, where there are usually {usual:g}; {now.detail}"
        return
    yield from _other_number(now, firsts)
    if now.seen.before >= _LEAST_ROWS and now.seen.rows and not now.seen.known:
        yield f"none of its {now.seen.rows} rows was there before"
    if now.seen.vanished >= _VANISHED > max((run.measures.get("vanished_rows", 0) for run in read), default=_VANISHED):
        yield f"its {now.seen.vanished} newest rows of before are gone, and older ones are not"
    if now.rows >= _LEAST_ROWS and now.dated <= _UNDATED * now.rows and _are_dated(read):
        yield f"{now.dated} of {now.rows} rows have a date, where nearly all had one"


def _other_number(now: ListNow, firsts: Sequence[int]) -> Iterator[str]:
    if not firsts or min(firsts) < _LEAST_ROWS:
        return
    if now.first * _FEWER < min(firsts):
        yield f"{now.first} rows on its first page, where there were never fewer than {min(firsts)}"
    if now.first > _MORE * max(firsts):
        yield f"{now.first} rows on its first page, where there were never more than {max(firsts)}"


def _are_dated(read: Sequence[ListSeen]) -> bool:
    shares = [_share(run.rows, run.measures) for run in read if run.rows and "dated_rows" in run.measures]
    return bool(shares) and min(shares) >= _DATED


def _share(rows: int, measures: Mapping[str, Any]) -> float:
    return float(measures["dated_rows"]) / rows
