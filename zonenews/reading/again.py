"""The process that reads some of an archive's revisions again: it answers their numbers with what came of them."""

import signal
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import orjson

from archive import Archive, ArchiveError
from archive.apart import answer_all, framed
from archive.records import Reading
from archive.restoring import CONTENT, Restored
from zonenews import clock
from zonenews.profile import Profile
from zonenews.reading.process import LONGEST, shown_traceback, spare_the_collector
from zonenews.reading.rereading import reread
from zonenews.sites import load_sites


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of one revision: its new reading, None where it is no article any more; and the fields that differ."""

    revision: int
    url: str
    reading: Reading | None
    changed: tuple[str, ...]
    error: str | None = None


class Batch(msgspec.Struct):
    """Some revisions, by their numbers, of the archive at a URL."""

    archive: str
    revisions: list[int]


class Answer(msgspec.Struct):
    """What came of them, why the archive cannot be read, or the traceback of a bug."""

    found: list[Reread] = []
    failed: str | None = None
    bug: str | None = None


class Rereader:
    """Reads an archive's revisions again, with the profiles of the sites as they are now."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._profiles = {name: spider.profile for name, spider in load_sites().items()}

    def read(self, revisions: Sequence[int]) -> list[Reread]:
        """What comes of revisions by their numbers."""
        return [_read(old, self._profiles.get(old.site, Profile())) for old in self._archive.restored(revisions)]


@cache
def _rereader(url: str) -> Rereader:
    """Of this process, once it is told which archive is meant: a URL may hold a password, and arguments are for all."""
    return Rereader(Archive(url))


def main(arguments: Sequence[str]) -> None:
    """Answers batches that come over a socket, the argument, until the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked says when it is over
    spare_the_collector()
    answer_all(int(arguments[0]), Batch, _answer)


def _answer(batch: Batch) -> bytes:
    signal.alarm(int(LONGEST) * len(batch.revisions))  # ends this process even where nobody is left to kill it
    try:
        return framed(Answer(_rereader(batch.archive).read(batch.revisions)))
    except ArchiveError as error:
        return framed(Answer(failed=str(error)))
    except Exception:
        return framed(Answer(bug=shown_traceback()))
    finally:
        signal.alarm(0)


def _read(old: Restored, profile: Profile) -> Reread:
    if old.pages is None:
        return Reread(old.revision, old.url, None, (), "damaged capture")
    reading = reread(old.pages, profile, clock.now())
    return Reread(old.revision, old.url, reading, _changed(old, reading) if reading else ())


def _changed(old: Restored, new: Reading) -> tuple[str, ...]:
    content: dict[str, Any] = {name: getattr(new, name) for name in (*CONTENT, "attachments")}
    plain = orjson.loads(orjson.dumps(content))
    return tuple(name for name, value in plain.items() if value != old.content[name])
