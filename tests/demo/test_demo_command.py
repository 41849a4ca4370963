"""`python -m zonenews.demo` as a process."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from zonenews.demo import ReplicaClient


@contextmanager
def command(*options: str) -> Iterator[subprocess.Popen[str]]:
    """The command, ended with the block."""
    arguments = [sys.executable, "-m", "zonenews.demo", "--port", "0", "--today", "2025-10-20", *options]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    return process.stdout.readline().split()


def base(url: str) -> str:
    return "/".join(url.split("/")[:3])


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_serves_and_ends_cleanly(ending: signal.Signals) -> None:
    with command() as process:
        zone, *urls = line(process)
        assert zone == "云麓经济技术开发区"
        assert [url.partition("/jkqzx/")[2] or url.partition("/tzgg/")[2] for url in urls] == [
            "index.html",
            "list.shtml",
        ]
        kinds = [row["kind"] for row in ReplicaClient(base(urls[0])).truth()]
        assert kinds.count("article") == 496
        process.send_signal(ending)
        assert process.wait(timeout=5) == 0
        assert process.stderr
        assert process.stderr.read() == ""


def test_many_sites_are_served_by_one_process() -> None:
    options = ("--sites", "3", "--articles", "25", "--template", "ucap", "--charset", "gbk", "--spread", "hosts")
    with command(*options) as process:
        lines = [line(process) for _ in range(3)]
        assert len({zone for zone, _ in lines}) == 3
        assert [base(url).split("/")[2].split(":")[0] for _, url in lines] == ["127.0.0.1", "127.0.0.2", "127.0.0.3"]
        for _, url in lines:
            assert len(ReplicaClient(base(url)).truth()) == 25
