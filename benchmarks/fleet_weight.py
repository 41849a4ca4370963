"""`python -m benchmarks.fleet_weight`: memory and connections of a worker and of each crawl; writes docs/fleet.md."""

import sys
import tempfile
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg

from benchmarks.measure import ROOT, machine, write_between

sys.path += [str(ROOT / "tests" / name) for name in (".", "crawl", "fleet")]
from fleets import Fleet
from many_sites import served_sites
from postgresql import running_server

_PAGE = ROOT / "docs" / "fleet.md"
_BEGIN, _END = "<!-- written by python -m benchmarks.fleet_weight -->\n", "<!-- end of the fleet's weight -->"
_CRAWLS, _ARTICLES = 3, 60
_WARM, _LOOKS = 20, 10  # seconds until pages come, and looks, one a second
_OPEN = """
SELECT count(*) FILTER (WHERE application_name = 'zonenews fleet'), count(*) FILTER (WHERE application_name = '')
FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def weighed() -> str:
    """What a worker that crawls some sites at their usual delay takes, in Markdown."""
    with (
        running_server() as server, server.database() as url, tempfile.TemporaryDirectory() as folder,
        served_sites(_CRAWLS, _ARTICLES) as replicas,
    ):  # fmt: skip
        fleet = Fleet(url, Path(folder))
        names = fleet.sites(replicas)
        fleet.enqueue(*names, DOWNLOAD_DELAY="1", READER_PROCESS="True")
        worker = psutil.Process(fleet.worker(jobs=_CRAWLS).pid)
        time.sleep(_WARM)
        own, crawling, memory, crawls = 0, 0, 0.0, 0.0
        for _ in range(_LOOKS):
            time.sleep(1)
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
                row = db.execute(_OPEN).fetchone()
            assert row
            own, crawling = max(own, row[0]), max(crawling, row[1])
            memory = max(memory, _megabytes([worker]))
            crawls = max(crawls, _megabytes(worker.children(recursive=True)))
        fleet.close()
    return (
        f"| | memory | connections |\n|---|---|---|\n| a worker | {memory:.0f} MB | {own} |\n"
        f"| each crawl, with its reader | {crawls / _CRAWLS:.0f} MB | {crawling / _CRAWLS:g} |\n\n"
        f"{_CRAWLS} crawls at a second's delay; the most of {_LOOKS} looks. Memory is that of each process (RSS), "
        f"what they share counted in each; {machine()}.\n"
    )


def _megabytes(processes: list[psutil.Process]) -> float:
    return float(sum(each.memory_info().rss for each in processes)) / 2**20


def main() -> None:
    """Weighs, and writes the page."""
    text = weighed()
    print(text)
    write_between(_PAGE, _BEGIN, text, _END)


if __name__ == "__main__":
    main()
