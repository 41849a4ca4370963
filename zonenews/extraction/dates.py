"""Printed dates: one strict grammar brings them to numbers, python-dateutil checks them; precision is kept."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from dateutil.parser import isoparse

from zonenews.extraction.results import Precision

BEIJING = timezone(timedelta(hours=8))
_DASH = r"[-/.．\u2010-\u2015\u2212]{1,2}"
_DATE = re.compile(
    rf"(?<![\d.])(?P<year>(?:19|20)\d\d) ?(?:年 ?(?P<m1>\d{{1,2}}) ?月 ?(?P<d1>\d{{1,2}}) ?(?:[日号]|(?!\d))|"
    rf"{_DASH} ?(?P<m2>\d{{1,2}}) ?{_DASH} ?(?P<d2>\d{{1,2}})(?!\d))"
)
_COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<m1>\d\d)(?P<d1>\d\d)(?:(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)?(?!\d)"
)
_TIME = re.compile(
    r"[\sT,，|·\x1e\x1f-]{0,4}+(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?[\s\x1e\x1f]{0,3}+"
    r"(?P<half>上午|下午|晚上|凌晨|中午|早上|[AaPp][Mm])?\s{0,2}+"
    r"(?P<hour>\d{1,2}) ?[:时點点] ?(?P<minute>\d{1,2})(?: ?[:分] ?(?P<second>\d{1,2})(?:[.,]\d{1,9})?)? ?[分秒]?"
    r"(?P<zone> ?(?:Z|[+-]\d\d:?\d\d))?(?!\d)"
)
_JAVA = re.compile(r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d\d) (?P<time>\d\d:\d\d:\d\d) CST (?P<year>\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Stamp:
    """A printed moment: `text` is as long as its precision; it stood at `start` to `end` of the string."""

    text: str
    precision: Precision
    start: int = 0
    end: int = 0

    @property
    def day(self) -> str:
        """Its day, `YYYY-MM-DD`."""
        return self.text[:10]


def find_date(text: str, start: int = 0) -> Stamp | None:
    """The first whole date in a short text, with its time if one follows; None where none is printed or it is none."""
    if not may_be_dated(text):
        return None
    text = _plain(text[: start + _LONGEST])
    for found in _DATE.finditer(text, start):
        numbers = [found["year"], found["m1"] or found["m2"], found["d1"] or found["d2"]]
        clock = _TIME.match(text, found.end())
        if stamp := _stamp(numbers, clock, found.start(), clock.end() if clock else found.end()):
            return stamp
        if clock and (stamp := _stamp(numbers, None, found.start(), found.end())):
            return stamp
    return None


def may_be_dated(text: str) -> bool:
    """Whether a date could stand in the text; a quick look that spares the long one."""
    return "20" in text or "19" in text or "２０" in text or "１９" in text


def parse_date(value: str) -> Stamp | None:
    """The date of a machine-written value (a meta tag): the printed grammar, else digits alone, else Java's form."""
    value = _plain(value[:_LONGEST])
    if stamp := find_date(value):
        return stamp
    if found := _COMPACT.search(value):
        clock = found if found["hour"] else None
        return _stamp([found["year"], found["m1"], found["d1"]], clock, found.start(), found.end())
    found = _JAVA.search(value)
    if found and found["month"] in _MONTHS:
        month = _MONTHS.index(found["month"]) + 1
        return find_date(f"{found['year']}-{month}-{found['day']} {found['time']}")
    return None


def _plain(text: str) -> str:
    """Full-width digits and colons made plain; the length stays."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFKC", c) if "\uff0d" <= c <= "\uff1a" else c for c in text.replace("∶", ":"))


def _stamp(numbers: list[str], clock: "re.Match[str] | None", start: int, end: int) -> Stamp | None:
    """The numbers as a checked moment."""
    day = "{:0>4}-{:0>2}-{:0>2}".format(*numbers)
    try:
        if clock is None:
            return Stamp(_checked(day), "day", start, end)
        moment = isoparse(f"{day}T{_hour(clock):02d}:{int(clock['minute']):02d}:{int(clock['second'] or 0):02d}")
        zone = (clock.groupdict().get("zone") or "").strip()
    except ValueError:
        return None
    if zone:
        moment = (
            datetime.fromisoformat(f"{moment.isoformat()}{zone.replace('Z', '+00:00')}")
            .astimezone(BEIJING)
            .replace(tzinfo=None)
        )
    if clock["second"]:
        return Stamp(moment.isoformat() + "+08:00", "second", start, end)
    return Stamp(moment.strftime("%Y-%m-%dT%H:%M+08:00"), "minute", start, end)


@lru_cache(maxsize=1000)
def _checked(day: str) -> str:
    """The day as it is, where there is such a one; lists name the same days over and over."""
    return isoparse(day).date().isoformat()


def _hour(clock: "re.Match[str]") -> int:
    """The hour of the day, 0 to 24, counting 下午 from noon."""
    hour = int(clock["hour"])
    half = (clock.groupdict().get("half") or "").lower()
    if half in ("下午", "晚上", "pm") and hour < 12:
        return hour + 12
    return 0 if half in ("凌晨", "am") and hour == 12 else hour
