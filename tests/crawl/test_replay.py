"""What a crawl archived is exported as WARC, found whole by others' checks, and replayed by pywb byte for byte."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from crawling import Crawl, sections, served
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.checker import Checker

from archive import Archive
from benchmarks.workers import python_with
from zonenews.demo.client import ReplicaClient

PYWB = Path(__file__).with_name("pywb.txt")
pytestmark = pytest.mark.slow
_open = build_opener(ProxyHandler({})).open


class Kept(NamedTuple):
    """A fetch whose bytes are in the archive."""

    url: str
    at: str
    digest: str
    title: str | None


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two sections in two charsets, crawled twice; an article was edited between."""
    crawl = Crawl(tmp_path_factory.mktemp("replay") / "zonenews.db")
    with served("--articles", "130") as replica:
        assert crawl(url=sections(replica)).code == 0
        _edit(replica, crawl)
        assert crawl(url=sections(replica)).code == 0
    return crawl.archive


def _edit(replica: ReplicaClient, crawl: Crawl) -> None:
    time.sleep(1.1)  # pywb tells captures of an address apart by the second
    crawl.expire(replica.edit())


@pytest.fixture(scope="module")
def kept(archive: Path) -> list[Kept]:
    """What should be replayed."""
    query = """SELECT f.final_url AS url, f.at, c.digest, a.title
               FROM "fetch" f JOIN capture c ON c.digest = f.body_digest LEFT JOIN v_article a ON a.capture = c.digest
               WHERE f.status = 200 ORDER BY f.id"""
    with Archive(str(archive)) as opened:
        return [Kept(**row) for row in opened.query(query)]


@pytest.fixture(scope="module")
def warc(archive: Path) -> Path:
    """The export."""
    file = archive.with_name("pages.warc.gz")
    command = [
        sys.executable,
        "-m",
        "zonenews",
        "export",
        "--format",
        "warc",
        "--archive",
        str(archive),
        "-o",
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return file


@pytest.fixture(scope="module")
def replay(warc: Path) -> Iterator[str]:
    """The address of a pywb that knows nothing but the export."""
    folder = warc.parent / "pywb"
    folder.mkdir()
    programs = Path(python_with(PYWB)).parent
    for order in (["init", "zone"], ["add", "zone", str(warc)]):
        subprocess.run([str(programs / "wb-manager"), *order], cwd=folder, check=True, capture_output=True)
    with _pywb(programs, folder) as url:
        yield f"{url}/zone"


@contextmanager
def _pywb(programs: Path, folder: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(programs / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _await(url: str) -> None:
    for _ in range(300):
        try:
            _open(url, timeout=5).close()
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("pywb did not start")


def _replayed(replay: str, page: Kept, manner: str) -> bytes:
    second = re.sub(r"\D", "", page.at)[:14]
    assert datetime.strptime(second, "%Y%m%d%H%M%S")  # noqa: DTZ007 - UTC, as pywb names moments
    with _open(f"{replay}/{second}{manner}/{page.url}", timeout=30) as response:
        assert response.status == 200
        return bytes(response.read())


def test_dictionaries_were_at_work(archive: Path) -> None:
    with Archive(str(archive)) as opened:
        rows = list(opened.query("SELECT dictionary IS NULL AS alone, count(*) AS n FROM capture GROUP BY 1"))
    counts = {row["alone"]: row["n"] for row in rows}
    assert counts[0] > 5 * counts[1]


def test_warcio_and_fastwarc_find_nothing_wrong(warc: Path, kept: list[Kept]) -> None:
    class Options:
        inputs = (str(warc),)
        verbose = False

    checker = Checker(Options())
    checker.process_all()
    assert checker.exit_value == 0
    types = WarcRecordType.response | WarcRecordType.revisit
    with warc.open("rb") as file:
        found = [record.verify_block_digest() for record in ArchiveIterator(file, record_types=types, parse_http=False)]
    assert found
    assert all(found)
    assert len(found) >= len(kept)


def test_every_page_is_replayed_as_it_was_archived(replay: str, archive: Path, kept: list[Kept]) -> None:
    different = []
    with Archive(str(archive)) as opened:
        for page in kept:
            if _replayed(replay, page, "id_") != opened.capture(page.digest):
                different.append(page)
    assert different == []
    assert len(kept) > 150


def test_articles_are_shown_with_their_links_rewritten(replay: str, kept: list[Kept]) -> None:
    articles = [page for page in kept if page.title][::20]
    assert len(articles) > 5
    for page in articles:
        shown = _replayed(replay, page, "mp_")
        assert page.title
        assert page.title.encode() in shown or page.title.encode("gb18030") in shown
        assert b"/zone/" in shown


def test_both_states_of_an_edited_article_are_replayed(replay: str, kept: list[Kept]) -> None:
    by_url: dict[str, list[Kept]] = {}
    for page in kept:
        by_url.setdefault(page.url, []).append(page)
    (first, second), *_ = [pages for pages in by_url.values() if len(pages) == 2 and pages[0].digest != pages[1].digest]
    assert _replayed(replay, first, "id_") != _replayed(replay, second, "id_")
