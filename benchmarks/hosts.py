"""How many hosts, each asked once a second, one process carries; and what a process for each host takes."""

import asyncio
import logging
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import psutil  # type: ignore[import-untyped]

from benchmarks.measure import ROOT, machine, spent_by
from benchmarks.soak.crawls import Crawls, run_on_reactor
from benchmarks.soak.sites import Sites

_TODAY = date(2026, 11, 20)
_HOSTS = (10, 50, 100, 200)
_WARM, _LONG = 20.0, 30.0  # seconds: until all of them run, and while they are watched
_PAGES = 60


@dataclass(frozen=True, slots=True)
class Carried:
    """What one process did for so many hosts; `rate` is requests a second and host, `cpu` the share of one core."""

    hosts: int
    rate: float
    cpu: float
    memory: float


def hosts_figures() -> str:
    """A table, in Markdown."""
    found = [_measured(hosts) for hosts in _HOSTS]
    lines = [f"Each host is asked once a second, without jitter; {machine()}.", ""]
    lines += ["| hosts | requests a second and host | CPU: share of a core | CPU a request | memory |"]
    lines += ["|---|---|---|---|---|"]
    lines += [_row(one) for one in found]
    largest = found[-1]
    room = largest.rate * largest.hosts / largest.cpu
    return "\n".join(
        [*lines, "", f"At the CPU of the last row, one core is full at about **{room:.0f} hosts**.", "", _own()]
    )


def _row(one: Carried) -> str:
    each = one.cpu / one.rate / one.hosts * 1000
    return f"| {one.hosts} | {one.rate:.2f} | {one.cpu:.0%} | {each:.1f} ms | {one.memory:.0f} MB |"


def _own() -> str:
    """A process of its own for a host, as `zonenews crawl` starts them."""
    with Sites(1, _PAGES, _TODAY) as sites, tempfile.TemporaryDirectory() as folder:
        crawl = [sys.executable, "-m", "scrapy", "crawl", "zone", "-a", f"url={sites.urls[0]}"]
        given = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False", "ADDRESSES_ALLOWED=127.0.0.0/8", "LOG_LEVEL=ERROR")
        spent = spent_by(
            [*crawl, *(word for pair in given for word in ("-s", pair))],
            env={"ZONENEWS_ARCHIVE": str(Path(folder) / "zonenews.db")},
        )
    return (
        "A process of its own for each host, as `zonenews crawl --jobs N` starts them, with the one that reads its "
        f"pages: **{spent.memory:.0f} MB**, and {spent.cpu:.1f} s of CPU for {_PAGES} articles, most of it to start."
    )


def _measured(hosts: int) -> Carried:
    """In a process of its own: a reactor runs once."""
    command = [sys.executable, "-m", "benchmarks.hosts", str(hosts)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return Carried(**orjson.loads(done.stdout))


def _carry(hosts: int) -> Carried:
    """Crawls so many hosts in this process and watches it."""
    logging.getLogger().setLevel(logging.CRITICAL)
    found: list[Carried] = []
    with Sites(hosts, _PAGES, _TODAY) as sites, tempfile.TemporaryDirectory() as folder:
        crawls = Crawls(str(Path(folder) / "zonenews.db"), hosts, **_at_one_a_second())

        async def work() -> None:
            running = [asyncio.ensure_future(crawls.crawl(url)) for url in sites.urls]
            await asyncio.sleep(_WARM)
            found.append(await _watched(hosts, sites))
            await crawls.stop()
            await asyncio.wait(running)

        run_on_reactor(work)
    return found[0]


def _at_one_a_second() -> dict[str, Any]:
    return {"DOWNLOAD_DELAY": 1, "DOWNLOAD_DELAY_JITTER": 0, "AUTOTHROTTLE_ENABLED": False, "STOP_SECONDS": 2}


async def _watched(hosts: int, sites: Sites) -> Carried:
    sites.asked()
    began, cpu = time.monotonic(), time.process_time()
    await asyncio.sleep(_LONG)
    seconds, spent = time.monotonic() - began, time.process_time() - cpu
    asked = sites.asked()["requests"]
    memory = psutil.Process(os.getpid()).memory_info().rss / 2**20
    return Carried(hosts, asked / seconds / hosts, spent / seconds, memory)


if __name__ == "__main__":
    print(orjson.dumps(asdict(_carry(int(sys.argv[1])))).decode())
