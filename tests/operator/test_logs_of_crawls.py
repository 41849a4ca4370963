"""What real crawls leave in logs and on the disk, and that nobody can talk to them: S21, S22, S23, S30, S31, F61."""

import re
import stat
import subprocess
import sys
import time
from pathlib import Path

import orjson
import psutil
import pytest
from crawling import ROOT, Crawl
from hostile_site import ARTICLE, EVIL, served_hostile

from archive import Archive
from zonenews.demo.client import ReplicaClient

STEERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
BEGINS = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[[\w.]+\] [A-Z]+: |    |zonenews: ")


def run(crawl: Crawl, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A crawl with everything said on stderr, in an environment of its own."""
    command = crawl.command("zone", None, LOG_LEVEL="DEBUG")
    return subprocess.run(
        [*command, *words], cwd=ROOT, env=crawl.env | env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.slow
def test_no_secret_stands_in_a_log_or_in_the_archive(crawl: Crawl, replica: ReplicaClient, tmp_path: Path) -> None:
    headers = '{"Authorization": "Bearer canary-header", "Cookie": "sid=canary-cookie"}'
    words = ["-a", f"url={replica.url}/tzgg/?token=canary-query", "-a", "pages=1"]
    words += ["-s", f"DEFAULT_REQUEST_HEADERS={headers}", "-s", "BOT_SECRET=canary-setting"]
    words += ["-s", "USER_AGENT=zonenews (canary-setting)"]  # which the line of overridden settings tells
    said = run(crawl, *words, ZONENEWS_ALERTS="json://canary-alert@127.0.0.1:9/").stderr
    assert "Overridden settings" in said
    assert "zonenews (***)" in said
    assert "Crawled (200) <GET" in said
    assert "canary" not in said
    export = [sys.executable, "-m", "zonenews", "export", "--format", "warc", "-o", str(tmp_path / "pages.warc")]
    subprocess.run(export, cwd=ROOT, env=crawl.env, capture_output=True, check=True)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not [file for file in files if re.search(rb"canary-(header|cookie|alert)", file.read_bytes())]
    with Archive(str(crawl.archive)) as archive:
        assert "canary" not in str(archive.run(1)["stats"])


@pytest.mark.slow
def test_a_password_of_the_archive_stands_nowhere(crawl: Crawl) -> None:
    url = "postgresql+psycopg://zone:canary%40pass@127.0.0.1:9/news"
    said = run(crawl, "-a", "url=http://127.0.0.1:9/", ZONENEWS_ARCHIVE=url)
    assert said.returncode == 9, said.stderr
    assert "zone:***@127.0.0.1" in said.stderr
    assert "canary" not in said.stderr


@pytest.mark.slow
@pytest.mark.parametrize("form", ["plain", "json"])
def test_nothing_on_a_hostile_site_steers_the_terminal_or_forges_a_line(crawl: Crawl, form: str) -> None:
    with served_hostile() as url:
        said = run(crawl, "-a", f"url={url}/", ZONENEWS_LOG=form).stderr
    assert not STEERS.search(said)
    assert not re.search("(?m)^FORGED", said)
    *lines, reason = said.splitlines()
    assert reason.startswith("zonenews: ")
    if form == "json":
        assert all(orjson.loads(line)["level"] for line in lines)
    else:
        assert not [line for line in lines if not BEGINS.match(line)]
    command = [sys.executable, "-m", "zonenews", "runs", "show", "1"]
    story = subprocess.run(command, cwd=ROOT, env=crawl.env, capture_output=True, text=True, check=True).stdout
    assert not STEERS.search(story)
    assert ARTICLE in " ".join(row["url"] for row in crawl.rows())
    assert EVIL not in str(crawl.rows())


@pytest.mark.slow
def test_nobody_can_talk_to_a_crawl(crawl: Crawl, replica: ReplicaClient, tmp_path: Path) -> None:
    command = crawl.command("zone", f"{replica.url}/jkqzx/", DOWNLOAD_DELAY="0.5", LOG_LEVEL="INFO")
    env = crawl.env | {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said = ""
    while "Spider opened" not in said:
        said += process.stderr.readline()
    time.sleep(0.5)
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    listening = [found for one in family for found in one.net_connections("all") if found.status == "LISTEN"]
    process.terminate()
    said += process.communicate(timeout=30)[1]
    assert len(family) > 1, "the process that reads pages is looked at too"
    assert listening == []
    assert not (tmp_path / "state").exists()
    assert not (tmp_path / ".local").exists(), "Scrapy's remote control leaves its token there"
    assert not re.search("(?i)telnet (console|password)|remote control (listening|started)", said)


@pytest.mark.slow
@pytest.mark.parametrize(("umask", "others"), [("077", 0o077), ("027", 0o027)])
def test_what_a_crawl_writes_is_for_its_own_user(
    crawl: Crawl, replica: ReplicaClient, tmp_path: Path, umask: str, others: int
) -> None:
    log = tmp_path / "zonenews.log"
    command = crawl.command("zone", f"{replica.url}/tzgg/", LOG_FILE=str(log), UMASK=umask, pages="1")
    subprocess.run(command, cwd=ROOT, env=crawl.env, umask=0, check=True, capture_output=True, timeout=60)
    made = [crawl.archive, log, *tmp_path.rglob("*")]
    modes = {str(path): stat.S_IMODE(path.stat().st_mode) for path in made}
    assert {path: oct(mode) for path, mode in modes.items() if mode & others} == {}


def test_a_log_that_cannot_be_opened_is_told_before_anything_is_done(crawl: Crawl) -> None:
    ended = crawl(url="http://127.0.0.1:9/", LOG_FILE="/nowhere/zonenews.log")
    assert (ended.code, crawl.archive.exists()) == (10, False)
    assert (
        ended.said
        == "zonenews: the log cannot be opened: [Errno 2] No such file or directory: '/nowhere/zonenews.log'\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("setting", [{"UMASK": "for me"}, {"LOG_LEVEL": "LOUD"}], ids=str)
def test_settings_of_the_log_that_make_no_sense_are_told(crawl: Crawl, setting: dict[str, str]) -> None:
    ended = crawl(url="http://127.0.0.1:9/", **setting)
    assert (ended.code, ended.said.count("\n"), crawl.archive.exists()) == (10, 1, False)
    assert ended.said.startswith("zonenews: UMASK or LOG_LEVEL: ")


@pytest.mark.slow
def test_a_fault_on_many_pages_is_told_and_counted_and_the_archive_has_all(
    crawl: Crawl, replica: ReplicaClient
) -> None:
    failing = [line["url"] for line in replica.truth() if line["kind"] == "article"][:16:2]
    for url in failing:
        replica.fail(url.removeprefix(replica.url), times=9)
    ended = crawl(url=f"{replica.url}/jkqzx/", LOG_REPEATS="3", RETRY_TIMES="0")
    assert ended.said.count(": status 500") == 3
    assert f"{len(failing) - 3} lines were left out that begin like this: %s: %s" in ended.said
    assert sum(miss["status"] == 500 for miss in crawl.last_run()["misses"]) == len(failing)
