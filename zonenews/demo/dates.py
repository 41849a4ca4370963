"""When the replica's articles came out: back from today over about two years, in office hours."""

from datetime import date, datetime, time, timedelta, timezone

from zonenews.demo.article import Precision, Published
from zonenews.demo.grammar import Pen

BEIJING = timezone(timedelta(hours=8))
_SPAN = 730


def past(count: int, today: date, seed: str, *, day_only: bool) -> list[Published]:
    """The times of so many articles, oldest first; the newest is of yesterday at the latest."""
    pen = Pen(f"{seed}/calendar", {})
    moments = [_moment(today - timedelta(days=1 + place * _SPAN // count), pen) for place in range(count)]
    return [Published(moment, "day" if day_only else _precision(pen)) for moment in sorted(moments)]


def following(last: datetime, today: date, *, day_only: bool) -> Published:
    """The time of an article that comes out after the last one, today in office hours as long as there is room."""
    opening = datetime.combine(today, time(8), BEIJING)
    return Published(max(last.replace(second=0) + timedelta(minutes=2), opening), "day" if day_only else "minute")


def _moment(day: date, pen: Pen) -> datetime:
    at = time(8 + pen.below(11), pen.below(60), pen.below(60))
    return datetime.combine(day, at, BEIJING)


def _precision(pen: Pen) -> Precision:
    draw = pen.random()
    return "day" if draw < 0.07 else "second" if draw < 0.12 else "minute"
