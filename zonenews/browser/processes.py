"""The browser's processes, as Linux shows them: how much memory each holds, and an end for those that do not end."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_OURS = (b"--type=renderer", b"--remote-debugging-pipe")  # a page's process, and the one above all others


def heaviest(pid: int) -> int:
    """The resident bytes of the largest browser process below this one; 0 where the system does not tell."""
    return max((_resident(process) for process in _browsers(pid)), default=0)


def kill_pages(pid: int) -> None:
    """Ends every process below this one that draws a page."""
    for process in _browsers(pid, _OURS[:1]):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def kill_browser(pid: int) -> None:
    """Ends every browser process below this one."""
    for process in _browsers(pid):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _browsers(pid: int, words: tuple[bytes, ...] = _OURS) -> list[int]:
    return [process for process in _below(pid) if any(word in _command(process) for word in words)]


def _below(pid: int) -> Iterator[int]:
    for file in (_PROC / str(pid) / "task").glob("*/children"):
        for child in map(int, _read(file).split()):
            yield child
            yield from _below(child)


def _command(pid: int) -> bytes:
    return _read(_PROC / str(pid) / "cmdline")


def _resident(pid: int) -> int:
    words = _read(_PROC / str(pid) / "status").partition(b"VmRSS:")[2].split()
    return int(words[0]) * 1024 if words else 0


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # it has ended
        return b""
