"""`zonenews serve` as a command."""

import signal
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from browsing import serving
from samples import Crawl, fetch, reading, url_of
from variety import fill

pytestmark = pytest.mark.slow


def _serve(*options: str) -> Any:
    command = [sys.executable, "-m", "zonenews", "serve", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def _body(address: str, path: str) -> str:
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def test_what_is_archived_meanwhile_is_there_at_the_next_click(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    fill(path)
    before = (tmp_path / "a.db").stat().st_mtime_ns
    with serving(path) as address:
        assert "刚刚发布" not in _body(address, "/search?q=%E5%88%9A%E5%88%9A")
        assert (tmp_path / "a.db").stat().st_mtime_ns == before
        crawl = Crawl(path)
        crawl.article(fetch(url_of(99)), reading(title="刚刚发布"))
        assert "发布" in _body(address, "/search?q=%E5%88%9A%E5%88%9A")
        crawl.writer.close()


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    fill(path)
    with serving(path) as address:
        done = _serve("--archive", path, "--port", address.rpartition(":")[2])
    assert (done.returncode, done.stdout) == (10, "")
    assert done.stderr.startswith("zonenews: 127.0.0.1:")
    assert "--port takes another" in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_archive_and_a_server_are_one_line_each(tmp_path: Path) -> None:
    for archive, said in ((str(tmp_path / "none.db"), "no archive"), ("postgresql://x@127.0.0.1/y", "zonenews copy")):
        done = _serve("--archive", archive, "--port", "0")
        assert (done.returncode, done.stderr.count("\n")) == (9, 1)
        assert said in done.stderr


def test_a_free_port_is_told_and_one_that_cannot_be_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    fill(path)
    command = [sys.executable, "-m", "zonenews", "serve", "--archive", path, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        address = server.stderr.readline().split()[-1].rstrip("/")
        until = time.monotonic() + 30
        while "Search" not in (shown := _shown(address)) and time.monotonic() < until:
            time.sleep(0.1)
        server.terminate()
    assert "Search" in shown
    assert _serve("--archive", path, "--port", "99999").returncode == 2


def _shown(address: str) -> str:
    try:
        return _body(address, "/")
    except OSError:
        return ""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_it_ends_no_process_stays(tmp_path: Path, how: signal.Signals) -> None:
    path = str(tmp_path / "a.db")
    fill(path)
    with serving(path) as address:
        port = int(address.rpartition(":")[2])
        (server,) = [each for each in psutil.process_iter() if _listens(each, port)]
        children = server.children()
        assert len(children) == 2
        server.send_signal(how)
        _, alive = psutil.wait_procs([server, *children], timeout=20)
        assert alive == []


def _listens(process: Any, port: int) -> bool:
    try:
        return any(
            each.laddr and each.laddr.port == port and each.status == "LISTEN" for each in process.net_connections()
        )
    except psutil.Error:
        return False
