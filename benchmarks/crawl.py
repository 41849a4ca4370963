"""The archiving crawl of the replica beside a bare Scrapy spider that fetches the same pages and stores nothing."""

import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import ROOT, Spent, machine, middle, spent_by, spread

_PORT = 8791
URL = f"http://127.0.0.1:{_PORT}/jkqzx/"
FAST = ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "LOG_LEVEL=INFO"]
# eight connections to a host, as Scrapy's stock settings allow
FAST += ["-s", "ADDRESSES_ALLOWED=127.0.0.0/8", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8"]
# the settings of ours that a bare spider can have too
_OURS = ["-s", "CONCURRENT_ITEMS=4", "-s", "TELNETCONSOLE_ENABLED=False", "-s", "REMOTE_CONTROL_ENABLED=False"]
_OURS += ["-s", "COOKIES_ENABLED=False", "-s", "ROBOTSTXT_OBEY=True"]


def crawl_figures(articles: int = 2_000, rounds: int = 5) -> str:
    """A table of pages a second, in Markdown; the crawls take turns, so that a slow moment of the machine hits all."""
    rates: dict[str, list[float]] = {"stock": [], "ours": [], "zonenews": []}
    with served(articles):
        _bare([])  # the server makes each page at its first request
        for _ in range(rounds):
            rates["stock"].append(_rate(_bare(["-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16"])))
            rates["ours"].append(_rate(_bare([*_OURS, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8"])))
            rates["zonenews"].append(_rate(_archiving()))
    ratio = {name: [ours / bare for ours, bare in zip(rates["zonenews"], rates[name], strict=True)] for name in rates}
    lines = [f"{articles:,} articles, {rounds} rounds, the crawls in turn; {machine()}.", ""]
    lines += ["| crawl | pages/s: median (range) | archiving crawl ÷ this one |", "|---|---|---|"]
    for name, title in (
        ("stock", "bare spider, Scrapy's stock settings"),
        ("ours", "bare spider, with our settings"),
        ("zonenews", "**zonenews, archiving everything**"),
    ):
        lines.append(f"| {title} | {spread(rates[name])} | {middle(ratio[name]):.2f} |")
    return "\n".join(lines)


def memory_figures(articles: int = 10_000) -> str:
    """Peak memory of one archiving crawl."""
    with served(articles):
        spent = _archiving()
    return (
        f"Peak memory of the crawl of {articles:,} articles: **{spent.memory:.0f} MB** "
        f"({_rate(spent):.0f} pages/s, {spent.cpu:.0f} s of CPU)."
    )


@contextmanager
def served(articles: int) -> Iterator[None]:
    """The replica at scale, in a process of its own."""
    command = [sys.executable, "-m", "zonenews.demo", "--sites", "1", "--articles", str(articles)]
    command += ["--template", "seed", "--charset", "utf-8", "--port", str(_PORT)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _await_server()
        yield
    finally:
        server.terminate()
        server.wait(10)


def _await_server() -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(URL, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the replica did not start")


def _bare(settings: list[str]) -> Spent:
    spider = str(Path(__file__).with_name("bare_spider.py"))
    command = [sys.executable, "-m", "scrapy", "runspider", spider, "-a", f"url={URL}", *settings]
    # away from the project's settings: Scrapy's own count
    return spent_by(command, env={"SCRAPY_SETTINGS_MODULE": "benchmarks.stock_settings"})


def _archiving() -> Spent:
    with tempfile.TemporaryDirectory() as folder:
        return archiving_crawl(Path(folder) / "bench.db")


def archiving_crawl(path: Path) -> Spent:
    """The real `scrapy crawl` of the served replica into an archive."""
    command = [sys.executable, "-m", "scrapy", "crawl", "zone", "-a", f"url={URL}", *FAST]
    return spent_by(command, env={"ZONENEWS_ARCHIVE": str(path)})


def _rate(spent: Spent) -> float:
    """Pages a second between Scrapy's own start and end: the interpreter's start-up is not counted for either."""
    count, seconds = (float(_stat(spent, name)) for name in ("downloader/response_count", "elapsed_time_seconds"))
    return count / seconds


def _stat(spent: Spent, name: str) -> str:
    found = re.search(rf"'{re.escape(name)}': ([\d.]+)", spent.output)
    if not found:
        raise RuntimeError(f"no {name} in:\n{spent.output[-2000:]}")
    return found[1]


if __name__ == "__main__":
    print(crawl_figures())
    print(memory_figures())
