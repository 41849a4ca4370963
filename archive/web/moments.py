"""How the desk writes days, moments and numbers; the clock is Beijing's, as on the articles."""

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def moment(value: str | None) -> str:
    """`2023-10-25T16:27+08:00` and `2026-11-23T08:03:18.169Z` as people write them, to the minute."""
    if not value:
        return ""
    if value.endswith("Z"):
        return datetime.fromisoformat(value).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return value[:16].replace("T", " ")


def day(value: str | None) -> str:
    """The day of a moment."""
    return moment(value)[:10]


def number(value: int | None) -> str:
    """`12,345`."""
    return "–" if value is None else f"{value:,}"


def size(count: int | None) -> str:
    """`1.2 MB`."""
    if count is None:
        return "–"
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"


def duration(seconds: float | None) -> str:
    """`4 s`, `12 min`, `3.5 h`."""
    if seconds is None:
        return "–"
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
