"""Finds the publish time: the printed line, with the minute of a meta tag where they agree, else the metas."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from zonenews.extraction.dates import BEIJING, Stamp, find_date, parse_date
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.infolines import InfoLines
from zonenews.extraction.layout import Layout
from zonenews.extraction.metas import Metas
from zonenews.extraction.page import Page
from zonenews.extraction.scripted import scripted_value

_NAMED = re.compile(
    r"pubtime_?baidu|pub-?_?time|pub-?_?date|publish-?_?(?:time|date)|post-?_?time|(?:^|[\s_-])(?:date|time)(?:$|[\s_-])|fbsj|fbrq|"
    r"article-?_?time|create-?_?time|news-?_?time"
)
_URL_DAY = re.compile(r"/t?(20\d\d)[-/]?(\d{1,2})[-/](\d{1,2})/|/t(20\d\d)(\d\d)(\d\d)_|/(20\d\d)(\d\d)(\d\d)/")
_EARLIEST = "1990"
_LEAD = 12  # a value's date begins within so many characters

Found = Finding[Stamp]


def find_published(page: Page, layout: Layout, fetched: datetime | None) -> Found:
    """The publish time; a date that is not the article's, such as today's in a page's header, is never taken."""
    latest = _latest(fetched)
    info = layout.info
    printed = (*_labelled(info), *_free(info), *_named(layout))
    candidates = (*printed, *_meta(layout.metas), *_updated(info)) or (*_scripted(page), *_of_url(page.url))
    believed = [found for found in candidates if found.value and _EARLIEST < found.value.day <= latest]
    if not believed:
        return missing("no date is printed under the title and no meta tag holds one")
    best = believed[0]
    return best if best.value and best.value.precision != "day" else _with_time(best, believed)


def _latest(fetched: datetime | None) -> str:
    """The last day that an article fetched then may carry."""
    return (fetched.astimezone(BEIJING) + timedelta(days=1)).date().isoformat() if fetched else "2100"


def _with_time(best: Found, believed: list[Found]) -> Found:
    """The same day with its time, where another place of the page tells it: a meta tag, or a second printed date."""
    for other in believed:
        if best.value and other.value and other.value.precision != "day" and other.value.day == best.value.day:
            return Finding(other.value, f"{best.rule}+{other.rule}", best.confidence)
    return best


def _labelled(info: InfoLines) -> Iterator[Found]:
    """发布时间 before 时间, wherever each stands."""
    for kind, sure in (("published", 0.99), ("dated", 0.95)):
        for entry in info.entries:
            if entry.kind == kind and (stamp := find_date(entry.raw)) and stamp.start < _LEAD:
                yield Finding(stamp, f"label:{entry.label}", sure)


def _free(info: InfoLines) -> Iterator[Found]:
    for dated in info.dates:
        yield Finding(dated.stamp, "printed", 0.85)


def _meta(metas: Metas) -> Iterator[Found]:
    if (found := metas.published) and (stamp := parse_date(found[1])):
        yield Finding(stamp, f"meta:{found[0]}", 0.9)


def _named(layout: Layout) -> Iterator[Found]:
    for named in layout.outline.named:
        if (layout.is_near(named.index) or "baidu" in named.names) and _NAMED.search(named.names):
            stamp = find_date(named.text)
            if stamp:
                yield Finding(stamp, f"named:{named.names.split()[0]}", 0.6)


def _updated(info: InfoLines) -> Iterator[Found]:
    for entry in info.of("updated"):
        if stamp := find_date(entry.raw):
            yield Finding(stamp, f"label:{entry.label}", 0.6)


def _scripted(page: Page) -> Iterator[Found]:
    if (value := scripted_value(page.root, "published")) and (stamp := parse_date(value)):
        yield Finding(stamp, "script", 0.5)


def _of_url(url: str) -> Iterator[Found]:
    found = _URL_DAY.search(url)
    stamp = parse_date("-".join(filter(None, found.groups()))) if found else None
    if stamp:
        yield Finding(stamp, "url", 0.4)
