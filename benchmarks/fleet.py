"""`python -m benchmarks.fleet`: how many pages a second one, two and three workers crawl; writes docs/fleet.md."""

import os
import resource
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT, machine, middle, server_cpu, write_between

sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "crawl"), str(ROOT / "tests" / "fleet")]
from fleets import Fleet, all_are
from many_sites import served_sites
from postgresql import running_server

_PAGE = ROOT / "docs" / "fleet.md"
_BEGIN, _END = "<!-- written by python -m benchmarks.fleet -->\n", "<!-- end of the fleet's figures -->"
_SITES, _ARTICLES, _FEW, _ROUNDS, _WORKERS = 12, 100, 5, 3, (1, 2, 3)
_SERVER = {"shared_buffers": "256MB", "autovacuum": "on"}
_LONGEST = 600.0  # seconds
_CRAWLED = """
SELECT (SELECT count(*) FROM public.fetch WHERE run IS NOT NULL) AS pages,
    (SELECT count(*) FROM public.run WHERE state = 'complete') AS complete,
    extract(epoch FROM max(ended::timestamptz) - min(started::timestamptz))::float AS seconds,
    avg(extract(epoch FROM ended::timestamptz - started::timestamptz))::float AS run FROM public.run
"""


@dataclass(frozen=True, slots=True)
class Crawled:
    """What so many workers did: requests a second from the first run's start to the last one's end, CPU in seconds."""

    pages: int
    seconds: float
    crawling: float
    serving: float


def main() -> None:
    """Measures, and writes the figures into the page."""
    load = os.getloadavg()[0]
    found: dict[int, list[Crawled]] = {workers: [] for workers in _WORKERS}
    small: list[Crawled] = []
    for _ in range(_ROUNDS):
        for workers, rounds in found.items():
            rounds.append(_measured(workers))
        small.append(_measured(1, _FEW))
    text = "\n".join([*_lines(found), "", _of_a_run(found[1], small), "", _about(load), ""])
    print(text)
    write_between(_PAGE, _BEGIN, text, _END)


def _lines(found: dict[int, list[Crawled]]) -> list[str]:
    lines = ["| workers | pages a second | of one worker | CPU of crawling a page | CPU of the database a page |"]
    lines.append("|---|---|---|---|---|")
    one = _rate(found[1])
    for workers, rounds in found.items():
        crawling = 1000 * middle([each.crawling / each.pages for each in rounds])
        serving = 1000 * middle([each.serving / each.pages for each in rounds])
        rate = _rate(rounds)
        lines.append(f"| {workers} | **{rate:.1f}** | {rate / one:.2f} | {crawling:.1f} ms | {serving:.1f} ms |")
    return lines


def _rate(rounds: list[Crawled]) -> float:
    return middle([one.pages / one.seconds for one in rounds])


def _of_a_run(large: list[Crawled], small: list[Crawled]) -> str:
    """What of the CPU is a run's, and what a page's: two sizes of sites give two equations."""
    pages = middle([one.pages / _SITES for one in large]), middle([one.pages / _SITES for one in small])
    spent = middle([one.crawling / _SITES for one in large]), middle([one.crawling / _SITES for one in small])
    page = (spent[0] - spent[1]) / (pages[0] - pages[1])
    return (
        f"Of the CPU of crawling, {spent[1] - page * pages[1]:.2f} s are a run's, whatever it finds, and "
        f"{1000 * page:.1f} ms a page's:\nthat is what sites of {_FEW} articles ({pages[1]:.0f} pages, "
        f"{spent[1]:.2f} s a run) say beside those of {_ARTICLES}\n({pages[0]:.0f} pages, {spent[0]:.2f} s)."
    )


def _about(load: float) -> str:
    return (
        f"{_SITES} sites of {_ARTICLES} articles, each a job, served on loopback by a process on the same machine,\n"
        "which carries the server, too; each worker runs one crawl at a time, without a delay. A page is a request;\n"
        "CPU of crawling is that of the workers and their crawls, with all starts. Medians of "
        f"{_ROUNDS} rounds in turn;\n{machine()}, load {load:.1f} before."
    )


def _measured(workers: int, articles: int = _ARTICLES) -> Crawled:
    with running_server(**_SERVER) as server, server.database() as url, tempfile.TemporaryDirectory() as folder:
        fleet = Fleet(url, Path(folder))
        with served_sites(_SITES, articles) as replicas:
            fleet.sites(replicas)
            fleet.enqueue("--all", READER_PROCESS="True", LOG_LEVEL="ERROR")
            before, served = _children(), server_cpu(url)
            _crawl(fleet, workers)
            spent, served = _children() - before, server_cpu(url) - served
        (found,) = fleet.rows(_CRAWLED)
    assert found["complete"] == _SITES, found
    return Crawled(found["pages"], found["seconds"], spent, served)


def _crawl(fleet: Fleet, workers: int) -> None:
    try:
        for number in range(workers):
            fleet.worker(name=f"worker{number}", jobs=1, stalled=30)
        fleet.wait(all_are("succeeded"), seconds=_LONGEST)
        for worker in fleet.workers:
            worker.send_signal(signal.SIGTERM)
            worker.wait(timeout=60)
    finally:
        fleet.close()


def _children() -> float:
    """CPU of all processes that we started and that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
