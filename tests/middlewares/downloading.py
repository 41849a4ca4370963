"""Crawls addresses with the project's downloader in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Crawled:
    """What became of each address, the crawl's stats and its log."""

    outcomes: dict[str, dict[str, Any]]
    stats: dict[str, Any]
    log: str

    def __getitem__(self, url: str) -> dict[str, Any]:
        return self.outcomes[url]


Crawl = Callable[..., Crawled]


def crawl_urls(urls: list[str], *, hosts: list[str] | None = None, **settings: object) -> Crawled:
    """Crawls addresses; the hosts are every 127.0.0.x unless named."""
    named = [f"127.0.0.{number}" for number in range(256)] if hosts is None else hosts
    job = json.dumps({"urls": urls, "hosts": named, "settings": settings})
    command = [sys.executable, str(HERE / "crawl_urls.py")]
    surroundings = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, input=job, capture_output=True, text=True, cwd=ROOT, env=surroundings, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    result = json.loads(done.stdout)
    assert set(result["outcomes"]) == set(urls), "every address has an outcome"
    return Crawled(result["outcomes"], result["stats"], done.stderr)
