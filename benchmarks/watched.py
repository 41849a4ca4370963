"""The crawl of the replica by a former zonenews that did not watch over its runs, by today's, and with all that can."""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import orjson

from archive.sqlite import library
from benchmarks.crawl import FAST, URL, served
from benchmarks.measure import ROOT, machine, middle, spent_by, spread

_FORMER = (
    "37410f6"  # 2026-11-23: the last commit before drift alarms, alerts, metrics and logs; it has the main job's figure
)
_ON_A_TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
_CRAWL = [sys.executable, "-m", "scrapy", "crawl", "zone", "-a", f"url={URL}", *FAST]


def watched_figures(articles: int = 2_000, rounds: int = 5) -> str:
    """A table of pages a second, in Markdown; the crawls take turns."""
    rates: dict[str, list[float]] = {"former": [], "today": [], "watched": []}
    with served(articles), _former() as former:
        _crawled(ROOT, _CRAWL)  # the server makes each page at its first request
        for _ in range(rounds):
            rates["former"].append(_crawled(former, _CRAWL))
            rates["today"].append(_crawled(ROOT, _CRAWL))
            rates["watched"].append(_watched())
    lines = [f"{articles:,} articles, {rounds} rounds, the crawls in turn; {machine()}.", ""]
    lines += ["| crawl | pages/s: median (range) | ÷ the former one |", "|---|---|---|"]
    for name, title in (
        ("former", f"zonenews before runs were watched over (commit {_FORMER})"),
        ("today", "**zonenews**, no terminal, no metrics"),
        ("watched", "**zonenews** with metrics, JSON logs and the live view on a terminal"),
    ):
        ratios = [rate / before for rate, before in zip(rates[name], rates["former"], strict=True)]
        lines.append(f"| {title} | {spread(rates[name])} | {middle(ratios):.2f} |")
    return "\n".join(lines)


def _watched() -> float:
    with tempfile.TemporaryDirectory() as metrics:
        environment = {"ZONENEWS_METRICS": metrics, "ZONENEWS_LOG": "json", "TERM": "xterm-256color"}
        return _crawled(ROOT, [sys.executable, "-c", _ON_A_TERMINAL, *_CRAWL], environment)


def _crawled(checkout: Path, command: list[str], environment: dict[str, str] | None = None) -> float:
    """Pages a second between the run's own start and end."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        spent_by(command, env={"ZONENEWS_ARCHIVE": path, **(environment or {})}, cwd=checkout)
        connection = library().connect(path)  # the former one has a schema of its time
        began, ended, stats = connection.execute("SELECT started, ended, stats FROM run").fetchone()
        connection.close()
    seconds = (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds()
    return float(orjson.loads(stats)["downloader/response_count"] / seconds)


@contextmanager
def _former() -> Iterator[Path]:
    """The files of the former commit, in a folder of their own."""
    packed = subprocess.run(["git", "archive", _FORMER], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            files.extractall(folder, filter="data")
        yield Path(folder)


if __name__ == "__main__":
    print(f"load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    print(watched_figures())
