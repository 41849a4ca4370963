"""A log file of bounded size that several crawls may write at once."""

import logging
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from filelock import FileLock


class SharedLogFile(logging.Handler):
    """Appends each record in one piece; a file that has grown too large is renamed to `name.1`, that to `name.2` …

    Whoever finds the file renamed goes on in the new one, so that crawls share a file without losing lines.
    """

    def __init__(self, path: str | Path, most_bytes: int, older: int, *, append: bool = True) -> None:
        super().__init__()
        self._path = Path(path).absolute()
        self._most_bytes = most_bytes
        self._older = older
        self._file = self._open(0 if append else os.O_TRUNC)
        self._failed = False

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record; a failure is told once on stderr, and costs nothing else."""
        try:
            line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")
            self._follow()
            os.write(self._file, line)
            if self._most_bytes and os.fstat(self._file).st_size > self._most_bytes:
                self._rotate()
        except Exception as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not self._failed:
            self._failed = True
            with suppress(OSError):
                print(f"zonenews: the log cannot be written: {error}", file=sys.stderr)

    def close(self) -> None:
        """Closes the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        super().close()

    def _open(self, how: int = 0) -> int:
        return os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | how, 0o600)

    def _follow(self) -> None:
        """Opens the file anew where another crawl, or logrotate, has renamed it."""
        if not self._is_current():
            os.close(self._file)
            self._file = self._open()

    def _is_current(self) -> bool:
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return False
        return os.path.samestat(there, os.fstat(self._file))

    def _rotate(self) -> None:
        if not stat.S_ISREG(os.fstat(self._file).st_mode):
            return
        with FileLock(f"{self._path}.lock"):
            if self._is_current():  # else another crawl was first
                self._rename()
        self._follow()

    def _rename(self) -> None:
        if not self._older:
            self._path.unlink()
            return
        for number in range(self._older - 1, 0, -1):
            older = self._numbered(number)
            if older.exists():
                older.replace(self._numbered(number + 1))
        self._path.replace(self._numbered(1))

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
