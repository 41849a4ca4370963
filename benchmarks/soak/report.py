"""Writes what the long tests found into docs/soak.md, each part between its own markers."""

import re
from collections.abc import Sequence
from statistics import median

from benchmarks.measure import ROOT, machine
from benchmarks.soak.kills import Survived
from benchmarks.soak.month import Found, Month

PAGE = ROOT / "docs" / "soak.md"


def kills_table(found: Survived) -> str:
    """The figures of the killed crawls."""
    rows = [
        ("articles of the site", f"{found.articles:,}"),
        ("crawls killed by SIGKILL", str(found.kills)),
        ("of them marked as crashed by the next", str(found.crashed_runs)),
        ("exit code of the last crawl", str(found.last_code)),
        ("**lost**", str(found.lost)),
        ("**twice**", str(found.twice)),
        ("revisions that no change brought about", str(found.revisions)),
        ("**problems** by `verify` and SQLite's own checks", str(found.problems)),
        ("articles asked for again, because a kill came before their commit", str(found.again)),
        (
            "from a start to the first request, seconds",
            f"{median(found.restarts):.1f} (worst {max(found.restarts):.1f})",
        ),
    ]
    return _table(rows, found.seconds)


def month_table(month: Month, found: Found) -> str:
    """The figures of the days that were lived through."""
    codes = ", ".join(f"{count:,} with {code}" for code, count in sorted(found.codes.items()))
    site_days = month.sites * month.days
    memory = f"{found.memory[found.warm]:.0f} MB, {found.memory[-1]:.0f} MB: {found.growth:+.1%}"
    rows = [
        ("days, sites, runs", f"{month.days}, {month.sites}, {found.runs:,}"),
        ("ended", codes),
        ("other than with 0, on sites that were not redesigned", str(len(found.unforeseen))),
        ("requests, articles that came out", f"{found.requests:,}, {found.published:,}"),
        ("errors in the log, of them **locked**", f"{found.errors}, {found.locked}"),
        ("complaints of Scrapy's that a connection was closed twice", str(found.late_closings)),
        ("**memory** when warm, at the end", memory),
        ("open files when warm, at the end", f"{found.files[found.warm]}, {found.files[-1]}"),
        ("runs that have ended and are still in memory", str(found.held)),
        ("**overlaps** tried, refused", f"{found.overlaps}, {found.refused}"),
        ("**smallest gap** between two requests to a host", f"{found.least_gap:.3f} s, promised {month.delay} s"),
        ("hosts asked sooner than promised, half-days", str(found.too_soon)),
        ("sites redesigned, of them **found** on the first day", f"{found.drifts}, {found.drifts_found}"),
        ("**false alarms** in site-days", f"{len(found.false_alarms)} in {site_days:,}"),
        ("articles missing, twice, problems at the end", f"{found.missing}, {found.twice}, {found.problems}"),
        ("CPU a run, all of it", f"{found.cpu / found.runs * 1000:.0f} ms"),
    ]
    return _table(rows, found.seconds)


def write(name: str, text: str) -> None:
    """Puts a part in place of the one that stands there."""
    page = PAGE.read_text(encoding="utf-8")
    begins, ends = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    if begins not in page or ends not in page:
        raise ValueError(f"{PAGE} has no place for {name}")
    pattern = re.compile(re.escape(begins) + ".*?" + re.escape(ends), re.DOTALL)
    PAGE.write_text(pattern.sub(lambda _: f"{begins}{text}\n{ends}", page), encoding="utf-8")


def _table(rows: Sequence[tuple[str, str]], seconds: float) -> str:
    lines = [f"| {name} | {value} |" for name, value in rows]
    return "\n".join([f"{seconds / 60:.0f} minutes; {machine()}.", "", "| | |", "|---|---|", *lines])
