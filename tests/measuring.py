"""What the tests of faults measure on their way: `pytest --figures FILE` writes it down, a line for each test."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Figures:
    """Trials; articles that were lost, missing after the next run, stored twice; crawls' ends; seconds and bytes."""

    trials: int = 0
    lost: int | None = None
    missing: int | None = None
    twice: int | None = None
    codes: list[int] = field(default_factory=list)
    crawled: float = 0.0
    recovered: float | None = None
    peak: int = 0


_current = Figures()


def crawled(code: int, seconds: float, peak: int) -> None:
    """Notes a crawl that ended: its exit code, how long it took, and the most memory one of its processes had."""
    if code not in _current.codes:
        _current.codes.append(code)
    _current.crawled, _current.peak = seconds, max(_current.peak, peak)


def trials(count: int) -> None:
    """Notes how often a fault was brought about."""
    _current.trials += count


def held(*, lost: int, twice: int, missing: int | None = None) -> None:
    """Notes what an archive lacks or has too much; `missing` is known where the truth is, and the last run is over."""
    _current.lost, _current.twice = (_current.lost or 0) + lost, (_current.twice or 0) + twice
    if missing is not None:
        _current.missing = (_current.missing or 0) + missing
        if not missing and _current.crawled:
            _current.recovered = max(_current.recovered or 0.0, _current.crawled)


def begin() -> None:
    """Forgets what an earlier test measured."""
    global _current
    _current = Figures()


def write(file: Path, test: str, *, passed: bool) -> None:
    """Adds a test's line to the file."""
    line = json.dumps({"test": test, "passed": passed, **asdict(_current)}) + "\n"
    with file.open("a", encoding="utf-8") as out:  # one small write: two workers may share the file
        out.write(line)
