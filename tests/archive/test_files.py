"""Kept files: on disk before their row commits, found when damaged, gone when forgotten, copied by a backup."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samples import HOST, SITE, Crawl, at, fetch, never, opened, page, reading, row, url_of

from archive import Archive, NotFound, Unusable, Writer
from archive.backup import back_up
from archive.files.records import WantedFile
from archive.files.store import FileStore, store_of
from archive.records import sha256
from zonenews.repair import repair

ON_SQLITE = pytest.mark.parametrize("archive_url", ["sqlite"], indirect=True)
PDF, PNG = b"%PDF-1.4 one", b"\x89PNG two"


class Keeping(Crawl):
    """A run of a site that keeps files."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(url)
        self.writer.close()
        self.folder = folder
        self.writer = Writer(url, wait=2, files=folder)
        self.run = self.writer.start_run(SITE, SITE, at(), "0.1")
        store = store_of(url, folder)
        assert store is not None
        self.store = store

    def shows(self, number: int, *files: WantedFile, minutes: float = 0) -> None:
        """Archives an article that shows files."""
        body = page(noise=number)
        of, said = fetch(url_of(number), minutes, body=body), reading(title=f"第{number}篇")
        self.writer.record_article(self.run, SITE, of, said, due=None, reread=never, files=files)

    def keep(self, url: str, body: bytes, minutes: float = 1, **values: Any) -> None:
        """Keeps what came for a file."""
        of = fetch(url, minutes, body=body, response_headers=(("Content-Type", "application/pdf"),), **values)
        part = self.writer.files.prepare(of)
        self.writer.files.record(self.run, SITE, of, part)
        part.close()

    def missed(self, url: str, state: Any, minutes: float = 1) -> None:
        """Notes that no file came; it would be asked again an hour later."""
        of = fetch(url, minutes, status=404, body=None, outcome="gone")
        self.writer.files.record_miss(self.run, SITE, of, state, "why", due=at(minutes + 60))

    def due(self, minutes: float) -> list[str]:
        """The files that are due, by the last part of their address."""
        with opened(self.url) as archive:
            return [file.url.rpartition("/")[2] for file in archive.due_files(SITE, at(minutes))]

    def found(self) -> list[tuple[str, str]]:
        """What is wrong, and where."""
        with Archive(self.url, files=self.folder) as archive:
            return [(problem.kind, problem.where) for problem in archive.problems()]

    def repair(self) -> str:
        """Repairs what is wrong."""
        with Archive(self.url, files=self.folder) as archive:
            return repair(self.url, list(archive.problems()), str(self.folder))

    def names(self) -> set[str]:
        """What is in the folder."""
        return {path.name for path in self.store.folder.rglob("*") if path.is_file()}

    def files(self, number: int) -> list[dict[str, Any]]:
        """The files of an article."""
        with Archive(self.url, files=self.folder) as archive:
            return archive.files(url_of(number))


@pytest.fixture
def crawl(archive_url: str, tmp_path: Path) -> Iterator[Keeping]:
    """A run that keeps files in a fresh archive."""
    crawl = Keeping(archive_url, tmp_path / "kept")
    yield crawl
    crawl.writer.close()


def address(name: str) -> str:
    """The address of a file."""
    return f"{HOST}/files/{name}"


def wanted(file: str, **values: Any) -> WantedFile:
    """A file that an article shows."""
    return WantedFile(address(file), **({"role": "attachment", "name": f"附件 {file}"} | values))


def test_a_wanted_file_is_due_until_it_is_kept(crawl: Keeping) -> None:
    picture = wanted("b.png", role="image", name=None)
    crawl.shows(1, wanted("a.pdf"), picture, wanted("c.pdf", state="external", reason="another site's"))
    assert crawl.due(1) == ["a.pdf", "b.png"]
    with opened(crawl.url) as archive:
        assert [file.page for file in archive.due_files(SITE, at(1))] == [url_of(1)] * 2
        assert archive.due(SITE, at(1)) == [], "it is no article"
    assert [file["path"] for file in crawl.files(1)] == [None] * 3
    crawl.keep(address("a.pdf"), PDF)
    assert crawl.due(1) == ["b.png"]
    crawl.shows(1, wanted("a.pdf"), picture, minutes=5)
    assert crawl.due(9) == ["b.png"], "what is kept is not asked for again"
    kept = crawl.files(1)[0]
    assert kept.pop("path").read_bytes() == PDF
    assert kept == {
        "url": address("a.pdf"), "role": "attachment", "name": "附件 a.pdf", "digest": sha256(PDF), "size": len(PDF),
        "content_type": "application/pdf", "state": "done", "reason": None, "fetched": at(1),
    }  # fmt: skip
    assert crawl.rows("SELECT url, role, state, size FROM v_file ORDER BY url") == [
        (address("a.pdf"), "attachment", "done", len(PDF)), (address("b.png"), "image", "pending", None),
        (address("c.pdf"), "attachment", "external", None),
    ]  # fmt: skip
    assert crawl.found() == []


def test_the_same_bytes_are_there_once(crawl: Keeping) -> None:
    crawl.shows(1, wanted("a.pdf"), wanted("b.pdf"))
    crawl.shows(2, wanted("a.pdf", name="同一文件"))
    crawl.keep(address("a.pdf"), PDF)
    crawl.keep(address("b.pdf"), PDF)
    assert crawl.names() == {sha256(PDF)}
    assert [file["name"] for file in (*crawl.files(1), *crawl.files(2))] == ["附件 a.pdf", "附件 b.pdf", "同一文件"]


def test_a_file_that_is_not_there_is_given_up(crawl: Keeping) -> None:
    crawl.shows(1, wanted("a.pdf"), wanted("b.pdf"))
    waits, minutes = [], 0.0
    for _ in range(3):
        crawl.missed(address("a.pdf"), "missing", minutes)
        crawl.missed(address("b.pdf"), "failed", minutes)
        (_, _, due), (state, _, again) = (crawl.frontier()[name] for name in ("b.pdf", "a.pdf"))
        waits.append((state, again and again > due, due))
        minutes += 1_000
    assert [state for state, *_ in waits] == ["missing", "missing", "gone"]
    assert [due for *_, due in waits] == [
        "2026-11-23T09:00:00.000Z", "2026-11-24T02:40:00.000Z", "2026-11-24T21:20:00.000Z",
    ]  # fmt: skip
    assert crawl.due(100_000) == ["b.pdf"]


def test_what_is_too_large_is_not_asked_for_again(crawl: Keeping) -> None:
    listed = row(1, url=address("a.pdf"), kind="attachment")
    crawl.listed(listed)
    assert crawl.due(1) == ["a.pdf"]
    of = fetch(address("a.pdf"), 1, status=200, body=None, outcome="truncated")
    crawl.writer.files.record_miss(crawl.run, SITE, of, "skipped", "larger than 20 MB", due=None)
    crawl.listed(listed, minutes=9)
    crawl.shows(1, wanted("a.pdf"), minutes=9)
    assert crawl.due(10_000) == []
    assert crawl.frontier()["a.pdf"] == ("skipped", "larger than 20 MB", None)


def test_a_listed_file_that_was_passed_over_is_wanted_later(crawl: Keeping) -> None:
    crawl.listed(row(1, url=address("a.pdf"), kind="attachment", state="skipped", reason="a file, not a page"))
    assert crawl.due(1) == []
    crawl.listed(row(1, url=address("a.pdf"), kind="attachment"), minutes=9)
    assert crawl.due(9) == ["a.pdf"]


def test_every_damage_is_found_and_mended(crawl: Keeping) -> None:
    crawl.shows(1, wanted("a.pdf"), wanted("b.png"), wanted("c.pdf"))
    for name, body in (("a.pdf", PDF), ("b.png", PNG), ("c.pdf", b"third")):
        crawl.keep(address(name), body)
    crawl.store.path(sha256(PDF)).write_bytes(b"%PDF-1.4 0ne")
    crawl.store.path(sha256(PNG)).unlink()
    linked = crawl.store.path(sha256(b"third"))
    linked.unlink()
    linked.symlink_to("/etc/hostname")
    stray = crawl.store.write(b"nobody's")
    stray.keep()
    stray.close()
    (crawl.store.folder / "part" / f"{'0' * 32}.part").touch()
    (crawl.store.folder / "notes.txt").touch()
    assert sorted(kind for kind, _ in crawl.found()) == [*["kept file"] * 3, *["stray"] * 4]
    assert {where for kind, where in crawl.found() if kind == "kept file"} == {url_of(1)}
    assert crawl.files(1)[2]["path"] is None, "a link is not followed"
    said = crawl.repair()
    assert "3 files are fetched again" in said
    assert "2 stray files were removed" in said
    assert crawl.due(10**6) == ["a.pdf", "b.png", "c.pdf"]
    for name, body in (("a.pdf", PDF), ("b.png", PNG), ("c.pdf", b"third")):
        crawl.keep(address(name), body, 99)
    assert [where.rpartition("/")[2] for _, where in crawl.found()] == ["notes.txt"], "it is not ours to remove"


def test_other_bytes_take_the_place_of_those_before(crawl: Keeping) -> None:
    crawl.shows(1, wanted("a.pdf"), wanted("b.pdf"))
    crawl.keep(address("a.pdf"), PDF)
    crawl.keep(address("b.pdf"), PDF)
    crawl.keep(address("a.pdf"), PNG, 5)
    assert crawl.names() == {sha256(PDF), sha256(PNG)}
    crawl.keep(address("b.pdf"), PNG, 6)
    assert crawl.names() == {sha256(PNG)}


def test_a_file_that_is_being_written_is_no_stray(crawl: Keeping) -> None:
    part = crawl.store.write(PDF)
    assert crawl.found() == []
    assert crawl.writer.files.remove_strays() == 0
    part.close()
    assert crawl.names() == set()


def test_what_is_forgotten_takes_its_files_along(crawl: Keeping) -> None:
    crawl.shows(1, wanted("own.pdf"), wanted("shared.pdf"), wanted("twin.pdf"))
    crawl.shows(2, wanted("shared.pdf"), wanted("other.pdf"))
    for name, body in (("own.pdf", b"own"), ("shared.pdf", b"shared"), ("twin.pdf", b"twin"), ("other.pdf", b"twin")):
        crawl.keep(address(name), body)
    erased = crawl.writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    assert (erased.addresses, erased.files) == (3, 1)
    assert crawl.names() == {sha256(b"shared"), sha256(b"twin")}
    assert [file["url"] for file in crawl.files(2)] == [address("shared.pdf"), address("other.pdf")]
    assert crawl.found() == []
    crawl.shows(3, wanted("own.pdf"))
    assert crawl.files(3) == [], "its file is not archived again either"
    assert "own.pdf" not in str(crawl.rows("SELECT url, key FROM url"))
    crawl.writer.forget(address("other.pdf"), at(30), reason="个人信息", by="管理员")
    assert crawl.names() == {sha256(b"shared")}


def test_an_archive_without_its_folder_says_so(crawl: Keeping) -> None:
    crawl.shows(1, wanted("a.pdf"))
    crawl.keep(address("a.pdf"), PDF)
    if store_of(crawl.url, None) is not None:
        return
    writer = Writer(crawl.url)
    with pytest.raises(Unusable, match="ZONENEWS_FILES"):
        writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    writer.close()
    with opened(crawl.url) as archive:
        assert archive.article(url_of(1))
        assert [(problem.kind, problem.where) for problem in archive.problems()] == [("kept file", "files")]


KILLED = """
import os, signal
from pathlib import Path
from archive import Writer
from archive.files import store
from samples import SITE, at, fetch, url_of

{patch}
writer = Writer({url!r})
{work}
"""
KEEP = """
of = fetch({address!r}, 1, body=b"%PDF-1.4 one")
part = writer.files.prepare(of)
writer.files.record(1, SITE, of, part)
"""


def killed(crawl: Keeping, patch: str, work: str) -> None:
    """Does some work on the archive in a process that dies of it."""
    crawl.writer.close()
    code = KILLED.format(patch=patch, url=crawl.url, work=work)
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, check=False)
    assert done.returncode == -signal.SIGKILL
    crawl.writer = Writer(crawl.url, wait=2)


@ON_SQLITE
@pytest.mark.parametrize("moment", ["_sync_folder", "fsync"])
def test_a_crash_while_a_file_is_kept_leaves_it_due(crawl: Keeping, moment: str) -> None:
    crawl.shows(1, wanted("a.pdf"))
    where = "store" if moment == "_sync_folder" else "os"
    after = f"{where}.{moment} = lambda *args: os.kill(os.getpid(), signal.SIGKILL)"
    (crawl.store.folder / "part").mkdir(parents=True)
    (crawl.store.path(sha256(PDF)).parent).mkdir(parents=True, exist_ok=True)
    killed(crawl, after, KEEP.format(address=address("a.pdf")))
    assert crawl.due(1) == ["a.pdf"]
    assert len(crawl.names()) == 1
    assert [kind for kind, _ in crawl.found()] == ["stray"]
    assert "1 stray files were removed" in crawl.repair()
    crawl.keep(address("a.pdf"), PDF)
    assert crawl.found() == []


@ON_SQLITE
def test_a_crash_while_one_is_forgotten_leaves_a_stray(crawl: Keeping) -> None:
    crawl.shows(1, wanted("a.pdf"))
    crawl.keep(address("a.pdf"), PDF)
    patch = "store.FileStore.remove = lambda *args: os.kill(os.getpid(), signal.SIGKILL)"
    killed(crawl, patch, "writer.forget(url_of(1), at(20), reason='个人信息', by='管理员')")
    with opened(crawl.url) as archive, pytest.raises(NotFound):
        archive.article(url_of(1))
    assert [kind for kind, _ in crawl.found()] == ["stray"]
    crawl.repair()
    assert crawl.names() == set()


@ON_SQLITE
def test_a_backup_holds_the_files(crawl: Keeping, tmp_path: Path) -> None:
    crawl.shows(1, wanted("a.pdf"), wanted("b.png"))
    crawl.keep(address("a.pdf"), PDF)
    first, second = tmp_path / "copy.db", tmp_path / "moved" / "zonenews.db"
    assert back_up(crawl.url, first) == []
    copy = FileStore(Path(f"{first}.files")).path(sha256(PDF))
    assert copy.samefile(crawl.store.path(sha256(PDF))), "a link where the disk allows it"
    crawl.keep(address("b.png"), PNG)
    first.unlink()
    assert back_up(crawl.url, first) == []
    crawl.writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    assert crawl.names() == set()
    second.parent.mkdir()
    shutil.copy(first, second)
    shutil.copytree(f"{first}.files", f"{second}.files")
    with opened(str(second)) as archive:
        assert list(archive.problems()) == []
        assert [file["path"].read_bytes() for file in archive.files(url_of(1))] == [PDF, PNG]


@ON_SQLITE
def test_a_backup_says_what_is_missing(crawl: Keeping, tmp_path: Path) -> None:
    crawl.shows(1, wanted("a.pdf"))
    crawl.keep(address("a.pdf"), PDF)
    crawl.store.remove(sha256(PDF))
    assert [(problem.kind, problem.where) for problem in back_up(crawl.url, tmp_path / "copy.db")] == [
        ("kept file", url_of(1))
    ]


def told(crawl: Keeping, *words: str) -> str:
    """What a command says."""
    command = [sys.executable, "-m", "zonenews", *words, "--archive", crawl.url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "400"})
    return done.stdout + done.stderr


@ON_SQLITE
def test_commands_say_where_files_are_and_what_was_erased(crawl: Keeping) -> None:
    files = ({"url": address("a.pdf"), "name": "附件一"}, {"url": address("b.pdf"), "name": "附件二"})
    crawl.writer.record_article(
        crawl.run, SITE, fetch(), reading(attachments=files), due=None, reread=never,
        files=(wanted("a.pdf"), wanted("b.pdf", state="external", reason="another site's")),
    )  # fmt: skip
    crawl.keep(address("a.pdf"), PDF)
    where = str(crawl.store.path(sha256(PDF)))
    said = told(crawl, "show", url_of(1))
    assert where in said
    assert "not kept: another site's" in said
    assert [file["path"] for file in json.loads(told(crawl, "show", url_of(1), "--json"))["files"]] == [where, None]
    crawl.writer.close()
    assert "erased: 1 files that no other article shows" in told(crawl, "forget", url_of(1), "--reason", "x", "--yes")
    assert crawl.names() == set()


@pytest.mark.parametrize("digest", ["../../x", "a" * 63, "A" * 64, "a" * 64 + "\n", ""])
def test_only_a_digest_is_a_place(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        FileStore(tmp_path).path(digest)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.files").touch()
    with pytest.raises(Unusable, match="a file cannot be kept there"):
        FileStore(tmp_path / "x.files").write(PDF)


def test_each_archive_has_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    beside = store_of(str(tmp_path / "link.db"), tmp_path / "elsewhere")
    assert beside is not None
    assert beside.folder == tmp_path / "real.db.files"
    server = store_of("postgresql://somebody:secret@db.example.cn/news", tmp_path)
    assert server is not None
    assert server.folder == tmp_path / "news.files"
    assert store_of("postgresql://db.example.cn/news", None) is None
