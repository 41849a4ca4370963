"""A terminal for tests: a real pseudo-terminal, and what a person would have read on it."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

_STEP = re.compile(r"\x1b\[(\?)?([\d;]*)([A-Za-z])|\r|\n|[^\x1b\r\n]+|\x1b.")


class Paper:
    """Lines without end, so that what has scrolled away can be read; knows what Rich uses, and nothing else."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = [""]
        self.cursor_hidden = False
        self._row = self._column = 0

    def feed(self, text: str) -> None:
        """Does what a terminal does with these characters."""
        for step in _STEP.finditer(text):
            if step[3]:
                self._control(step[1] or "", step[2], step[3])
            elif step[0] == "\r":
                self._column = 0
            elif step[0] == "\n":
                self._down()
            else:
                assert not step[0].startswith("\x1b"), f"unknown sequence {step[0]!r}"
                self._write(step[0])

    def _write(self, text: str) -> None:
        for character in text:
            if self._column >= self.width:
                self._down()
                self._column = 0
            line = self.lines[self._row].ljust(self._column)
            self.lines[self._row] = line[: self._column] + character + line[self._column + 1 :]
            self._column += 1

    def _down(self) -> None:
        self._row += 1
        while len(self.lines) <= self._row:
            self.lines.append("")

    def _control(self, private: str, number: str, letter: str) -> None:
        if letter == "m":
            return
        if letter == "A":
            self._row = max(0, self._row - int(number or 1))
        elif (letter, number) == ("K", "2"):
            self.lines[self._row] = ""
        elif private and number == "25":
            self.cursor_hidden = letter == "l"
        else:
            raise AssertionError(f"unknown sequence {private}{number}{letter}")


def on_a_terminal(command: list[str], cwd: Path, env: dict[str, str], width: int = 100) -> tuple[Paper, str, int]:
    """Runs a command whose stderr is a terminal: what is there at the end, all that was written, and the exit code."""
    ours, process = start_on_a_terminal(command, cwd, env, width)
    said = b""
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    paper, text = Paper(width), said.decode()
    paper.feed(text.replace("\n", "\r\n"))
    return paper, text, process.wait(timeout=60)


def start_on_a_terminal(
    command: list[str], cwd: Path, env: dict[str, str], width: int = 100
) -> tuple[int, subprocess.Popen[bytes]]:
    """Starts it; gives our end of the terminal, and the process."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, width, 0, 0))
    attributes = termios.tcgetattr(theirs)
    attributes[1] &= ~termios.OPOST  # line feeds stay as they are written
    termios.tcsetattr(theirs, termios.TCSANOW, attributes)
    env = {name: value for name, value in env.items() if name not in {"COLUMNS", "LINES"}} | {"TERM": "xterm-256color"}
    process = subprocess.Popen(command, cwd=cwd, env=env, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    return ours, process
