"""`zonenews demo` as a newcomer runs it, from any folder."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from archive import Writer
from archive.sqlite import library

ROOT = Path(__file__).parents[2]


def tour(folder: Path, port: int, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zonenews", "demo", "--folder", "out", "--port", str(port), *options]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
    env = plain | {"PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=110, check=False)


@pytest.fixture
def port() -> int:
    """A free port."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@pytest.mark.slow
def test_a_second_tour_fetches_nothing_twice_and_news_alone(tmp_path: Path, port: int) -> None:
    first, second, third = (tour(tmp_path, port, *more) for more in ((), (), ("--news", "3")))
    assert [first.returncode, second.returncode, third.returncode] == [0, 0, 0]
    assert "27 list pages and 497 article pages were fetched." in first.stdout
    assert "2 list pages and 0 article pages were fetched; nothing was fetched twice." in second.stdout
    assert "3 new articles, 0 changed, 0 unchanged" in third.stdout
    assert f"zonenews demo --news 3 --folder out --port {port}" in second.stdout
    assert (tmp_path / "out" / "articles.jsonl").read_bytes().count(b"\n") == 499
    assert "…" not in (first.stdout + second.stdout).replace("…/", "")


def test_a_crawl_that_is_refused_says_why(tmp_path: Path, port: int) -> None:
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "zonenews.db"
    Writer(str(file)).close()
    connection = library().connect(str(file))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    done = tour(tmp_path, port)
    assert done.returncode == 9
    assert done.stderr.startswith("zonenews: the crawl did not complete: ")
    assert "newer zonenews" in done.stderr
    assert "(more in out/crawl.log)" in done.stderr


def test_a_port_that_cannot_be_had_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = tour(tmp_path, port)
    said = f"zonenews: port {port} is taken; give another: zonenews demo --port {port + 1}\n"
    assert (done.returncode, done.stderr) == (10, said)
    assert "cannot be served at port 99999" in tour(tmp_path, 99999).stderr
