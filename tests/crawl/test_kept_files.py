"""A site that keeps files: pictures and attachments are fetched after the articles, once, whatever their names."""

import hashlib
import time
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

import pytest
from crawling import Crawl
from file_site import HOSTILE, HTML, OCTETS, PDF, FileSite, linked, pdf, served, shown, write_site
from postgresql import Server

from archive import Archive
from zonenews.demo.client import ReplicaClient

MODULES = "zonenews.spiders,more_sites"
FILES = "SELECT site, article, role, name, url, digest, size, content_type, state, reason FROM v_file ORDER BY url"


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of further site files, beside the project's own."""
    folder = tmp_path / "more_sites"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return folder


def kept(crawl: Crawl) -> dict[str, dict[str, Any]]:
    """What became of each file, by its path."""
    with Archive(str(crawl.archive)) as archive:
        return {"/" + row["url"].split("/", 3)[3]: row for row in archive.query(FILES)}


def store(crawl: Crawl) -> dict[str, bytes]:
    """What is in the folder of files, by path within it."""
    folder = Path(f"{crawl.archive}.files")
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def name_of(body: bytes) -> str:
    """Where these bytes are kept."""
    digest = hashlib.sha256(body).hexdigest()
    return f"{digest[:2]}/{digest}"


def test_files_are_kept_once_and_a_second_run_asks_for_none(crawl: Crawl, sites: Path) -> None:
    same, picture, listed = pdf("same"), b"\x89PNG\r\n\x1a\n" + bytes(99), pdf("listed")
    with served(FileSite()) as site:
        site.add("/a.pdf", same, PDF)
        site.add("/p.png", picture, "image/png")
        site.add("/listed.pdf", listed, PDF)
        row = '<li><a href="/listed.pdf">关于公布园区年度重点项目名单的通知</a></li>'
        elsewhere = linked("http://files.example.cn/x.pdf", "外站附件")
        site.publish((linked("/a.pdf", "附件1"), shown("/p.png"), elsewhere), (linked("/a.pdf", "同一附件"),), rows=row)
        write_site(sites, f"{site.url}/news/")
        # one at a time: requests side by side may arrive in another order
        ended = crawl("keeping_jkq", SPIDER_MODULES=MODULES, CONCURRENT_REQUESTS="1")
        assert (ended.code, ended.reason) == (0, "zonenews: 5 new articles, 0 changed, 0 unchanged, 3 files")
        assert sorted(site.files_asked()) == ["/a.pdf", "/listed.pdf", "/p.png"]
        assert site.asked.index("/t0.html") < min(map(site.asked.index, site.files_asked())), "files come last"
        assert site.referers["/a.pdf"] in {f"{site.url}/t0.html", f"{site.url}/t1.html"}, "an article that names it"
        site.asked.clear()
        assert crawl("keeping_jkq", SPIDER_MODULES=MODULES).code == 0
        assert site.files_asked() == []
        url = f"{site.url}/t0.html"
    assert store(crawl) == {name_of(body): body for body in (same, picture, listed)}
    found = kept(crawl)
    assert {path: (row["state"], row["reason"]) for path, row in found.items()} == {
        "/a.pdf": ("done", None), "/p.png": ("done", None), "/listed.pdf": ("done", None),
        "/x.pdf": ("external", "another site's"),
    }  # fmt: skip
    assert (found["/listed.pdf"]["article"], found["/listed.pdf"]["role"]) == (None, "listed")
    with Archive(str(crawl.archive)) as archive:
        files = archive.files(url)
        assert [(file["role"], file["name"], file["size"], file["content_type"]) for file in files] == [
            ("attachment", "附件1", len(same), PDF), ("attachment", "外站附件", None, None),
            ("image", "图片", len(picture), "image/png"),
        ]  # fmt: skip
        assert files[0]["path"].read_bytes() == same
        assert files[1]["path"] is None


@pytest.mark.slow
def test_names_never_become_paths(crawl: Crawl, sites: Path, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if path.parent != sites}
    bodies = {f"/f{number}.pdf": pdf(str(number)) for number in range(len(HOSTILE))}
    with served(FileSite()) as site:
        for path, body in bodies.items():
            site.add(path, body, OCTETS)
        site.add("/../../up.pdf", pdf("up"), PDF)
        links = [linked(path, name) for path, name in zip(bodies, HOSTILE, strict=True)]
        site.publish((*links, linked("/..%2f..%2fup.pdf", "上")))
        write_site(sites, f"{site.url}/news/")
        assert crawl("keeping_jkq", SPIDER_MODULES=MODULES).code == 0
    assert set(store(crawl)) >= {name_of(body) for body in bodies.values()}
    outside = {path for path in tmp_path.rglob("*") if path.is_file() and ".files/" not in str(path)} - before
    kept_beside = {"zonenews.db", "127.0.0.1.lock", "127.0.0.1.asked"}
    assert {path.name for path in outside if sites not in path.parents} == kept_beside
    assert not any(path.stat().st_mode & 0o133 for path in Path(f"{crawl.archive}.files").rglob("*") if path.is_file())
    names = [row["name"] for path, row in kept(crawl).items() if path in bodies]
    assert names[0].endswith("./../x.pdf")
    assert names.count("CON") == 2


def test_what_comes_in_place_of_a_file_is_none(crawl: Crawl, sites: Path) -> None:
    challenge = b"<html><script>var a='wzwschallenge';</script></html>"
    page = "<!DOCTYPE html><html><body>您访问的页面不存在</body></html>".encode()
    with served(FileSite()) as site:
        bad = {
            site.add("/soft.pdf", page): ("missing", "a web page came in its place"),
            site.add("/message.doc", "文件不存在".encode()): ("missing", "a message came in its place"),
            site.add("/empty.pdf", b"", PDF): ("missing", "the answer is empty"),
            site.add("/challenge.pdf", challenge): ("blocked", "wzws challenge"),
            site.add("/large.zip", bytes(1_000_001), OCTETS): ("skipped", "larger than 1 MB"),
            site.add("/closed/x.pdf", pdf("x"), PDF): ("robots", "robots.txt forbids"),
            "/none.pdf": ("missing", "status 404"),
        }
        good = {
            site.add("/word.doc", b'<html xmlns:o="urn:schemas-microsoft-com:office:office">', HTML),
            site.add("/typed.pdf", pdf("typed"), HTML),
            site.add("/exact.zip", bytes(1_000_000), OCTETS),
        }
        site.publish(tuple(linked(path, path) for path in (*bad, *sorted(good))))
        write_site(sites, f"{site.url}/news/")
        assert crawl("keeping_jkq", SPIDER_MODULES=MODULES).code == 3, "one is behind a challenge"
        found = kept(crawl)
        for path, (state, reason) in bad.items():
            assert found[path]["state"] == state, path
            assert found[path]["reason"].startswith(reason), path
            assert found[path]["digest"] is None
        assert {path for path, row in found.items() if row["digest"]} == good
        assert len(store(crawl)) == len(good)
        crawl.expire(f"{site.url}/t0.html")
        site.asked.clear()
        crawl("keeping_jkq", SPIDER_MODULES=MODULES)
        assert site.files_asked() == [], "none is due so soon, and what is too large never is"


@pytest.mark.slow
def test_a_killed_crawl_goes_on_with_its_files(crawl: Crawl, sites: Path) -> None:
    bodies = {f"/f{number}.pdf": pdf(str(number)) for number in range(20)}
    with served(FileSite()) as site:
        for path, body in bodies.items():
            site.add(path, body, PDF)
        site.publish(tuple(linked(path, path) for path in bodies))
        write_site(sites, f"{site.url}/news/")
        process = crawl.start("keeping_jkq", SPIDER_MODULES=MODULES, DOWNLOAD_DELAY="0.1")
        while len(site.files_asked()) < 5:
            time.sleep(0.05)
        process.kill()
        process.communicate()
        first = set(site.files_asked())
        assert first < set(bodies)
        site.asked.clear()
        assert crawl("keeping_jkq", SPIDER_MODULES=MODULES).code == 0
        assert len(first & set(site.files_asked())) <= 1, "the one that was on its way"
    assert {name: body for name, body in store(crawl).items() if not name.endswith(".part")} == {
        name_of(body): body for body in bodies.values()
    }


@pytest.mark.slow
def test_a_site_that_begins_to_keep_files_gets_those_of_its_articles(crawl: Crawl, sites: Path) -> None:
    with served(FileSite()) as site:
        site.add("/a.pdf", pdf("a"), PDF)
        site.add("/p.png", b"\x89PNG\r\n\x1a\n", "image/png")
        site.publish((linked("/a.pdf", "附件"), shown("/p.png")))
        asked = []
        for files in ("", 'files=("attachments",)', 'files=("images",)', 'files=("images",)'):
            write_site(sites, f"{site.url}/news/", files)
            site.asked.clear()
            assert crawl("keeping_jkq", SPIDER_MODULES=MODULES).code == 0
            asked.append(site.files_asked())
    assert asked == [[], ["/a.pdf"], ["/p.png"], []]


def test_an_archive_on_a_server_needs_a_folder_for_files(crawl: Crawl, sites: Path) -> None:
    write_site(sites, "http://127.0.0.1:9/news/")
    ended = crawl("keeping_jkq", SPIDER_MODULES=MODULES, ARCHIVE_URL="postgresql+psycopg://127.0.0.1:9/news")
    assert ended.code == 10
    assert "set ZONENEWS_FILES" in ended.reason


@pytest.mark.slow
def test_the_files_of_a_whole_section_are_kept_to_the_last_byte(
    small_replica: ReplicaClient, crawl: Crawl, sites: Path
) -> None:
    write_site(sites, f"{small_replica.url}/jkqzx/")
    assert crawl("keeping_jkq", SPIDER_MODULES=MODULES).code == 0
    truth = [line for line in small_replica.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]]
    served, compared = build_opener(ProxyHandler({})).open, 0
    with Archive(str(crawl.archive)) as archive:
        assert list(archive.problems()) == []
        for line in truth:
            expected = {file["url"] for file in (*line["attachments"], *line["images"])}
            files = {file["url"]: file["path"] for file in archive.files(line["url"])}
            assert files.keys() == expected
            for url, path in files.items():
                assert path.read_bytes() == served(url).read()
                compared += 1
    assert compared > 40


@pytest.mark.slow
def test_an_archive_on_a_server_keeps_files_in_its_folder(
    postgresql: Server, crawl: Crawl, sites: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    with served(FileSite()) as site, postgresql.database() as url:
        site.add("/a.pdf", pdf("a"), PDF)
        site.publish((linked("/a.pdf", "附件"),))
        write_site(sites, f"{site.url}/news/")
        ended = crawl("keeping_jkq", SPIDER_MODULES=MODULES, ARCHIVE_URL=url, FILES_FOLDER=str(folder))
        assert (ended.code, ended.reason) == (0, "zonenews: 5 new articles, 0 changed, 0 unchanged, 1 files")
        with Archive(url, files=folder) as archive:
            (file,) = archive.files(f"{site.url}/t0.html")
            assert file["path"].read_bytes() == pdf("a")
            assert file["path"].is_relative_to(folder)
            assert list(archive.problems()) == []
    assert not Path(f"{crawl.archive}.files").exists()
