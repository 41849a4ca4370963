"""What the crawler and the archive tell each other of files, as plain frozen values."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["attachment", "image"]
FileMiss = Literal["missing", "blocked", "failed", "robots", "external", "skipped"]


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A picture or attachment of an article, with the state its address starts in; the name is kept as data only."""

    url: str
    role: Role
    name: str | None
    state: Literal["pending", "external"] = "pending"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DueFile:
    """A file's address that is due to be fetched; `page` is an article that shows it, if one does."""

    url_id: int
    url: str
    page: str | None
