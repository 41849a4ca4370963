"""Replicas that are served for all of these tests."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from probes import ROOT

from zonenews.demo.client import ReplicaClient


@pytest.fixture(scope="session")
def replica() -> Iterator[ReplicaClient]:
    """The zone's replica, with 60 articles in its main section."""
    with _served("--articles", "60") as client:
        yield client


@pytest.fixture(scope="session")
def gallery() -> Iterator[ReplicaClient]:
    """The replica with a section of each family."""
    with _served("--gallery") as client:
        yield client


@contextmanager
def _served(*options: str) -> Iterator[ReplicaClient]:
    command = [sys.executable, "-m", "zonenews.demo", "--port", "0", "--today", "2026-11-20", *options]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        address = next(word for word in server.stdout.readline().split() if word.startswith("http://"))
        yield ReplicaClient("/".join(address.split("/")[:3]))
    finally:
        server.terminate()
        server.communicate(timeout=10)
