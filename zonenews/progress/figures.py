"""How far a run has come: what the live view shows, and the lines by which other programs follow a crawl.

With `-s PROGRESS_JSON=<file descriptor>` a crawl writes one JSON object a line to that descriptor, each second and
once more when it has ended. A crawl that is refused before it starts writes none; its exit code says why.
`docs/operating.md` explains the fields.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

import orjson

VERSION = 1
COUNTS = ("new", "changed", "unchanged", "missing", "unread", "blocked", "failed", "robots", "files")


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far the walk of one section has come; `stopped` is why it ended, None while it goes on."""

    name: str
    pages: int
    rows: int
    new: int
    stopped: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One run at one moment. What is not known is None; a line holds all but `walks`."""

    run: int
    site: str
    state: str  # as in the run's row
    seconds: float  # since it started
    sections: int
    walked: int  # sections whose walk has ended
    pages: int  # answers, of whatever kind
    bytes: int  # on the wire, with headers
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    unread: int = 0
    blocked: int = 0
    failed: int = 0
    robots: int = 0
    files: int = 0
    due: int | None = None  # articles still to be asked for, as far as the lists were read
    rate: float | None = None  # pages a second of late
    exit_code: int | None = None
    reason: str | None = None
    walks: tuple[SectionProgress, ...] = ()

    @property
    def answered(self) -> int:
        """Articles that were asked for, whatever came of it."""
        return sum(getattr(self, name) for name in COUNTS if name != "files")

    @property
    def seconds_left(self) -> float | None:
        """How long it still takes at this rate; more than that while sections are being walked."""
        return self.due / self.rate if self.due is not None and self.rate else None


_FIELDS = tuple(field.name for field in fields(Progress) if field.name != "walks")


def line_of(progress: Progress) -> bytes:
    """A progress as a line for other programs; always shorter than a pipe takes at once."""
    values = {name: value for name, value in asdict(progress).items() if name != "walks"}
    values["reason"] = progress.reason and progress.reason[:500]
    left = progress.seconds_left
    return orjson.dumps({"progress": VERSION, **values, "seconds_left": left and round(left)}) + b"\n"


def parse_line(line: bytes | str) -> Progress | None:
    """The progress on a line; None where it is another kind of line."""
    try:
        found: Any = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(found, dict) or found.get("progress") != VERSION:
        return None
    return Progress(**{name: found[name] for name in _FIELDS if name in found})
