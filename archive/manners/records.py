"""What is remembered of hosts and lists, as plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A robots.txt: the status it came with, its text, and when."""

    origin: str
    status: int
    body: str = field(repr=False)
    fetched: datetime


@dataclass(frozen=True, slots=True)
class HostRest:
    """A host that is left alone until a moment; `breaks` counts the runs in a row that it made give up."""

    host: str
    until: datetime
    reason: str
    breaks: int = 0


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A section's first list page as last read whole, by which code; `honest` unless a 304 of it has proved wrong.

    `place` says how far a whole walk had come that was not finished.
    """

    etag: str | None = None
    last_modified: str | None = None
    read_by: str | None = None
    honest: bool = True
    place: Mapping[str, Any] | None = None
