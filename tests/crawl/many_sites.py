"""Several replicas, each on a host of its own, and the `zonenews crawl` command run on them."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import orjson
from crawling import FAST, ROOT, Ended

from zonenews.demo.client import ReplicaClient

SITES = ("chengdu_gxq", "yantai_gxq", "yantai_jkq", "wuhan_jkq", "xian_gxq")  # any that have a file


@contextmanager
def served_sites(count: int, articles: int) -> Iterator[list[ReplicaClient]]:
    """So many replicas in one process, each on a loopback address of its own."""
    command = [sys.executable, "-m", "zonenews.demo", "--sites", str(count), "--spread", "hosts", "--port", "0"]
    command += ["--today", "2026-11-20", "--articles", str(articles)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        said = [server.stdout.readline().split()[1] for _ in range(count)]
        yield [ReplicaClient(urljoin(url, "/")) for url in said]
    finally:
        server.terminate()
        server.communicate(timeout=10)


def lists(replicas: list[ReplicaClient]) -> dict[str, str]:
    """The replicas' list pages under names of sites."""
    return {site: f"{replica.url}/jkqzx/" for site, replica in zip(SITES, replicas, strict=False)}


@dataclass(frozen=True)
class ManyCrawls:
    """Runs `zonenews crawl` into one archive; `urls` are the sites' list pages."""

    archive: Path
    urls: Mapping[str, str]

    def __call__(self, *words: str, **settings: str) -> Ended:
        """Crawls to the end; gives the code and what was printed."""
        done = subprocess.run(
            self.command(*words, **settings), cwd=ROOT, env=self.env, capture_output=True, timeout=110, check=False
        )
        return Ended(done.returncode, done.stdout.decode() + done.stderr.decode())

    def start(self, *words: str, **settings: str) -> "subprocess.Popen[bytes]":
        """Starts it and gives its process."""
        command = self.command(*words, **settings)
        return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def command(self, *words: str, **settings: str) -> list[str]:
        """The command line."""
        command = [sys.executable, "-m", "zonenews", "crawl", *words]
        for name, value in (FAST | {"SITE_URLS": orjson.dumps(dict(self.urls)).decode()} | settings).items():
            command += ["-s", f"{name}={value}"]
        return command

    @property
    def env(self) -> dict[str, str]:
        """The environment of a user without a contact set."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
        return {**plain, "ZONENEWS_ARCHIVE": str(self.archive)}
