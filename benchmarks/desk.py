"""`python -m benchmarks.desk [FILE]`: the desk, eight analysts and a crawl, at 200,000 articles; writes docs/desk.md.

Building the archive takes long, so `make bench` leaves it out; FILE keeps it for the next time.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from random import Random
from threading import Thread
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]

from archive import Writer, charted
from archive.models import Model
from benchmarks.corpus import news
from benchmarks.desk_crawl import crawl_on
from benchmarks.measure import ROOT, machine
from benchmarks.search_archive import GrowingArchive

ARTICLES = 200_000
_ANALYSTS, _CLICKS, _PAUSE, _PORT = 8, 36, 1.0, 8790
_PAGE = ROOT / "docs" / "desk.md"
_MARKS = ("<!-- written by python -m benchmarks.desk -->", "<!-- end -->")
_WORDS = (
    "光伏",
    "招商",
    "项目 建设",
    "园区 企业",
    "安全生产",
    "绿色 低碳",
    "半导体 OR 光电",
    "人才 -招聘",
    "产业园",
    "签约",
)
_RUNAWAYS = 5
_QUESTIONS = ("articles_by_month", "sources", "without_source", "last_runs")
_RUNAWAY = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t"
Took = dict[str, list[float]]


def main(file: Path | None) -> None:
    """Builds the archive if need be, measures, and writes what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        path = file or Path(folder) / "archive.db"
        if not path.exists():
            _build(path)
        text = _measured(path)
    print(text)
    before, _, after = _PAGE.read_text("utf-8").partition(_MARKS[0])
    _PAGE.write_text(f"{before}{_MARKS[0]}\n{text}\n{_MARKS[1]}{after.partition(_MARKS[1])[2]}", encoding="utf-8")


def _build(path: Path) -> None:
    """An archive of articles with what the pages of the desk need besides."""
    with closing(GrowingArchive(path, news(ARTICLES))) as archive:
        archive.grow_to(ARTICLES)
    with closing(Writer(str(path))) as writer, writer._transaction() as db:
        capture = {"digest": "0", "size": 1, "codec": "zstd", "data": b""}
        db.execute(Model.metadata.tables["capture"].insert(), capture)
        charted.rebuild(db)


def _measured(path: Path) -> str:
    took: Took = defaultdict(list)
    peak, cut = 0.0, []
    with _served(path) as server, _crawled(path) as stop:
        for each in _steps(Random(0)):  # what the disk has not read yet is read once
            _click(*each)
        analysts = [Thread(target=_analyst, args=(number, took)) for number in range(_ANALYSTS)]
        for analyst in analysts:
            analyst.start()
        while any(analyst.is_alive() for analyst in analysts):
            peak = max(peak, _memory(server))
            if len(cut) < _RUNAWAYS:
                cut.append(_click("", f"/archive?sql={quote(_RUNAWAY)}"))
            time.sleep(0.2)
        crawled = stop()
    return _table(took, cut, peak, crawled)


def _table(took: Took, cut: list[float], peak: float, crawled: int) -> str:
    everything = sorted(seconds for each in took.values() for seconds in each)
    lines = [
        f"{_ANALYSTS} analysts, {_CLICKS} clicks each, {_PAUSE} s apart on average; {ARTICLES:,} invented articles",
        f"of 40 sites, while a crawl archived {crawled} more; {machine()}, load average",
        f"{os.getloadavg()[0]:.0f} at the end. Milliseconds to the first byte.",
        "",
        "| page | clicks | median | p95 | longest |",
        "|---|---|---|---|---|",
        *(_row(kind, sorted(seconds)) for kind, seconds in took.items()),
        _row("**all**", everything),
        "",
        f"The server and its processes for SQL had at most {peak:.0f} MB together. {len(cut)} endless queries, asked",
        f"meanwhile, each of which may take 1 s, were answered after {min(cut):.2f} to {max(cut):.2f} s.",
    ]
    return "\n".join(lines)


def _row(kind: str, ordered: list[float]) -> str:
    at = [ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1e3 for share in (0.5, 0.95, 1)]
    return f"| {kind} | {len(ordered)} | " + " | ".join(f"{each:.0f}" for each in at) + " |"


def _analyst(number: int, took: Took) -> None:
    """Clicks from page to page, with a look at each."""
    draw = Random(number)
    clicks = 0
    while clicks < _CLICKS:
        for kind, path in _steps(draw):
            took[kind].append(_click(kind, path))
            clicks += 1
            time.sleep(draw.uniform(0, 2 * _PAUSE))


def _steps(draw: Random) -> Iterator[tuple[str, str]]:
    words = quote(draw.choice(_WORDS))
    yield "first page", "/"
    yield "search", f"/search?q={words}"
    yield "search, by a filter", f"/search?q={words}&site=site{draw.randrange(40):02}"
    yield "search, by a year", f"/search?q={words}&year={draw.randrange(2015, 2026)}"
    yield "search, page 3", f"/search?q={words}&page=3"
    yield "search, most relevant", f"/search?q={words}&order=relevance"
    for _ in range(3):
        yield "article", f"/article?url={quote(f'http://www.example.cn/t{draw.randrange(1, ARTICLES)}.html', safe='')}"
    yield "changes", "/changes"
    yield "runs", "/runs"
    yield "feed", f"/feed.atom?q={words}"
    yield "charts", "/charts"
    yield "question in SQL", f"/archive/{draw.choice(_QUESTIONS)}"


def _click(kind: str, path: str) -> float:
    """Seconds to the first byte; raises RuntimeError where a page is none. What has no name may fail."""
    with closing(HTTPConnection("127.0.0.1", _PORT, timeout=60)) as connection:
        began = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        seconds = time.perf_counter() - began
        response.read()
    if kind and response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    return seconds


@contextmanager
def _served(path: Path) -> Iterator[psutil.Process]:
    command = [sys.executable, "-m", "zonenews", "serve", "--archive", str(path), "--port", str(_PORT)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                _click("first page", "/")
                break
            except OSError:
                time.sleep(0.2)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _crawled(path: Path) -> Iterator[Callable[[], int]]:
    """Another process that archives articles meanwhile; gives a function that ends it, and says how many it was."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=crawl_on, args=(str(path), theirs), daemon=True)
    process.start()
    ours.recv()

    def stop() -> int:
        ours.send("stop")
        return int(ours.recv())

    yield stop
    process.join()


def _memory(server: psutil.Process) -> float:
    """MB of the server and its processes."""
    return float(sum(each.memory_info().rss for each in (server, *server.children())) / 1e6)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
