"""Starts replicas and crawls as a user would: as processes, through their commands."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import measuring
import orjson

from archive import Archive
from archive.sqlite import library
from zonenews.demo.client import ReplicaClient

ROOT = Path(__file__).parents[2]
WEIGH = Path(__file__).parents[1] / "run_and_weigh.py"
FAST = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "ADDRESSES_ALLOWED": "127.0.0.0/8",
    "LOG_LEVEL": "WARNING",
}


@dataclass(frozen=True)
class Ended:
    """How a crawl ended."""

    code: int
    said: str
    peak: int = 0

    @property
    def reason(self) -> str:
        """The one line the command ends with."""
        return self.said.strip().splitlines()[-1] if self.said.strip() else ""


@dataclass(frozen=True)
class Crawl:
    """Runs `scrapy crawl` into one archive."""

    archive: Path

    def __call__(self, spider: str = "zone", url: str | None = None, **settings: str) -> Ended:
        """Crawls to the end; keyword arguments are settings."""
        started, (told, tell) = time.monotonic(), os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-S", str(WEIGH), str(tell), *self.command(spider, url, **settings)],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            pass_fds=[tell],
            start_new_session=True,
        )
        os.close(tell)
        with patience(process, 110):
            said = process.communicate()[1]
        with open(told, "rb") as weighed:  # noqa: PTH123 - a descriptor, no path
            peak = int(weighed.read() or 0)
        measuring.crawled(process.returncode, time.monotonic() - started, peak)
        return Ended(process.returncode, said, peak)

    def expire(self, url: str) -> None:
        """Makes a known address due now."""
        self._change("UPDATE frontier SET due = updated WHERE url_id = (SELECT id FROM url WHERE url = ?)", url)

    def fetched(self) -> list[str]:
        """The addresses that were fetched, in the order of their answers."""
        return [url for (url,) in self._change("SELECT final_url FROM fetch ORDER BY id")]

    def missing(self, url: str) -> int:
        """In how many runs an address was missing beside one that was there."""
        found = self._change(
            "SELECT missing_count FROM frontier WHERE url_id = (SELECT id FROM url WHERE url = ?)", url
        )
        return int(found[0][0])

    def _change(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        connection = library().connect(str(self.archive))
        with connection:
            found: list[tuple[Any, ...]] = connection.execute(query, values).fetchall()
        connection.close()
        return found

    def start(self, spider: str = "zone", url: str | None = None, **settings: str) -> subprocess.Popen[str]:
        """Starts a crawl and gives its process."""
        command = self.command(spider, url, **settings)
        return subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def command(self, spider: str, url: str | None, **settings: str) -> list[str]:
        """The command line; lower-case keywords are spider arguments."""
        command = [sys.executable, "-m", "scrapy", "crawl", spider, *(["-a", f"url={url}"] if url else [])]
        for name, value in (FAST | settings).items():
            command += ["-s" if name.isupper() else "-a", f"{name}={value}"]
        return command

    @property
    def env(self) -> dict[str, str]:
        """The environment of a user without a contact set."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
        return {**plain, "ZONENEWS_ARCHIVE": str(self.archive)}

    def rows(self) -> list[dict[str, Any]]:
        """The JSON Lines of the archive, by way of the export command."""
        file = self.archive.with_suffix(".jsonl")
        command = [sys.executable, "-m", "zonenews", "export", "--archive", str(self.archive), "-o", str(file)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return [orjson.loads(line) for line in file.read_bytes().splitlines()]

    def last_run(self) -> dict[str, Any]:
        """The newest run's whole story."""
        with Archive(str(self.archive)) as archive:
            return archive.run(archive.runs(limit=1)[0]["id"])

    def states(self) -> dict[str, int]:
        """How many addresses are in each state."""
        with Archive(str(self.archive)) as archive:
            return archive.states()


# What every process of a crawl does when it starts: this page is read in another way
_SPOILT = """
import pathlib, time
import zonenews.extraction as package, zonenews.extraction.article as module

sound = module.extract_article

def extract_article(body, url, *args, **values):
    if url == {url!r}:
        {instead}
    return sound(body, url, *args, **values)

extract_article.__module__ = sound.__module__
package.extract_article = module.extract_article = extract_article
"""


def spoilt_extractor(folder: Path, url: str, instead: str) -> dict[str, str]:
    """Variables with which a crawl does something else, a statement, before it reads the page at an address."""
    (folder / "sitecustomize.py").write_text(_SPOILT.format(url=url, instead=instead))
    return {"PYTHONPATH": f"{folder}:{ROOT}"}


@contextmanager
def patience(process: subprocess.Popen[str], seconds: float) -> Iterator[None]:
    """Kills a process that takes longer, with those it started."""
    timer = Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def served(*options: str) -> Iterator[ReplicaClient]:
    """A replica in a process of its own; it ends with the block."""
    command = [sys.executable, "-m", "zonenews.demo", "--port", "0", "--today", "2026-11-20", *options]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        said = server.stdout.readline().split()
        parts = urlsplit(next(word for word in said if word.startswith("http://")))
        yield ReplicaClient(f"{parts.scheme}://{parts.netloc}")
    finally:
        server.terminate()
        server.communicate(timeout=10)


def sections(replica: ReplicaClient) -> str:
    """The list pages of the whole replica, as `-a url=` takes them."""
    return f"{replica.url}/jkqzx/ {replica.url}/tzgg/"


def article_requests(replica: ReplicaClient) -> list[str]:
    """The article pages that were asked for since the last reset of the log."""
    return [line["path"] for line in replica.log() if is_article(line["path"])]


def list_requests(replica: ReplicaClient) -> list[str]:
    """The list pages that were asked for."""
    return [line["path"] for line in replica.log() if not is_article(line["path"]) and line["path"] != "/robots.txt"]


def is_article(path: str) -> bool:
    """Whether a path is an article's and no list page's."""
    last = path.rpartition("/")[2]
    return bool(last) and not last.startswith(("index", "list", "robots"))
