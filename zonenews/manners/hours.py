"""A site's opening hours, in Beijing time: when it may be crawled, and how long it still may be."""

from datetime import datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
Hours = tuple[str, str]
_DAY = timedelta(days=1)


def seconds_open(hours: Hours, now: datetime) -> float:
    """How long the window that is open now stays open; 0 outside of it. One that ends at its beginning never closes."""
    begins, ends = (_moment(text, now) for text in hours)
    if begins == ends:
        return float("inf")
    local = now.astimezone(BEIJING)
    since, left = (local - begins) % _DAY, (ends - local) % _DAY
    return left.total_seconds() if since + left == (ends - begins) % _DAY and left else 0.0


def opens(hours: Hours, now: datetime) -> datetime:
    """When the window opens next."""
    return now + (_moment(hours[0], now) - now.astimezone(BEIJING)) % _DAY


def hours_problem(hours: object) -> str | None:
    """What is wrong with opening hours; None where nothing is."""
    good = isinstance(hours, tuple) and len(hours) == 2 and all(map(_is_time, hours))
    return None if good else f'{hours!r} is no pair of times such as ("22:00", "06:00"), in Beijing time'


def _moment(text: str, now: datetime) -> datetime:
    return datetime.combine(now.astimezone(BEIJING).date(), time.fromisoformat(text), BEIJING)


def _is_time(text: object) -> bool:
    try:
        return isinstance(text, str) and len(text) == 5 and time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False
