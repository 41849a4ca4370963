"""The date printed beside a row of a list, in the shapes lists use."""

import re
from collections.abc import Iterable
from datetime import date

from zonenews.extraction.dates import find_date

_COMPACT = re.compile(r"\D{0,2}((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\D{0,2}")
_DAY_FIRST = re.compile(r"(?<![\d.-])([0-3]?\d)日?[\s/|]{1,4}((?:19|20)\d\d)\s?[-./年]\s?([01]?\d)(?![\d./-])月?")
_DAY_LAST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-./年]\s?([01]?\d)月?[\s/|]{1,4}([0-3]?\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)年?[\s/|]{1,4}([01]?\d)\s?[-./月]\s?([0-3]?\d)(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)([01]?\d)\s?[-./月]\s?([0-3]?\d)日?[\s/|]{1,4}((?:19|20)\d\d)(?!\d)")
_MONTH_DAY = re.compile(r"(?<![\d.:年/-])([01]?\d)\s?[-./月]\s?([0-3]?\d)(?![\d.:/-])")
_SHORT_YEAR = re.compile(r"(?<![\d-])(\d\d)[-./年](0?[1-9]|1[0-2])[-./月](3[01]|[12]\d|0?[1-9])(?!\d)")
_IN_URL = re.compile(
    r"(?<!\d)(?<!info/)(?<!contents/)(?<!channels/)((?:19|20)\d\d)[-/]?(?:(1[0-2]|0[1-9]|[1-9](?=/))(?:[-/]?(3[01]|[12]\d|0[1-9]|[1-9](?=/)))?)?(?=[/_.-]|$)"
)
# what a text must hold to be worth a closer look
LOOSE = re.compile(r"(?:19|20)\d\d\s{0,3}[-./年—–]\s{0,3}\d|(?<!\d)[01]?\d[-/.月][0-3]?\d(?!\d)|(?:19|20)\d{6}(?!\d)")
_SHORT = 40
_BRACKETS = re.compile(r"^[\s\])）】:：|/-]{1,10}|[\s\[(（【|/-]{1,10}$")


def row_date(outside: Iterable[str], inside: str, url: str) -> str | None:
    """The date (`YYYY-MM-DD`) among the texts outside a row's link, else in the link's own text, else None.

    A date without its year takes the year of the article's address; where that has none, the date stays unknown.
    """
    texts = [text for text in (" ".join(chunk[:300].split()) for chunk in outside) if text]
    short = [text for text in texts if len(text) <= _SHORT]
    joined = " ".join(short)[:400]
    found = _alone(short) or _full(joined) or _split(joined) or _edge(inside) or _yearless(joined, url)
    if found:
        return found
    return next(filter(None, map(_full, texts)), None) or _yearless(inside[-20:], url) or _yearless(inside[:8], url)


def strip_date(text: str) -> str:
    """A title without the date that stands at its beginning or end."""
    for start in (max(0, len(text) - 26), 0):
        stamp = find_date(text, start)
        if stamp and len(text) > stamp.end - stamp.start + 4 and (stamp.start < 3 or stamp.end > len(text) - 3):
            kept = text[: stamp.start] if stamp.start > 2 else text[stamp.end :]
            return _BRACKETS.sub("", kept)
    return text


def _alone(texts: list[str]) -> str | None:
    """The date of a text that holds little else."""
    for text in texts:
        stamp = find_date(text)
        if stamp and (stamp.end - stamp.start) * 3 >= len(text):
            return stamp.day
        if len(text) <= 12 and (found := _COMPACT.fullmatch(text)):
            return _iso(found[1], found[2], found[3])
    return None


def _full(text: str) -> str | None:
    stamp = find_date(text)
    return stamp.day if stamp else None


def _split(text: str) -> str | None:
    """A date whose day, month and year stand in different elements."""
    for pattern, (year, month, day) in (
        (_DAY_FIRST, (2, 3, 1)),
        (_YEAR_LAST, (3, 1, 2)),
        (_YEAR_FIRST, (1, 2, 3)),
        (_DAY_LAST, (1, 2, 3)),
    ):
        for found in pattern.finditer(text):
            if iso := _iso(found[year], found[month], found[day]):
                return iso
    return None


def _edge(text: str) -> str | None:
    """The date at the beginning or the end of a link's own text."""
    first, last = find_date(text[:24]), find_date(text, max(0, len(text) - 26))
    if first and first.start < 3:
        return first.day
    return last.day if last and last.end > len(text) - 3 else None


def _yearless(text: str, url: str) -> str | None:
    """A month and a day, or a date with a two-digit year, completed from the address."""
    year, month = _url_month(url)
    if year is None:
        return None
    if (found := _SHORT_YEAR.search(text)) and int(found[1]) in (year % 100, year % 100 + 1):
        return _iso(str(year - year % 100 + int(found[1])), found[2], found[3])
    for found in _MONTH_DAY.finditer(text):
        if iso := _nearest(year, month, int(found[1]), int(found[2])):
            return iso
    return None


def _nearest(year: int, month: int | None, row_month: int, row_day: int) -> str | None:
    """The row's day in the year that brings it nearest to the address's month, if it is near at all."""
    if month is None:
        return _iso(str(year), str(row_month), str(row_day))
    for candidate in (year, year - 1, year + 1):
        if abs((candidate - year) * 12 + row_month - month) <= 1:
            return _iso(str(candidate), str(row_month), str(row_day))
    return None


def _url_month(url: str) -> tuple[int | None, int | None]:
    path = url.partition("://")[2].partition("?")[0].partition("/")[2][:500]
    best = max(_IN_URL.finditer("/" + path), key=lambda found: len(found[0]), default=None)
    return (int(best[1]), int(best[2]) if best[2] else None) if best else (None, None)


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
