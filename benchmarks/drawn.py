"""`python -m benchmarks.drawn`: what drawing pages costs; writes the last part of docs/browser.md."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive import Archive
from benchmarks.measure import ROOT, machine, middle, spent_by
from zonenews.demo.client import ReplicaClient

_PAGE = ROOT / "docs" / "browser.md"
_HEADING = "## What it costs"
_ARTICLES, _LIST_PAGES, _ROUNDS = 60, 3, 3
_AT_ONCE = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "False", "ADDRESSES_ALLOWED": "127.0.0.0/8"}
_QUIET = {"LOG_LEVEL": "ERROR", "SPIDER_MODULES": "benchmarks.drawn_site"}
_PLAIN = ("--sites", "1", "--articles", str(_ARTICLES))
_SCRIPTED = ("--drawn", "--articles", str(_ARTICLES))


@dataclass(frozen=True, slots=True)
class Cost:
    """What one crawl took: its pages a second by the run's own times, requests a page, and memory in MB."""

    rate: float
    requests: float
    memory: float


def drawn_figures() -> str:
    """A table, in Markdown."""
    crawls = {
        "plain pages, read as they come": (_PLAIN, "as_they_come"),
        "the same pages, drawn": (_PLAIN, "drawn"),
        "pages that scripts draw, drawn": (_SCRIPTED, "drawn"),
    }
    found: dict[str, list[Cost]] = {name: [] for name in crawls}
    load = os.getloadavg()[0]
    for _ in range(_ROUNDS):
        for name, (served, spider) in crawls.items():
            found[name].append(_cost(served, spider))
    return "\n".join([_about(load), "", *_table(found)])


def _about(load: float) -> str:
    return (
        f"A section of {_ARTICLES} articles of the replica at zero delay, each crawl {_ROUNDS} times in turn, medians; "
        f"{machine()}, load {load:.1f} before. Memory is that of the crawl and all processes it started, the browser's "
        "among them, together at the worst moment; what processes share is counted in each. At a delay of a second a "
        "host's requests, not the browser, are what takes the time. `python -m benchmarks.drawn` measures anew."
    )


def _table(found: dict[str, list[Cost]]) -> Iterator[str]:
    yield "| crawl | pages a second | requests a page | memory |"
    yield "|---|---|---|---|"
    for name, costs in found.items():
        rate, requests = middle([cost.rate for cost in costs]), middle([cost.requests for cost in costs])
        yield f"| {name} | {rate:.1f} | {requests:.1f} | {middle([cost.memory for cost in costs]):.0f} MB |"


def _cost(options: tuple[str, ...], spider: str) -> Cost:
    with _served(options) as (replica, url), tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "zonenews.db")
        settings = [word for pair in (_AT_ONCE | _QUIET).items() for word in ("-s", "=".join(pair))]
        command = [sys.executable, "-m", "scrapy", "crawl", spider, "-a", f"url={url}", *settings]
        spent = spent_by(command, env={"ZONENEWS_ARCHIVE": archive})
        with Archive(archive) as opened:
            read, run = sum(1 for _ in opened.articles()), opened.runs(limit=1)[0]
        if read != _ARTICLES:
            raise RuntimeError(f"{spider} read {read} of {_ARTICLES} articles:\n{spent.output[-2000:]}")
        pages = _ARTICLES + _LIST_PAGES
        return Cost(pages / run["seconds"], len(replica.log()) / pages, spent.memory)


@contextmanager
def _served(options: tuple[str, ...]) -> Iterator[tuple[ReplicaClient, str]]:
    """A replica in a process of its own, and its first section."""
    command = [sys.executable, "-m", "zonenews.demo", "--port", "0", "--today", "2026-11-20", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        url = next(word for word in server.stdout.readline().split() if word.startswith("http://"))
        try:
            yield ReplicaClient(f"http://{urlsplit(url).netloc}"), url
        finally:
            server.terminate()


def main() -> None:
    """Measures, and writes the page's last part anew."""
    figures = drawn_figures()
    print(figures)
    before = re.split(rf"^{re.escape(_HEADING)}$", _PAGE.read_text("utf-8"), flags=re.M)[0].rstrip()
    _PAGE.write_text(f"{before}\n\n{_HEADING}\n\n{figures}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
