"""Runs that fail as a whole, by their exit codes."""

from collections.abc import Iterator, Sequence

from zonenews.drift.findings import Part
from zonenews.exits import Exit
from zonenews.runs.verdict import Verdict

_KINDS = {
    Exit.NOTHING: "nothing",
    Exit.CHALLENGED: "challenge",
    Exit.ROBOTS: "robots",
    Exit.NETWORK: "network",
    Exit.BUG: "bug",
}
_ANSWERED = (Exit.COMPLETE, Exit.PARTIAL)


def judged(verdict: Verdict, before: Sequence[int | None], *, saw_lists: bool) -> Iterator[Part]:
    """How a run ended; `before` are the exit codes of earlier runs that did not just let a host rest, the newest first.

    One that `saw_lists` of the site's proves what it came through. Another may have asked for nothing at all: its hosts
    rest, or its time was up.
    """
    failed = _KINDS.get(verdict.code)
    if failed and not (failed == "network" and not _failed_before(before)):
        yield Part(failed, None, "wrong", verdict.reason)
    for kind in _KINDS.values():
        came_through = verdict.code in _ANSWERED and saw_lists
        if kind != failed and (came_through or (failed and kind == "network")):
            yield Part(kind, None, "well")


def _failed_before(before: Sequence[int | None]) -> bool:
    """Whether the site was down in the last run too: one alone may be a night's maintenance."""
    return bool(before) and before[0] == Exit.NETWORK
