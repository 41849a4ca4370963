"""Processes that the kernel stops, or fails, at a system call of our choice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def traced(calls: str, injected: str, *command: str, env: dict[str, str] | None = None) -> list[str]:
    """A command line that runs another one, and injects into some of its system calls."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed; Debian, Ubuntu: apt-get install strace")
    return [
        strace,
        "-f",
        "-qqq",
        "-o",
        os.devnull,
        "-e",
        f"trace={calls}",
        "-e",
        f"inject={calls}:{injected}",
        *command,
    ]


def run_traced(calls: str, injected: str, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs one of the scripts beside this file under injection."""
    path = ":".join(map(str, (HERE, HERE.parent / "archive", HERE.parents[1])))
    command = traced(calls, injected, sys.executable, str(HERE / script), *words)
    return subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, timeout=200, check=False)
