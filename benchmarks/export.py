"""JSON Lines export of a large archive beside a bare SQLite cursor with orjson."""

import sys
import tempfile
from pathlib import Path

from archive.sqlite import library
from benchmarks.crawl import archiving_crawl, served
from benchmarks.measure import Spent, machine, middle, spent_by

_BARE = """
import sys
import orjson
from archive.sqlite import library
cursor = library().connect(sys.argv[1]).cursor()
cursor.execute("SELECT * FROM v_article")
names = [column[0] for column in cursor.description]
with open(sys.argv[2], "wb") as file:
    for row in cursor:
        file.write(orjson.dumps(dict(zip(names, row))) + b"\\n")
"""
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


def export_figures(articles: int = 100_000, rounds: int = 5) -> str:
    """A table of seconds and memory, in Markdown; the two take turns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        _build(path, articles)
        ours, bare = [], []
        for _ in range(rounds):
            bare.append(spent_by([sys.executable, "-c", _BARE, str(path), f"{folder}/bare.jsonl"]))
            command = [sys.executable, "-m", "zonenews", "export", "--archive", str(path), "-o", f"{folder}/ours.jsonl"]
            ours.append(spent_by(command))
        size = (Path(folder) / "ours.jsonl").stat().st_size / 1e6
    ratio = middle([b.seconds / o.seconds for o, b in zip(ours, bare, strict=True)])
    lines = [f"{articles:,} articles, {size:.0f} MB of JSON Lines, {rounds} rounds in turn; {machine()}.", ""]
    lines += ["| export | seconds, whole process | peak memory | speed ÷ bare |", "|---|---|---|---|"]
    lines += [
        _line("bare cursor of the SQLite library with orjson", bare, 1.0),
        _line("**zonenews export**", ours, ratio),
    ]
    return "\n".join(lines)


def _line(name: str, spent: list[Spent], ratio: float) -> str:
    seconds = middle([one.seconds for one in spent])
    return f"| {name} | {seconds:.2f} | {max(one.memory for one in spent):.0f} MB | {ratio:.2f} |"


def _build(path: Path, articles: int) -> None:
    """An archive of so many articles: a real crawl of a thousand, copied."""
    with served(1_000):
        archiving_crawl(path)
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
