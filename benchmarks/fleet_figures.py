"""What was measured and the sizing of a fleet goes by, read from the pages that the measurements write."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT

_FLEET, _HOSTS = ROOT / "docs" / "fleet.md", ROOT / "docs" / "benchmarks.md"
_OF_HOSTS = "python -m benchmarks hosts"
_OF_FLEET, _OF_WEIGHT = "python -m benchmarks.fleet", "python -m benchmarks.fleet_weight"
_OF_INGEST, _OF_PARTITIONS = "python -m benchmarks.ingest", "python -m benchmarks.partitions"
_OWN = re.compile(r"and ([\d.]+) s of CPU for (\d+) articles")
_RUN = re.compile(r"([\d.]+) s are a run's, whatever it finds, and\s+([\d.]+) ms a page's")
_FETCHES = re.compile(r"^([\d,]+) fetches of (\d+) months", re.M)

_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """What the archive does: pages a second at its best, and for a page seconds of the server, rows, bytes."""

    rate: float
    cpu: float
    rows: float
    log: float
    disk: float

    def __str__(self) -> str:
        seconds = f"{self.rate:.0f} a second, {1000 * self.cpu:.1f} ms of the server's CPU"
        return f"{seconds}, {self.rows:.0f} rows, {self.log / 1000:.1f} KB of log, {self.disk / 1000:.1f} KB of disk"


@dataclass(frozen=True, slots=True)
class Weight:
    """Memory in bytes, and connections to the server."""

    memory: float
    connections: float

    def __str__(self) -> str:
        return f"{self.memory / 1e6:.0f} MB, {self.connections:g} connections"


@dataclass(frozen=True, slots=True)
class Figures:
    """Measured: seconds of CPU for a crawl's start and a page, `again` one that was known; bytes of a fetch."""

    start: float
    page: float
    worker: Weight
    crawl: Weight
    new: Written
    again: Written
    fetch: float
    of: str = _OF_FLEET  # what measured the CPU of a crawl

    def table(self) -> list[str]:
        """The figures in Markdown, each with the command that measured it."""
        rows = {
            f"CPU of starting a crawl: {self.start:.1f} s": self.of,
            f"CPU of crawling a page, without the start: {1000 * self.page:.0f} ms": self.of,
            f"a worker: {self.worker}": _OF_WEIGHT,
            f"a crawl with its reader: {self.crawl}": _OF_WEIGHT,
            f"a new article: {self.new}": _OF_INGEST,
            f"a page that is known: {self.again}": _OF_INGEST,
            f"a row of `fetch` with its indexes: {self.fetch:.0f} bytes": _OF_PARTITIONS,
        }
        return ["| figure | of |", "|---|---|", *(f"| {figure} | `{command}` |" for figure, command in rows.items())]


def measured(fleet: Path = _FLEET, hosts: Path = _HOSTS) -> Figures:
    """The newest figures. Raises SystemExit, with the command to run, where some are missing.

    Where benchmarks.fleet has not been run, a crawl costs what benchmarks.hosts found.
    """
    page = fleet.read_text("utf-8")
    start, each, of = *_of_hosts(hosts.read_text("utf-8")), _OF_HOSTS
    if run := _RUN.search(page):
        start, each, of = float(run[1]), float(run[2]) / 1000, _OF_FLEET
    worker, crawl = (Weight(1e6 * _number(row["memory"]), _number(row["connections"])) for row in _of(page, _OF_WEIGHT))
    ingest = [row for row in _of(page, _OF_INGEST) if "PostgreSQL" in row[""] and "an archive each" not in row[""]]
    again = [row for row in ingest if "again" in row[""]]
    new = [row for row in ingest if row not in again]
    return Figures(start, each, worker, crawl, _written(new), _written(again), _of_partitions(page), of)


def _of_hosts(text: str) -> tuple[float, float]:
    """CPU of starting a crawl, and of a page."""
    rows, own = _rows(text, "## Many hosts at once"), _found(_OWN, text, _OF_HOSTS)
    each = _number(rows[0]["CPU a request"]) / 1000
    return float(own[1]) - int(own[2]) * each, each


def _of_partitions(text: str) -> float:
    (room,) = (row["a table a month"] for row in _of(text, _OF_PARTITIONS) if "room" in row[""])
    fetches = _found(_FETCHES, text, _OF_PARTITIONS)
    return 1e6 * _number(room) * int(fetches[2]) / _number(fetches[1])


def _written(rows: list[_Row]) -> Written:
    """The rate of as many writers as bring most; the costs of one."""
    best = max(_number(row["articles a second"]) for row in rows)
    columns = {"CPU of the server": 1e-3, "rows written": 1, "log": 1e3, "disk": 1e3}
    return Written(best, *(_number(rows[0][name]) * unit for name, unit in columns.items()))


def _mark(command: str) -> str:
    return f"<!-- written by {command} -->"


def _of(text: str, command: str) -> list[_Row]:
    """The table that a command has written. Raises SystemExit where it has not."""
    if rows := _rows(text, _mark(command)):
        return rows
    raise SystemExit(f"there are no figures of `{command}` yet: run it first")


def _rows(text: str, mark: str) -> list[_Row]:
    """The first table behind a mark, as far as that goes."""
    table = re.search(r"^\|.*\|\n\|[-|]+\n(?:\|.*\|\n)+", text.partition(mark)[2].partition("<!-- end")[0], re.M)
    head, _, *rows = table[0].splitlines() if table else ("", "")
    return [dict(zip(_cells(head), _cells(row), strict=True)) for row in rows]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")[1:-1]]


def _found(pattern: re.Pattern[str], text: str, command: str) -> re.Match[str]:
    found = pattern.search(text)
    if found is None:
        raise SystemExit(f"the page of `{command}` does not say what it measured: run it again")
    return found


def _number(cell: str) -> float:
    found = re.search(r"\d[\d.,]*", cell)
    assert found, f"{cell!r} is no figure"
    return float(found[0].replace(",", ""))
