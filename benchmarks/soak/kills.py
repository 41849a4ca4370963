"""Crawls that are killed at random moments, each followed by a plain one, until the whole site is archived."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from archive import Archive
from archive.sqlite import library
from benchmarks.measure import ROOT
from zonenews.demo.client import ReplicaClient

_PORT = 8792
_DELAY = 0.02
_MOST_REQUESTS = 36  # a crawl is killed before its first request, or after so many at the most
_PATIENCE = 120.0


@dataclass
class Survived:
    """What came of it; `restarts` are the seconds from a start to the first request."""

    articles: int
    kills: int = 0
    restarts: list[float] = field(default_factory=list)
    last_code: int = -1
    lost: int = 0
    twice: int = 0
    again: int = 0  # articles that were asked for more than once, because a kill came before their commit
    revisions: int = 0  # that no change of a page brought about
    problems: int = 0
    crashed_runs: int = 0
    seconds: float = 0.0


def kill_again_and_again(kills: int, articles: int, folder: Path, tell: Any = print) -> Survived:
    """Kills so many crawls, then lets one end."""
    dice, found, began = Random(kills), Survived(articles), time.monotonic()
    archive = folder / "zonenews.db"
    command = [sys.executable, "-m", "zonenews.demo", "--sites", "1", "--articles", str(articles), "--port", str(_PORT)]
    server = subprocess.Popen([*command, "--prepare"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        url = server.stdout.readline().split()[1]
        replica = ReplicaClient(f"http://127.0.0.1:{_PORT}")
        while found.kills < kills:
            _kill_one(archive, url, replica, dice, found)
            if found.kills % 10 == 0:
                tell(f"{found.kills} kills", flush=True)
        found.last_code = _start(archive, url).wait(600)
        asked = [line["path"] for line in replica.log() if "/t20" in line["path"]]
        truth = [line["url"] for line in replica.truth() if line["kind"] == "article"]
    finally:
        server.terminate()
        server.communicate()
    found.again = len(asked) - len(set(asked))
    _check(archive, truth, found)
    found.seconds = time.monotonic() - began
    return found


def _kill_one(archive: Path, url: str, replica: ReplicaClient, dice: Random, found: Survived) -> None:
    """One crawl: killed while it starts, or so many requests later and a moment after that."""
    before, wanted = len(replica.log()), dice.randrange(_MOST_REQUESTS)
    started, process = time.time(), _start(archive, url)
    until = time.monotonic() + _PATIENCE
    if wanted == 0:
        time.sleep(dice.uniform(0.1, 1.5))
    while wanted and len(replica.log()) - before < wanted and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(dice.uniform(0, 0.05))
    process.kill()
    process.wait()
    asked = replica.log()[before:]
    if asked:
        found.restarts.append(asked[0]["at"] - started)
    found.kills += 1


def _start(archive: Path, url: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "scrapy", "crawl", "zone", "-a", f"url={url}", "-s", f"DOWNLOAD_DELAY={_DELAY}"]
    command += ["-s", "AUTOTHROTTLE_ENABLED=False", "-s", "ADDRESSES_ALLOWED=127.0.0.0/8", "-s", "LOG_LEVEL=ERROR"]
    environment = {**os.environ, "ZONENEWS_ARCHIVE": str(archive)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def _check(archive: Path, truth: Sequence[str], found: Survived) -> None:
    with Archive(str(archive)) as opened:
        urls = [row["url"] for row in opened.articles()]
        found.problems = sum(1 for _ in opened.problems())
        found.crashed_runs = sum(run["state"] == "crashed" for run in opened.runs(limit=10_000))
    found.lost = len(set(truth) - set(urls))
    found.twice = len(urls) - len(set(urls))
    connection = library().connect(str(archive))
    found.revisions = connection.execute("SELECT count(*) FROM revision WHERE number > 1").fetchone()[0]
    sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    whole = connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    found.problems += not (sound and whole)
