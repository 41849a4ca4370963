"""`python -m benchmarks.soak [kills|month]`: the long tests, both if none is named; writes docs/soak.md.

Smaller ones (`--kills`, `--articles`, `--days`, `--sites`) are told and not written. Exits with 1 where one found
something amiss.
"""

import argparse
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import orjson

from benchmarks.soak import report
from benchmarks.soak.kills import Survived, kill_again_and_again
from benchmarks.soak.month import Found, Month, as_json, live

_KILLS, _ARTICLES, _WHOLE = 100, 2_000, Month()
_FALSE_ALARMS = 200  # site-days to one
_GROWTH = 0.1


def main() -> None:
    """Runs the parts, and says what is amiss."""
    options = _options()
    amiss: list[str] = []
    for part in options.parts or ("kills", "month"):
        with tempfile.TemporaryDirectory() as folder:
            amiss += (_kills if part == "kills" else _month)(options, Path(folder))
    for line in amiss:
        print(f"amiss: {line}", file=sys.stderr)
    sys.exit(bool(amiss))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="kills|month")
    parser.add_argument("--kills", type=int, default=_KILLS)
    parser.add_argument("--articles", type=int, default=_ARTICLES)
    parser.add_argument("--days", type=int, default=_WHOLE.days)
    parser.add_argument("--sites", type=int, default=_WHOLE.sites)
    options = parser.parse_args()
    if unknown := set(options.parts) - {"kills", "month"}:
        parser.error(f"there is no {unknown.pop()}")
    return options


def _kills(options: argparse.Namespace, folder: Path) -> list[str]:
    found = kill_again_and_again(options.kills, options.articles, folder, _tell)
    _show("kills", report.kills_table(found), asdict(found), (options.kills, options.articles) == (_KILLS, _ARTICLES))
    return amiss_after_kills(found)


def _month(options: argparse.Namespace, folder: Path) -> list[str]:
    month = _WHOLE
    if (options.days, options.sites) != (month.days, month.sites):
        month = Month(options.days, options.sites, articles=8, redesigned=0, delay=0.3)
    found = live(month, folder, _tell)
    _show("month", report.month_table(month, found), as_json(found), month == _WHOLE)
    return amiss_after_month(month, found)


def amiss_after_kills(found: Survived) -> list[str]:
    """What must not be."""
    wrong = {name: getattr(found, name) for name in ("lost", "twice", "revisions", "problems", "last_code")}
    return [f"kills: {name} is {value}" for name, value in wrong.items() if value]


def amiss_after_month(month: Month, found: Found) -> list[str]:
    """What must not be; the memory of a few days says nothing."""
    wrong = {name: getattr(found, name) for name in ("locked", "errors", "held", "too_soon", "missing", "twice")}
    wrong |= {"unforeseen": found.unforeseen, "problems": found.problems}
    wrong |= {"overlaps that were not refused": found.overlaps - found.refused}
    wrong |= {"drifts that were not found": found.drifts - found.drifts_found}
    if len(found.false_alarms) * _FALSE_ALARMS > max(month.sites * month.days, _FALSE_ALARMS):
        wrong["false alarms"] = found.false_alarms
    if month.days >= _WHOLE.days and found.growth > _GROWTH:
        wrong["memory"] = found.memory
    return [f"month: {name}: {value}" for name, value in wrong.items() if value]


def _show(name: str, table: str, figures: dict[str, object], whole: bool) -> None:
    if whole:
        report.write(name, table)
    print(table, file=sys.stderr)
    print(orjson.dumps({name: figures}).decode(), flush=True)


def _tell(line: str, *, flush: bool = True) -> None:
    print(line, file=sys.stderr, flush=flush)


if __name__ == "__main__":
    main()
