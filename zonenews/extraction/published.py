"""Finds the publish time: the printed line if it has a minute, else the metas, else a printed day, else the URL's day."""

import re
from datetime import datetime, timedelta

from zonenews.extraction.blocks import Outline
from zonenews.extraction.dates import BEIJING, Stamp, find_date, parse_date
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.infolines import InfoLines
from zonenews.extraction.metas import Metas

_NAMED = re.compile(
    r"pubtime_baidu|pub-?_?time|pub-?_?date|publish-?_?(?:time|date)|post-?_?time|\bdate\b|\btime\b|fbsj|fbrq|article-?_?time|create-?_?time"
)
_URL_DAY = re.compile(r"/t?(20\d\d)[-/]?(\d{1,2})[-/](\d{1,2})/|/t(20\d\d)(\d\d)(\d\d)_|/(20\d\d)(\d\d)(\d\d)/")
_RULES = (("published", "label", 0.99), ("dated", "label", 0.95))


def find_published(
    info: InfoLines, metas: Metas, outline: Outline, url: str, fetched: datetime | None
) -> Finding[Stamp]:
    """The publish time, never today's date for want of another."""
    printed = _printed(info, fetched)
    meta = _meta(metas, fetched)
    if printed and printed.value and printed.value.precision == "day" and meta and meta.value:
        if meta.value.precision != "day" and meta.value.day == printed.value.day:
            return Finding(meta.value, "label+meta", 0.97)
    for found in (printed, meta, _named(outline, fetched), _updated(info, fetched), _of_url(url, fetched)):
        if found:
            return found
    return missing("no date is printed under the title and no meta tag holds one")


def _printed(info: InfoLines, fetched: datetime | None) -> Finding[Stamp] | None:
    """A labelled date, 发布时间 before 时间; else a date without a label under the title."""
    for kind, rule, sure in (("published", "label", 0.99), ("dated", "label", 0.95)):
        for entry in info.of(kind):  # type: ignore[arg-type]
            if (stamp := find_date(entry.raw)) and stamp.start < 12 and believable(stamp, fetched):
                return Finding(stamp, f"{rule}:{entry.label}", sure)
    for dated in info.dates:
        if believable(dated.stamp, fetched):
            return Finding(dated.stamp, "printed", 0.85)
    return None


def _meta(metas: Metas, fetched: datetime | None) -> Finding[Stamp] | None:
    if (found := metas.published) and (stamp := parse_date(found[1])) and believable(stamp, fetched):
        return Finding(stamp, f"meta:{found[0]}", 0.9)
    return None


def _named(outline: Outline, fetched: datetime | None) -> Finding[Stamp] | None:
    for named in outline.named:
        if _NAMED.search(named.names) and (stamp := find_date(named.text)) and believable(stamp, fetched):
            return Finding(stamp, f"named:{named.names.split()[0]}", 0.6)
    return None


def _updated(info: InfoLines, fetched: datetime | None) -> Finding[Stamp] | None:
    for entry in info.of("updated"):
        if (stamp := find_date(entry.raw)) and believable(stamp, fetched):
            return Finding(stamp, f"label:{entry.label}", 0.6)
    return None


def _of_url(url: str, fetched: datetime | None) -> Finding[Stamp] | None:
    if found := _URL_DAY.search(url):
        stamp = parse_date("-".join(part for part in found.groups() if part))
        if stamp and believable(stamp, fetched):
            return Finding(stamp, "url", 0.4)
    return None


def believable(stamp: Stamp, fetched: datetime | None) -> bool:
    """Whether an article may carry this date: not before 1990 and not after the day it was fetched."""
    if stamp.day < "1990":
        return False
    return fetched is None or stamp.day <= (fetched.astimezone(BEIJING) + timedelta(days=1)).date().isoformat()
