"""How near a reading comes to the truth: titles and sources equal, times to the minute, bodies by F1.

The rules are those of the script that lies beside the saved pages; a test holds the two together.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

_STAMP = re.compile(r"((?:19|20)\d\d)\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?:\D{0,6}?(\d{1,2})[:时](\d{2}))?")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_LENGTH = 4  # characters of a shingle


@dataclass(frozen=True, slots=True)
class Truth:
    """What a page says; None for what is not labelled, an empty source for one that is known to be missing."""

    title: str | None
    source: str | None
    published: str | None
    text: str | None


@dataclass(slots=True)
class Score:
    """The share of pages with the right title, source and time, and the mean F1 of the bodies."""

    right: dict[str, list[bool]] = field(default_factory=lambda: {"title": [], "source": [], "time": []})
    bodies: list[float] = field(default_factory=list)

    def cells(self) -> list[str]:
        """Title, source, time in percent and body F1, as printed."""
        shares = [f"{100 * fmean(hits):.1f} %" if hits else "–" for hits in self.right.values()]
        return [*shares, f"{fmean(self.bodies):.3f}" if self.bodies else "–"]


def score(readings: Iterable[tuple[Truth, dict[str, Any] | None]]) -> Score:
    """Scores readings, as title, source, published and text by name; a failed one (None) has nothing right."""
    result = Score()
    for truth, reading in readings:
        failed, read = reading is None, reading or {}
        if truth.title:
            result.right["title"].append(fold(read.get("title")) == fold(truth.title))
        if truth.source is not None:
            result.right["source"].append(not failed and fold(read.get("source")) == fold(truth.source))
        if wanted := stamp(truth.published):
            found = stamp(read.get("published")) or ("", None)
            result.right["time"].append(found[0] == wanted[0] and wanted[1] in (None, found[1]))
        if truth.text:
            result.bodies.append(0.0 if failed else f1(read.get("text"), truth.text))
    return result


def fold(text: str | None) -> str:
    """The text without width and white space."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text or ""))


def stamp(text: str | None) -> tuple[str, str | None] | None:
    """The day and, where there is one, the minute of a printed or ISO time."""
    found = _STAMP.search(unicodedata.normalize("NFKC", text or ""))
    if not found:
        return None
    year, month, day, hour, minute = found.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}", f"{int(hour):02d}:{minute}" if hour else None


def f1(text: str | None, wanted: str | None) -> float:
    """The F1 of two texts over their runs of four characters, white space left out."""
    if not fold(text) and not fold(wanted):
        return 1.0
    mine, theirs = _shingles(text), _shingles(wanted)
    common = (mine & theirs).total()
    return 2 * common / (mine.total() + theirs.total())


def _shingles(text: str | None) -> "Counter[str]":
    folded = fold(text)
    return Counter(folded[start : start + _LENGTH] for start in range(max(1, len(folded) - _LENGTH + 1)))
