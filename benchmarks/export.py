"""Exports of a large archive, each beside a bare SQLite cursor with the format's own library."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.sqlite import library
from benchmarks.crawl import archiving_crawl, served
from benchmarks.measure import Spent, machine, middle, spent_by

_OPENING = """
import sys
from archive.sqlite import library
cursor = library().connect(sys.argv[1]).cursor()
cursor.execute("SELECT * FROM v_article ORDER BY id")
names = [column[0] for column in cursor.description]
"""
# What one would write instead: a bare cursor over the same view, and the format's library, a row or batch as it comes.
_ALONE = {
    "jsonl": """
import orjson
with open(sys.argv[2], "wb") as file:
    for row in cursor:
        file.write(orjson.dumps(dict(zip(names, row))) + b"\\n")
""",
    "csv": """
import csv
with open(sys.argv[2], "w", encoding="utf-8-sig", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows(cursor)
""",
    "parquet": """
import pyarrow
from pyarrow import parquet
whole = {"id", "revision", "reading"}
schema = pyarrow.schema([(name, pyarrow.int64() if name in whole else pyarrow.string()) for name in names])
with parquet.ParquetWriter(sys.argv[2], schema, compression="zstd") as writer:
    while rows := cursor.fetchmany(1_000):
        columns = [pyarrow.array(column, field.type) for column, field in zip(zip(*rows), schema)]
        writer.write_batch(pyarrow.RecordBatch.from_arrays(columns, schema=schema))
""",
}
_LIBRARIES = {"jsonl": "orjson", "csv": "csv", "parquet": "pyarrow"}
# Copies every article of a crawl under new numbers and addresses; captures are shared.
_COPY = """
INSERT INTO url SELECT id + :by, key || '#/' || :by, url || '#/' || :by, host, first_seen, NULL, NULL
  FROM url WHERE id IN (SELECT url_id FROM article WHERE id <= :last);
INSERT INTO link SELECT section, url_id + :by, first_run, last_run, position, pinned
  FROM link WHERE url_id IN (SELECT url_id FROM article WHERE id <= :last);
INSERT INTO article SELECT id + :by, url_id + :by, site, first_seen, last_seen, state, NULL, NULL
  FROM article WHERE id <= :last;
INSERT INTO revision SELECT id + :by, article + :by, number, fetch, capture, seen, last_confirmed, NULL
  FROM revision WHERE article <= :last;
INSERT INTO reading SELECT r.id + :by, r.revision + :by, extractor, read_at, title, source, published,
  published_precision, author, editor, document_number, breadcrumb, text, images, rules, confidence, reasons, charset,
  charset_reason, flags, content_digest FROM reading r JOIN revision v ON v.id = r.revision
  WHERE v.article <= :last;
INSERT INTO attachment SELECT t.id + :by, t.reading + :by, t.position, t.url, t.name
  FROM attachment t JOIN reading r ON r.id = t.reading JOIN revision v ON v.id = r.revision
  WHERE v.article <= :last;
UPDATE revision SET current_reading = id WHERE current_reading IS NULL;
UPDATE article SET current_revision = id WHERE current_revision IS NULL;
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What an export took beside what one would write instead, and how large its file is, in MB."""

    ours: list[Spent]
    alone: list[Spent]
    size: float


def export_figures(articles: int = 100_000, few: int = 10_000, rounds: int = 3) -> str:
    """A table of seconds and memory, in Markdown; each export and what stands beside it take turns."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.db", Path(folder) / "small.db"
        _build(large, small, articles, few)
        figures = {format: _measured(format, large, rounds) for format in _ALONE}
        memory = {format: _export(format, small).memory for format in _ALONE}
    lines = [f"{articles:,} articles, {rounds} rounds in turn; {machine()}. All is of the whole process.", ""]
    lines += [f"| export | seconds | ÷ alone | CPU | ÷ alone | file | memory | of {few:,} articles |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    for format, found in figures.items():
        lines += _lines(format, found, memory[format])
    return "\n".join(lines)


def _measured(format: str, archive: Path, rounds: int) -> Figures:
    ours, alone = [], []
    out = archive.with_name(f"alone.{format}")
    for _ in range(rounds):
        alone.append(spent_by([sys.executable, "-c", _OPENING + _ALONE[format], str(archive), str(out)]))
        ours.append(_export(format, archive))
    return Figures(ours, alone, _out(format, archive).stat().st_size / 1e6)


def _export(format: str, archive: Path) -> Spent:
    out = str(_out(format, archive))
    return spent_by([sys.executable, "-m", "zonenews", "export", "--archive", str(archive), "-o", out])


def _out(format: str, archive: Path) -> Path:
    return archive.with_name(f"ours.{format}")


def _lines(format: str, found: Figures, of_few: float) -> Iterator[str]:
    """Two lines of the table: the library alone, and ours."""
    peak, alone = (max(one.memory for one in spent) for spent in (found.ours, found.alone))
    bare = f"{_middle(found.alone, 'seconds'):.1f} | 1.00 | {_middle(found.alone, 'cpu'):.1f} | 1.00"
    yield f"| a bare cursor with {_LIBRARIES[format]} | {bare} | | {alone:.0f} MB | |"
    ours = " | ".join(
        f"{_middle(found.ours, name):.1f} | {_middle(found.ours, name) / _middle(found.alone, name):.2f}"
        for name in ("seconds", "cpu")
    )
    yield f"| **zonenews export, {format}** | {ours} | {found.size:.0f} MB | {peak:.0f} MB | {of_few:.0f} MB |"


def _middle(spent: list[Spent], name: str) -> float:
    return middle([getattr(one, name) for one in spent])


def _build(large: Path, small: Path, articles: int, few: int) -> None:
    """Two archives of so many articles: a real crawl of a thousand, copied."""
    with served(1_000):
        archiving_crawl(small)
    shutil.copy(small, large)
    _multiply(large, articles)
    _multiply(small, few)


def _multiply(path: Path, articles: int) -> None:
    connection = library().connect(str(path))
    (last,) = connection.execute("SELECT max(id) FROM article").fetchone()
    (count,) = connection.execute("SELECT count(*) FROM article").fetchone()
    step = 1_000_000
    for copy in range(1, articles // count):
        for statement in _COPY.split(";"):
            connection.execute(statement, {"by": copy * step, "last": last})
    connection.commit()
    connection.close()


if __name__ == "__main__":
    print(export_figures())
