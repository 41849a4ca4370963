"""Finds the processes that a process has started."""

import time
from contextlib import suppress

import psutil  # type: ignore[import-untyped]


def children_of(parent: int, word: str) -> list[psutil.Process]:
    """The children whose command line has a word; others may end meanwhile, as the `uname` that Python itself runs."""
    found = []
    for child in psutil.Process(parent).children():
        with suppress(psutil.NoSuchProcess):  # ended, or ended and not yet collected
            if word in " ".join(child.cmdline()):
                found.append(child)
    return found


def child_of(parent: int, word: str) -> psutil.Process:
    """The first such child, which is waited for."""
    for _ in range(200):
        if found := children_of(parent, word):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"no child with {word} was started")
