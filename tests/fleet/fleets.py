"""A fleet of the tests' own: site files for replicas, `zonenews enqueue`, and `zonenews worker` as processes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from crawling import FAST, ROOT
from psycopg.rows import dict_row

from zonenews.demo.client import ReplicaClient
from zonenews.fleet.queue import conninfo_of

_SITE = '''"""A replica."""

from datetime import date
from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class Site(ZoneSpider):
    """A replica."""

    name = "{name}"
    profile: ClassVar[Profile] = Profile(sections=(Section("{url}"),), checked=date(2026, 11, 1), drawn={drawn})
'''
JOBS = "SELECT id, queueing_lock AS site, lock, status::text, attempts, priority, scheduled_at FROM procrastinate_jobs"


@dataclass
class Fleet:
    """The archive at `url`; `folder` is for site files and logs."""

    url: str
    folder: Path
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    # a machine of its own as for host locks: other tests crawl the same addresses of loopback meanwhile
    temporary: str = field(default_factory=lambda: tempfile.mkdtemp(prefix="zn-"))

    def sites(self, replicas: Sequence[ReplicaClient], *, drawn: tuple[str, ...] = ()) -> list[str]:
        """Writes a site file for each replica, whose pages of these kinds a browser draws; gives the sites' names."""
        package = self.folder / "fleet_sites"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").touch()
        names = [f"replica_{number}" for number in range(len(replicas))]
        for name, replica in zip(names, replicas, strict=True):
            text = _SITE.format(name=name, url=f"{replica.url}/jkqzx/", drawn=drawn)
            (package / f"{name}.py").write_text(text, "utf-8")
        self.settings |= FAST | {"SPIDER_MODULES": "fleet_sites", "READER_PROCESS": "False"}
        return names

    def enqueue(self, *words: str, code: int = 0, **settings: str) -> str:
        """Runs `zonenews enqueue`; gives what it printed."""
        command = [sys.executable, "-m", "zonenews", "enqueue", *words, *_pairs(self.settings | settings)]
        done = subprocess.run(command, cwd=ROOT, env=self.env(), capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def worker(
        self, *words: str, name: str = "one", jobs: int = 2, stalled: float = 3, **environment: str
    ) -> "subprocess.Popen[bytes]":
        """Starts `zonenews worker`."""
        options = ["--name", name, "--jobs", str(jobs), "--stalled", str(stalled), *words]
        with self.log(name).open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "zonenews", "worker", *options],
                cwd=ROOT,
                env=self.env(ZONENEWS_CONTACT=f"mailto:{name}@example.cn", **environment),
                stderr=log,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def log(self, name: str) -> Path:
        """What a worker said."""
        return self.folder / f"{name}.log"

    def env(self, **more: str) -> dict[str, str]:
        """The environment of an operator whose archive is this one."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
        plain["TMPDIR"] = self.temporary
        return {**plain, "ZONENEWS_ARCHIVE": self.url, "PYTHONPATH": str(self.folder), **more}

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """What the queue's tables, or `public.` ones of the archive, answer."""
        with psycopg.connect(conninfo_of(self.url), autocommit=True, row_factory=dict_row) as db:
            cursor = db.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def jobs(self) -> dict[str, dict[str, Any]]:
        """The newest job of each site."""
        return {row["site"]: row for row in self.rows(f"{JOBS} ORDER BY id")}

    def wait(self, until: Callable[[dict[str, dict[str, Any]]], bool], seconds: float = 60) -> None:
        """Waits until the jobs are so."""
        last = time.monotonic() + seconds
        while not until(jobs := self.jobs()):
            assert time.monotonic() < last, f"{jobs}\n{self.said()}"
            time.sleep(0.1)

    def said(self) -> str:
        """What all workers said."""
        return "\n".join(f"--- {log.name}\n{log.read_text('utf-8')}" for log in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        """Ends the workers."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGKILL)
            worker.wait(timeout=30)
        shutil.rmtree(self.temporary, ignore_errors=True)


def all_are(*statuses: str) -> Callable[[Mapping[str, Mapping[str, Any]]], bool]:
    """Whether every job is in one of these states."""
    return lambda jobs: bool(jobs) and {job["status"] for job in jobs.values()} <= set(statuses)


def _pairs(settings: Mapping[str, str]) -> list[str]:
    return [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
