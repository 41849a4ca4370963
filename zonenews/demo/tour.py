"""The guided first run: serves the replica, crawls it with the real `scrapy crawl`, and shows what came of it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import zonenews
from archive import Archive, ArchiveError
from zonenews.demo.client import ReplicaClient
from zonenews.exits import Exit, Refused
from zonenews.screens.runs import run_view
from zonenews.screens.views import articles_table

SITE = "shangrao_jkq"
SECTIONS = ("/jkqzx/", "/tzgg/")
PORT = 8765
_CHECKOUT = Path(zonenews.__file__).parents[1]  # where scrapy.cfg is
_TODAY = date(2026, 11, 20)  # a fixed day, so that a second tour finds the same site
_FAST = {"DOWNLOAD_DELAY": "0.01", "AUTOTHROTTLE_ENABLED": "False", "ADDRESSES_ALLOWED": "127.0.0.1/32"}


@dataclass(frozen=True, slots=True)
class Tour:
    """Where a tour serves, and where it leaves its files."""

    folder: Path
    port: int

    @property
    def archive(self) -> Path:
        """The archive's path."""
        return self.folder / "zonenews.db"

    @property
    def export(self) -> Path:
        """The path of the JSON Lines."""
        return self.folder / "articles.jsonl"

    @property
    def log(self) -> Path:
        """The path of the crawls' log."""
        return self.folder / "crawl.log"

    @property
    def options(self) -> str:
        """What to add to the command for the same tour again."""
        folder = "" if self.folder == Path("demo").absolute() else f" --folder {_short(self.folder)}"
        return folder + ("" if self.port == PORT else f" --port {self.port}")

    @property
    def url(self) -> str:
        """The address of the replica."""
        return f"http://127.0.0.1:{self.port}"


def take(tour: Tour, console: Console, *, news: int = 0) -> int:
    """One tour; `news` articles are published before the crawl. Gives the crawl's exit code."""
    tour.folder.mkdir(exist_ok=True)
    with _served(tour), tour.log.open("a", encoding="utf-8") as log:
        if news:
            ReplicaClient(tour.url).publish(news)
        console.print(f"A replica of a development zone's site is served at [bold]{tour.url}{SECTIONS[0]}[/]")
        code = _crawl(tour, console, log)
    if code not in {Exit.COMPLETE, Exit.PARTIAL}:
        raise Refused(Exit(code), f"the crawl did not complete: {_last_line(tour.log)} (more in {_short(tour.log)})")
    with Archive(str(tour.archive)) as archive:
        count = archive.export(tour.export)
        _show(tour, archive, console, count)
    return code


@contextmanager
def _served(tour: Tour) -> Iterator[None]:
    """The replica in a process of its own; it says a line when it serves."""
    command = [sys.executable, "-m", "zonenews.demo", "--port", str(tour.port), "--today", _TODAY.isoformat()]
    server = subprocess.Popen(
        command, cwd=_CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert server.stdout
    try:
        if not server.stdout.readline():
            raise _not_served(tour, server.communicate(timeout=10)[1])
        yield
    finally:
        server.terminate()
        server.communicate(timeout=10)


def _not_served(tour: Tour, said: str) -> Refused:
    if "address already in use" in said:
        another = f"zonenews demo --port {tour.port + 1}"
        return Refused(Exit.CONFIGURATION, f"port {tour.port} is taken; give another: {another}")
    why = said.strip().splitlines() or ["it said nothing"]
    return Refused(Exit.CONFIGURATION, f"the replica cannot be served at port {tour.port}: {why[-1]}")


def _crawl(tour: Tour, console: Console, log: IO[str]) -> int:
    sections = " ".join(tour.url + path for path in SECTIONS)
    command = [sys.executable, "-m", "scrapy", "crawl", SITE, "-a", f"url={sections}"]
    for name, value in _FAST.items():
        command += ["-s", f"{name}={value}"]
    console.print(f"scrapy crawl {SITE} -a url='{sections}'", style="dim", soft_wrap=True)
    env = {**os.environ, "ZONENEWS_ARCHIVE": str(tour.archive)}
    crawl = subprocess.Popen(command, cwd=_CHECKOUT, stderr=subprocess.STDOUT, stdout=log, env=env)
    try:
        _watch(tour, console, crawl)
    finally:
        crawl.terminate()
    return crawl.wait()


def _watch(tour: Tour, console: Console, crawl: subprocess.Popen[bytes]) -> None:
    """Shows how many of the addresses met so far are settled, until the crawl ends."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("addresses settled", total=None)
        while crawl.poll() is None:
            time.sleep(0.25)
            states = _states(tour)
            progress.update(
                task, total=sum(states.values()) or None, completed=sum(states.values()) - states.get("pending", 0)
            )
        states = _states(tour)
        progress.update(task, total=sum(states.values()), completed=sum(states.values()) - states.get("pending", 0))


def _states(tour: Tour) -> dict[str, int]:
    try:
        with Archive(str(tour.archive)) as archive:
            return archive.states()
    except ArchiveError:  # the crawl is just making it
        return {}


_ASKED = """
SELECT count(CASE WHEN w.kind = 'article' AND f.status IS NOT NULL THEN 1 END) AS articles,
       count(CASE WHEN w.kind IS NULL AND f.outcome = 'not_modified' THEN 1 END) AS same_lists
FROM "fetch" f LEFT JOIN frontier w ON w.url_id = f.url_id WHERE f.run = :run
"""  # a list page has no state of its own, and one that is as it was counts as no page of a walk


def _show(tour: Tour, archive: Archive, console: Console, count: int) -> None:
    run = archive.run(archive.runs(limit=1)[0]["id"])
    (asked,) = archive.query(_ASKED, run=run["id"])
    fetched, lists = asked["articles"], run["list_pages"] + asked["same_lists"]
    console.print()
    console.print(run_view(run))
    console.print()
    console.print(
        f"{lists} list pages and {fetched} article pages were fetched"
        + ("; nothing was fetched twice." if fetched == 0 else ".")
    )
    console.print()
    console.print(articles_table(archive.articles(newest_first=True, limit=10)))
    console.print()
    address = next(archive.articles(newest_first=True, limit=1))["url"]
    where = f"--archive {_short(tour.archive)}"
    for what, words in (
        ("the archive (SQLite)", _short(tour.archive)),
        (f"{count} articles as JSON Lines", _short(tour.export)),
        ("read one", f".venv/bin/zonenews show {address} {where}"),
        ("the runs so far", f".venv/bin/zonenews runs {where}"),
        ("in a browser", f".venv/bin/zonenews serve {where}"),
        ("three new articles appear", f".venv/bin/zonenews demo --news 3{tour.options}"),
        ("a real section", "ZONENEWS_CONTACT=you@example.org .venv/bin/scrapy crawl zone -a url=<list page>"),
    ):
        console.print(f"{what:26} [bold]{words}[/]", soft_wrap=True, highlight=False)


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[-1].removeprefix("zonenews: ") if lines else "it said nothing"


def _short(path: Path) -> str:
    return os.path.relpath(path)
