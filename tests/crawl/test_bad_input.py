"""What can go wrong gives one clear line and its exit code, and loses nothing that was archived."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crawling import Crawl, Ended
from pages import host_of_pages

from archive.sqlite import library
from zonenews.demo.client import ReplicaClient

ROBOTS = b"User-agent: *\nAllow: /\n"


def test_no_contact_no_crawl_of_a_public_site(crawl: Crawl) -> None:
    ended = crawl("zone", "http://www.example.cn/list/")
    assert ended.code == 10
    assert "ZONENEWS_CONTACT" in ended.reason


def test_the_seeds_site_needs_its_address(crawl: Crawl) -> None:
    ended = crawl("shangrao_jkq")
    assert ended.code == 10
    assert "scrapy crawl shangrao_jkq -a url=<list page>" in ended.reason


@pytest.mark.parametrize(
    ("spider", "url", "more", "named"),
    [
        ("nowhere", None, {}, "nowhere"),
        ("zone", "ftp://127.0.0.1/list", {}, "ftp://127.0.0.1/list"),
        ("zone", "http://127.0.0.1:9/", {"pages": "none"}, "pages=none"),
        ("zone", "http://127.0.0.1:9/", {"since": "yesterday"}, "since=yesterday"),
        ("zone", "http://127.0.0.1:9/", {"since": "2026-03-01", "until": "2026-02-28"}, "is after -a until=2026-02-28"),
        ("zone", "http://127.0.0.1:9/", {"colour": "red"}, "colour"),
    ],
)
def test_wrong_usage_is_named(crawl: Crawl, spider: str, url: str | None, more: dict[str, str], named: str) -> None:
    ended = crawl(spider, url, **more)
    assert ended.code == 2
    assert named in ended.reason
    _assert_one_line(ended)


def test_an_unreachable_site(crawl: Crawl) -> None:
    ended = crawl("zone", f"http://127.0.0.1:{_free_port()}/list/", RETRY_TIMES="0")
    assert ended.code == 11
    assert ended.reason.endswith("/list/: the host refused the connection (asked for robots.txt)")
    assert crawl.last_run()["state"] == "failed"


def test_a_list_page_that_is_not_there(crawl: Crawl) -> None:
    with host_of_pages({"/robots.txt": ROBOTS}) as host:
        ended = crawl("zone", f"{host}/list/")
    assert (ended.code, ended.reason) == (4, f"zonenews: {host}/list/: status 404")


def test_list_pages_without_rows_say_what_they_are_instead(crawl: Crawl) -> None:
    nothing = "there is hardly anything on the page"
    article = f"<h1>园区召开招商工作推进会</h1><p>{'会议部署了招商工作。' * 20}</p>"
    bodies = {
        "nothing": (b"", nothing),
        "norows": ("<html><body><h1>栏目</h1><p>内容更新中</p></body></html>".encode(), nothing),
        "file": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "it is no web page"),
        "zeros": (b"\x00" * 5000, nothing),
        "json": (b'{"code": 0}', "it is no web page"),
        "article": (article.encode(), "it is an article page; give the list page of a section"),
        "soft404": (
            "<html><title>404</title><p>您访问的页面不存在</p></html>".encode(),
            "the page says that it is not there",
        ),
    }
    pages = {f"/{name}/": body for name, (body, _) in bodies.items()}
    with host_of_pages({"/robots.txt": ROBOTS, **pages}) as host:
        ended = crawl("zone", " ".join(f"{host}/{name}/" for name in bodies))
    assert ended.code == 4
    said = [f"{host}/{name}/: no article rows: {why}" for name, (_, why) in bodies.items()]
    assert ended.reason == "zonenews: " + "; ".join([*said[:3], "4 more sections failed"])
    sections = crawl.last_run()["sections"]
    assert {found["stop_reason"] for found in sections} == {"empty"}
    assert [f"{found['url']}: {found['detail']}" for found in sections] == said


def test_robots_says_no(crawl: Crawl) -> None:
    with host_of_pages({"/robots.txt": b"User-agent: *\nDisallow: /list/\n"}) as host:
        ended = crawl("zone", f"{host}/list/")
    assert ended.code == 6
    assert "robots.txt forbids" in ended.reason


def test_a_challenge_page_is_named(crawl: Crawl) -> None:
    page = b"<html><script>document.cookie='__jsluid_h=1';location.href='/wzwschallenge/'</script></html>"
    with host_of_pages({"/robots.txt": ROBOTS, "/list/": page}) as host:
        ended = crawl("zone", f"{host}/list/")
    assert ended.code == 5
    assert "challenge" in ended.reason


@pytest.mark.slow
def test_articles_that_fail_are_partial_and_found_by_a_later_run(small_replica: ReplicaClient, crawl: Crawl) -> None:
    url = f"{small_replica.url}/tzgg/"
    paths = [
        line["url"] for line in small_replica.truth() if line["kind"] == "article" and "通知公告" in line["sections"]
    ]
    for address in paths[:3]:
        small_replica.fail(address.removeprefix(small_replica.url), status=500, times=50)
    ended = crawl("zone", url, RETRY_TIMES="1")
    assert ended.code == 3
    assert "3 addresses failed" in ended.reason
    assert {miss["url"] for miss in crawl.last_run()["misses"]} >= set(paths[:3])
    small_replica.heal()
    _make_due(crawl)
    assert crawl("zone", url).code == 0
    assert {row["url"] for row in crawl.rows()} == set(paths)


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"no database at all " * 100, b"SQLite format 3\x00" + b"\x01" * 200])
def test_a_file_that_is_no_archive_stays_as_it_is(crawl: Crawl, content: bytes) -> None:
    crawl.archive.write_bytes(content)
    ended = crawl("zone", "http://127.0.0.1:9/list/")
    assert ended.code == 9
    assert crawl.archive.read_bytes() == content
    _assert_one_line(ended)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    ended = Crawl(tmp_path / "no" / "such" / "zonenews.db")("zone", "http://127.0.0.1:9/list/")
    assert ended.code == 9
    _assert_one_line(ended)


def test_an_archive_of_a_newer_schema_is_refused(small_replica: ReplicaClient, crawl: Crawl) -> None:
    crawl("zone", f"{small_replica.url}/jkqzx/", pages="1")
    rows, version = crawl.rows(), _execute(crawl, "SELECT version_num FROM alembic_version")
    _execute(crawl, "UPDATE alembic_version SET version_num = '9999'")
    ended = crawl("zone", f"{small_replica.url}/jkqzx/")
    assert ended.code == 9
    assert "newer zonenews" in ended.reason
    _execute(crawl, f"UPDATE alembic_version SET version_num = '{version}'")
    assert crawl.rows() == rows


@pytest.mark.slow
def test_two_crawls_of_one_host_are_refused(small_replica: ReplicaClient, crawl: Crawl) -> None:
    url = f"{small_replica.url}/jkqzx/"
    first = crawl.start("zone", url, DOWNLOAD_DELAY="0.3")
    while not list(crawl.archive.parent.glob("*-locks/*")):
        time.sleep(0.1)
    time.sleep(0.5)
    ended = crawl("shangrao_jkq", url)
    first.kill()
    first.communicate()
    assert ended.code == 7
    assert "running" in ended.reason


@pytest.mark.slow
def test_a_locked_archive_slows_the_crawl_and_loses_nothing(small_replica: ReplicaClient, crawl: Crawl) -> None:
    crawl("zone", f"{small_replica.url}/tzgg/")
    process = crawl.start("zone", f"{small_replica.url}/jkqzx/", DOWNLOAD_DELAY="0.02")
    while "pending" not in crawl.states():
        time.sleep(0.05)
    connection = library().connect(str(crawl.archive), isolation_level=None, timeout=10)
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(3)
    connection.execute("ROLLBACK")
    connection.close()
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(crawl.rows()) == sum(line["kind"] == "article" for line in small_replica.truth())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], check=False, capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("needs the right to mount a tmpfs")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.slow
def test_a_full_disk_stops_the_crawl_and_room_lets_it_go_on(small_replica: ReplicaClient, small_disk: Path) -> None:
    crawl = Crawl(small_disk / "zonenews.db")
    url = f"{small_replica.url}/jkqzx/"
    ballast = small_disk / "ballast"
    ballast.write_bytes(os.urandom(15_700_000))
    ended = crawl("zone", url)
    assert ended.code == 8
    assert "the disk is full" in ended.reason
    ballast.unlink()
    assert crawl("zone", url).code == 0
    connection = library().connect(str(crawl.archive))
    (count,) = connection.execute("SELECT count(*) FROM v_article").fetchone()
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    truth = [line for line in small_replica.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]]
    assert count == len(truth)


def _assert_one_line(ended: Ended) -> None:
    assert ended.reason.startswith("zonenews: ")
    assert "Traceback" not in ended.said


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _execute(crawl: Crawl, statement: str) -> Any:
    """The first value that the statement gives, if it gives any."""
    connection = library().connect(str(crawl.archive))
    row = connection.execute(statement).fetchone()
    connection.commit()
    connection.close()
    return row and row[0]


def _make_due(crawl: Crawl) -> None:
    _execute(crawl, "UPDATE frontier SET due = '2000-01-01T00:00:00.000Z' WHERE state = 'failed'")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DOWNLOAD_DELAY", "-1", "DOWNLOAD_DELAY=-1 is no number from 0 on"),
        ("HEARTBEAT_SECONDS", "x", "HEARTBEAT_SECONDS=x is no number from 0 on"),
        ("PAGES_A_RUN", "1.5", "PAGES_A_RUN=1.5 is no whole number from 0 on"),
        ("HOST_FAILURES", "0", "HOST_FAILURES=0 is no whole number from 1 on"),
        ("ADDRESSES_ALLOWED", "home", "ADDRESSES_ALLOWED: 'home' does not appear to be an IPv4 or IPv6 network"),
        ("DOWNLOAD_TLS_MIN_VERSION", "1", "DOWNLOAD_TLS_MIN_VERSION=1: there are TLSv1.0, TLSv1.1, TLSv1.2, TLSv1.3"),
        ("PROGRESS_JSON", "two", "PROGRESS_JSON=two is no file descriptor"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_a_line(crawl: Crawl, name: str, value: str, reason: str) -> None:
    ended = crawl("zone", "http://127.0.0.1:9/list/", **{name: value})
    assert (ended.code, ended.said) == (10, f"zonenews: {reason}\n")
    assert not crawl.archive.exists()
