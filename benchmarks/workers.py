"""Runs the readers of `benchmarks.readers`, each in a process and, for a rival, in a virtual environment of its own."""

import hashlib
import json
import select
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT

RIVALS = ("gne", "trafilatura", "readability", "newspaper4k")
_FOLDER = ROOT / "benchmarks" / ".rivals"


class NotInstalled(Exception):
    """A rival whose packages could not be installed here."""


class Worker:
    """A reader's process; it is started anew after a page that took too long."""

    def __init__(self, name: str) -> None:
        python = interpreter(name) if name in RIVALS else sys.executable
        self.name = name
        self._command = [python, "-m", f"benchmarks.readers.{name}"]
        self._process = self._started()

    def ask(self, path: Path, url: str, charset: str, limit: float = 120) -> dict[str, Any] | None:
        """What the reader makes of a page; None where it takes more than `limit` seconds."""
        process = self._process
        assert process.stdin
        assert process.stdout
        request = {"path": str(path), "url": url, "charset": charset}
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        if not select.select([process.stdout], [], [], limit)[0]:
            self.stop()
            self._process = self._started()
            return None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the reader {self.name} ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.communicate()

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )


def interpreter(name: str) -> str:
    """The Python that has a rival installed; raises NotInstalled."""
    return python_with(ROOT / "benchmarks" / "readers" / f"{name}.txt")


def python_with(wanted: Path) -> str:
    """The Python that has a file of pinned packages installed, which is done at its first use; raises NotInstalled."""
    name = wanted.stem
    digest = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = _FOLDER / f"{name}-{digest}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        try:
            _install(folder, python, wanted)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotInstalled(name) from error
        (folder / "ready").touch()
    return str(python)


def _install(folder: Path, python: Path, wanted: Path) -> None:
    """Makes the environment, with uv where it is installed, else with venv and pip."""
    print(f"Installing {wanted.stem} …", file=sys.stderr)
    if uv := shutil.which("uv"):
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)])
        _run([uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(wanted)])
        return
    _run([sys.executable, "-m", "venv", str(folder)])
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "-r", str(wanted)])


def _run(command: list[str]) -> None:
    """Runs a command silently; where it fails, with what it said."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    done.check_returncode()
