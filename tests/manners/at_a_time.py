"""Runs `scrapy crawl` under another clock: `python at_a_time.py MOMENT READINGS JUMP crawl <site> …`.

The clock says MOMENT when it is first read, and goes on from there; after so many readings it jumps by JUMP seconds.
"""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawling import Crawl, Ended

ROOT = Path(__file__).parents[2]
Jump = tuple[int, timedelta]


def crawl_at(
    crawl: "Crawl",
    now: datetime,
    spider: str,
    sites: str = "",
    *,
    jump: tuple[int, timedelta] | None = None,
    **more: str,
) -> "Ended":
    """Crawls as if it were that moment; `sites` is the folder of the test's own site files."""
    from crawling import Ended

    readings, by = jump or (0, timedelta(0))
    command = crawl.command(spider, more.pop("url", None), **({"SPIDER_MODULES": "examples"} if sites else {}), **more)
    words = [sys.executable, __file__, now.isoformat(), str(readings), str(by.total_seconds()), *command[3:]]
    env = {**crawl.env, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), sites]))}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=110, check=False)
    return Ended(done.returncode, done.stderr)


def main() -> None:
    """As the module says."""
    from scrapy.cmdline import execute

    from zonenews import clock

    moment, readings, jump = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    read, began = count(), 0.0

    def told() -> datetime:
        nonlocal began
        began = began or monotonic()
        jumped = jump if next(read) >= readings > 0 else 0.0
        return moment + timedelta(seconds=monotonic() - began + jumped)

    with clock.told_by(told):
        execute(["scrapy", *sys.argv[4:]])


if __name__ == "__main__":
    main()
