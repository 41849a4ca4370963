"""How the crawl of one site ended, and what many of them come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zonenews.exits import Exit
from zonenews.progress.figures import COUNTS, Progress


@dataclass(frozen=True, slots=True)
class Ended:
    """One site's crawl; `progress` is the last that was heard of it, `said` the end of its log where it broke."""

    site: str
    code: int
    reason: str
    seconds: float = 0.0
    progress: Progress | None = None
    said: tuple[str, ...] = ()

    @property
    def row(self) -> dict[str, Any]:
        """As `--json` prints it."""
        told = self.progress
        counts = {name: getattr(told, name) if told else 0 for name in ("pages", *COUNTS)}
        run = {"run": told.run if told else None}
        return (
            {"site": self.site, "exit_code": self.code, "reason": self.reason, "seconds": self.seconds} | run | counts
        )

    @property
    def line(self) -> str:
        """As a line."""
        return f"{self.site}: {self.code} after {self.seconds:.0f} s: {self.reason}"


def exit_of(ended: Sequence[Ended]) -> int:
    """What many crawls come to: 0 where all were complete, their code where all failed alike, else 3 (partial).

    A site that somebody else is crawling is no failure, unless that is so of all.
    """
    codes = {one.code for one in ended}
    if len(codes) > 1:
        codes.discard(Exit.ALREADY_RUNNING)
    return codes.pop() if len(codes) == 1 else Exit.PARTIAL
