"""`python -m benchmarks.copying`: how fast `zonenews copy` moves an archive, in how much memory; writes docs/copy.md.

Articles are those of the ingest benchmark, on pages of about 30 KB.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from benchmarks.ingest import write_articles
from benchmarks.measure import ROOT, Spent, machine, spent_by, write_between

sys.path.append(str(ROOT / "tests"))
from postgresql import running_server

_PAGE = ROOT / "docs" / "copy.md"
_BEGIN, _END = "<!-- written by python -m benchmarks.copying -->\n", "<!-- end of the copying figures -->"
_SMALL, _LARGE = 2_000, 20_000
_AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
_SERVER = {"shared_buffers": "256MB", "autovacuum": "on"}


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy, and the proof by itself: seconds, rows, bytes of the archive's file, memory in MB."""

    what: str
    articles: int
    copy: Spent
    proof: Spent
    size: int

    @property
    def row(self) -> str:
        """As the table has it."""
        rows = sum(each["rows_from"] for each in orjson.loads(self.proof.output)["compared"])
        copying = self.copy.seconds - self.proof.seconds
        rates = f"{rows / copying:,.0f} | {self.size / copying / 1e6:.1f}"
        seconds = f"{copying:.0f} s | {self.proof.seconds:.0f} s"
        return f"| {self.what} | {self.articles:,} | {rows:,} | {seconds} | {rates} | {self.copy.memory:.0f} MB |"


def main() -> None:
    """Measures each direction once."""
    with (
        running_server(**_SERVER) as server,
        server.database() as one,
        server.database() as two,
        tempfile.TemporaryDirectory() as folder,
    ):
        found, size = _measured(Path(folder), one, two)
    _write(found, size)


def _measured(folder: Path, one: str, two: str) -> tuple[list[Copied], int]:
    small, large = _archive(folder, _SMALL), _archive(folder, _LARGE)
    size, other = large.stat().st_size, small.stat().st_size
    return [
        _copied("SQLite to PostgreSQL", str(small), one, _SMALL, other),
        _copied("SQLite to PostgreSQL", str(large), two, _LARGE, size),
        _copied("PostgreSQL to SQLite", two, str(folder / "back.db"), _LARGE, size),
        _copied("SQLite to SQLite", str(large), str(folder / "more.db"), _LARGE, size),
    ], size


def _archive(folder: Path, articles: int) -> Path:
    file = folder / f"{articles}.db"
    write_articles(str(file), 0, articles, _AT, 0.0)
    return file


def _copied(what: str, source: str, target: str, articles: int, size: int) -> Copied:
    command = [sys.executable, "-m", "zonenews", "copy", source, target, "--no-files"]
    copy = spent_by(command)
    proof = spent_by([*command, "--verify-only", "--json"])
    return Copied(what, articles, copy, proof, size)


def _write(found: list[Copied], size: int) -> None:
    lines = [
        f"The larger archive is a SQLite file of {size / 1e6:.0f} MB. Copying is the whole command less the proof,",
        "which was run once more by itself with `--verify-only`; MB are those of the SQLite file,",
        "rows those of the tables and of the search index. One run each,",
        f"{machine()}, load {os.getloadavg()[0]:.1f} at the end; the server is on the same machine.\n",
        "| | articles | rows | copying | proof | rows a second | MB a second | most memory |",
        "|---|---|---|---|---|---|---|---|",
        *(one.row for one in found),
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    write_between(_PAGE, _BEGIN, text, _END)


if __name__ == "__main__":
    main()
