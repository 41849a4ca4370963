"""Every command of zonenews and scrapy that a document shows is carried out, on replicas and a server of the tests'.

The tutorial and the recipes are walked by tests of their own (test_tutorial.py, tests/export/test_recipes.py).
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from documents import PAGES, ROOT, commands, fenced

sys.path += [str(ROOT / "tests" / name) for name in ("crawl", "drift")]

from crawling import FAST, Crawl
from listeners import webhook
from many_sites import served_sites
from postgresql import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
WALKED_ELSEWHERE = {"tutorial.md", "recipes.md"}
ASKS_A_PUBLIC_SITE = {("probe", "--site", "suzhou_snd")}  # tests/probing has replicas probed
SITES = ("shangrao_jkq", "yantai_gxq", "wuhan_jkq")
SOON = {"REVISIT_FIRST_DAYS": "0", "REVISIT_LAST_DAYS": "0.0000001"}
CRAWLING = {("scrapy", "crawl"), ("zonenews", "crawl"), ("zonenews", "schedule")}
SHOWN = {
    page.name: [
        words
        for block in fenced(page, "sh", "bash", "console", "")
        for words in commands(block)
        if words[0] in {"zonenews", "scrapy"} and len(words) > 1 and tuple(words[1:]) not in ASKS_A_PUBLIC_SITE
    ]
    for page in PAGES
    if page.name not in WALKED_ELSEWHERE
}


@dataclass(frozen=True)
class Desk:
    """A folder in which a reader types what a document shows, after some days of crawls."""

    folder: Path
    article: str  # one that was edited
    lists: dict[str, str]  # the list page of each site that the documents name


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A folder with an archive, whose site has edited an article, and a saved page."""
    folder = tmp_path_factory.mktemp("crawled")
    with served_sites(len(SITES), 25) as replicas:
        lists = {site: f"{replica.url}/jkqzx/" for site, replica in zip(SITES, replicas, strict=True)}
        crawl = Crawl(folder / "zonenews.db")
        assert crawl(SITES[0], lists[SITES[0]], **SOON).code == 0
        article = replicas[0].edit()
        assert "1 changed" in crawl(SITES[0], lists[SITES[0]], **SOON).reason
        with urllib.request.urlopen(article) as answer:
            (folder / "page.html").write_bytes(answer.read())
        yield Desk(folder, article, lists)


@pytest.fixture
def desk(crawled: Desk, tmp_path: Path) -> Desk:
    """A copy of that folder as a checkout: the programs are where they are in one."""
    for name in ("zonenews.db", "demo/zonenews.db", "page.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(crawled.folder / Path(name).name, tmp_path / name)
    for name in (".venv", "scrapy.cfg"):
        (tmp_path / name).symlink_to(ROOT / name)
    return Desk(tmp_path, crawled.article, crawled.lists)


@pytest.mark.parametrize("page", sorted(page for page, shown in SHOWN.items() if shown))
def test_what_a_document_shows_is_carried_out(page: str, desk: Desk, postgresql: Server) -> None:
    with webhook() as hook, postgresql.database() as server:
        (desk.folder / "warc").mkdir()
        (desk.folder / "alerts").write_text(f"json://127.0.0.1:{hook.port}/")
        archive = server if page == "fleet.md" else str(desk.folder / "zonenews.db")
        with _worker(desk, archive, page == "fleet.md"):
            for words in SHOWN[page]:
                _carry_out(_meant(words, desk, server), desk, archive)
        assert page != "alerts.md" or len(hook.took) == 1


def _meant(words: list[str], desk: Desk, server: str) -> list[str]:
    """A command with addresses in the places that are left for them."""
    places = {
        r"(AN-)?ADDRESS|(文章)?地址|http://www\.example\.cn/xwzx/t1\.html": desk.article,
        r"(url=)(LIST-PAGE|列表页地址)": rf"\1{desk.lists[SITES[0]]}",
        r"LIST-PAGE": desk.lists[SITES[0]],
        r"postgresql\+psycopg://zonenews@db\.example\.cn/news": server.replace("\\", r"\\"),
        r"/srv/warc": str(desk.folder / "warc"),
        r"12(?=$)": "1" if words[1:3] == ["runs", "show"] else "12",
        r"example_jkq": SITES[0],
        r"通知公告": "经开区资讯",  # the section that was crawled
    }
    meant = []
    for word in words:
        found = next((pattern for pattern in places if re.fullmatch(pattern, word)), None)
        meant.append(re.sub(found, places[found], word) if found else word)
    return [*meant, *_settings(meant, desk)]


def _settings(words: list[str], desk: Desk) -> list[str]:
    """What lets a crawl go to the replicas."""
    enqueues_sites = words[:2] == ["zonenews", "enqueue"] and "--all" in words
    if tuple(words[:2]) not in CRAWLING and not enqueues_sites and "--schedule" not in words:
        return []
    given = {**FAST, "SITE_URLS": orjson.dumps(desk.lists).decode()}
    return [word for name, value in given.items() for word in ("-s", f"{name}={value}")]


def _carry_out(words: list[str], desk: Desk, archive: str) -> None:
    command = [str(Path(sys.executable).parent / words[0]), *words[1:]]
    if words[1] == "serve":
        with _running([*command, "--port", "0"], desk, archive) as said:
            assert "<title>Overview · zonenews</title>" in _page(said.split()[-1])
        return
    if words[1] == "worker":
        with _running(command, desk, archive):
            return
    done = subprocess.run(
        command, cwd=desk.folder, env=_env(desk, archive), input="y\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (words, done.stdout, done.stderr)


@contextmanager
def _worker(desk: Desk, archive: str, wanted: bool) -> Iterator[None]:
    """A worker beside the commands: some wait for what it does."""
    if not wanted:
        yield
        return
    command = [str(Path(sys.executable).parent / "zonenews"), "worker", "--jobs", "2"]
    with _running(command, desk, archive):
        yield


@contextmanager
def _running(command: list[str], desk: Desk, archive: str) -> Iterator[str]:
    """A program that goes on until it is told to stop; gives the first line that it says."""
    process = subprocess.Popen(
        command, cwd=desk.folder, env=_env(desk, archive), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr
    try:
        said = process.stderr.readline()
        assert said, (command, process.wait())
        yield said
        process.send_signal(signal.SIGTERM)
        _, more = process.communicate(timeout=60)
        assert process.returncode in {0, -signal.SIGTERM}, (command, said, more)
    finally:
        process.kill()
        process.communicate()


def _page(address: str) -> str:
    """What a server shows, which says where it will be a moment before it is there."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


def _env(desk: Desk, archive: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
    given = {"ZONENEWS_ARCHIVE": archive, "ZONENEWS_CONTACT": "mailto:you@example.org"}
    return {**plain, **given, "ZONENEWS_ALERTS": str(desk.folder / "alerts"), "HOME": str(desk.folder)}


def test_the_commands_that_are_walked_elsewhere_are_walked() -> None:
    """Both documents are there, and what asks a public site is shown by some document."""
    assert {page.name for page in PAGES} >= WALKED_ELSEWHERE
    shown = {tuple(words[1:]) for page in PAGES for block in fenced(page, "sh", "") for words in commands(block)}
    assert shown >= ASKS_A_PUBLIC_SITE
