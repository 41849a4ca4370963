"""What captures take, beside gzip a page and WARC.gz a record, and what writing and reading them costs."""

import gzip
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import Writer
from archive.dictionaries import KEPT, body_of, drop_compiled, mark_of
from archive.models import Capture, Dictionary
from archive.packing import Packer
from archive.records import Fetch, sha256
from benchmarks.measure import machine
from benchmarks.pages import real_pages
from zonenews.demo.answer import Call
from zonenews.demo.families import FAMILIES
from zonenews.demo.sites import plain_site

_TEMPLATES = ("seed", "trs", "vsb", "ucap", "dedecms", "hanweb", "shanghai", "asp")
_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_ROUNDS = 3
_COLUMNS = (
    *("pages", "KB a page", "**zonenews**", "the same without the dictionaries' pages", "gzip -9 a page"),
    *("WARC.gz a record", "write, ms", "learn, ms in all", "read, ms", "gzip, ms"),
)
_HEAD = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|"


@dataclass
class Kept:
    """What came of archiving some pages: bytes, and milliseconds a page."""

    raw: int = 0
    stored: int = 0
    dictionaries: int = 0
    raw_others: int = 0
    stored_others: int = 0
    larger_than_gzip: int = 0
    gzipped: int = 0
    warc: int = 0
    writing: list[float] = field(default_factory=list)
    learning: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    gzipping: list[float] = field(default_factory=list)


def captures_figures(articles: Sequence[int] = (400, 40)) -> str:
    """Two tables in Markdown: sites of one template, and single pages."""
    lines = [f"{machine()}; milliseconds are of CPU, the best of {_ROUNDS} rounds.", ""]
    larger = pages = 0
    for count in articles:
        lines += [f"**Sites of one template, {count} article pages each**:", "", _HEAD]
        for family in _TEMPLATES:
            bodies = site_pages(family, count)
            kept = kept_of([bodies])
            lines.append(_line(family, bodies, kept))
            larger, pages = larger + kept.larger_than_gzip, pages + len(bodies)
        lines.append("")
    lines += ["**Single pages, each of a site of its own**:", "", _HEAD]
    for name, bodies in _singles():
        kept = kept_of([[body] for body in bodies])
        lines.append(_line(name, bodies, kept))
        larger, pages = larger + kept.larger_than_gzip, pages + len(bodies)
    lines += ["", f"Of {pages:,} captures, {larger} take more than gzip -9 makes of the page."]
    return "\n".join(lines)


def site_pages(family: str, count: int) -> list[bytes]:
    """Article pages in the order in which a crawl meets them: the newest first."""
    site = plain_site(date(2026, 11, 1), 3, articles=count, family=family)
    paths = [urlsplit(path) for path in site.articles]
    return [site.answer(Call(path.path, dict(parse_qsl(path.query)))).body for path in reversed(paths)]


def _singles() -> Iterator[tuple[str, list[bytes]]]:
    yield (
        "the replica, one of each family",
        [Random(family).choice(site_pages(family, 5)) for family in sorted(FAMILIES)],
    )
    for kind, name in (("gov", "saved pages of governments"), ("news", "saved pages of news sites")):
        if pages := real_pages(kind):
            yield name, [page.path.read_bytes() for page in pages]


def kept_of(sites: Sequence[Sequence[bytes]], rounds: int = _ROUNDS) -> Kept:
    """Archives the pages of some sites, several times, and weighs what came of it."""
    kept = Kept()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder, _writer(Path(folder), len(sites)) as writer:
            for times, spent in zip((kept.writing, kept.learning), _write(writer, sites), strict=True):
                times.append(spent)
            kept.reading.append(_read(writer))
            kept.gzipping.append(_gzip(sites))
            if len(kept.writing) == rounds:
                _weigh(kept, writer, sites)
    return kept


@contextmanager
def _writer(folder: Path, sites: int) -> Iterator[Writer]:
    writer = Writer(str(folder / "bench.db"))
    for number in range(sites):
        writer.add_site(f"site{number}", [], _NOW)
    yield writer
    writer.close()


def _write(writer: Writer, sites: Sequence[Sequence[bytes]]) -> tuple[float, float]:
    """Milliseconds a page for packing and storing, without the pages' commits; and for learning, of all of them."""
    packer, spent, learned = Packer(writer._upserts.capture, writer._transaction), 0.0, 0.0
    for number, bodies in enumerate(sites):
        for place, body in enumerate(bodies):
            fetch = Fetch(f"http://www.example.cn/{place}", _NOW, "ok", f"http://www.example.cn/{place}", body=body)
            assert fetch.body_digest  # is computed for the fetch's row anyway
            with writer._transaction() as db:
                began = time.process_time()
                packer.keep(db, f"site{number}", fetch)
                spent += time.process_time() - began
            began = time.process_time()
            packer.learn(f"site{number}", _NOW)
            learned += time.process_time() - began
    return spent * 1_000 / sum(map(len, sites)), learned * 1_000


def _read(writer: Writer) -> float:
    drop_compiled()
    with writer._transaction() as db:
        rows = db.execute(select(*KEPT)).all()
        began = time.process_time()
        for row in rows:
            body_of(db, row)
        return (time.process_time() - began) * 1_000 / len(rows)


def _gzip(sites: Sequence[Sequence[bytes]]) -> float:
    began = time.process_time()
    for bodies in sites:
        for body in bodies:
            gzip.compress(body, 9)
    return (time.process_time() - began) * 1_000 / sum(map(len, sites))


def _weigh(kept: Kept, writer: Writer, sites: Sequence[Sequence[bytes]]) -> None:
    with writer._transaction() as db:
        sizes = {row.digest: len(row.data) for row in db.execute(select(Capture.digest, Capture.data))}
        rows = db.execute(select(Dictionary.data, Dictionary.samples)).all()
    kept.dictionaries = sum(len(row.data) for row in rows)
    samples = {mark for row in rows for mark in row.samples}
    for body in {body for bodies in sites for body in bodies}:
        size, zipped = sizes[sha256(body)], len(gzip.compress(body, 9))
        kept.raw, kept.stored, kept.gzipped = kept.raw + len(body), kept.stored + size, kept.gzipped + zipped
        kept.larger_than_gzip += size > zipped
        kept.warc += _record_size(body)
        if mark_of(sha256(body)) not in samples:
            kept.raw_others, kept.stored_others = kept.raw_others + len(body), kept.stored_others + size
    kept.stored += kept.dictionaries
    kept.stored_others += kept.dictionaries


def _record_size(body: bytes) -> int:
    """The bytes of a response record that is gzipped by itself."""
    to = BytesIO()
    writer = WARCWriter(to, gzip=True, warc_version="1.1")
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    http = StatusAndHeaders("200 OK", headers, "HTTP/1.1")
    url = "http://www.example.cn/jkqzx/202611/t20261101_20003.html"
    writer.write_record(writer.create_warc_record(url, "response", BytesIO(body), len(body), http_headers=http))
    return len(to.getvalue())


def _line(name: str, bodies: Sequence[bytes], kept: Kept) -> str:
    def share(part: int, whole: int) -> str:
        return f"{100 * part / whole:.1f} %"

    others = share(kept.stored_others, kept.raw_others)
    cells = [name, f"{kept.raw / len(bodies) / 1_000:.0f}", f"**{share(kept.stored, kept.raw)}**", others]
    cells += [share(kept.gzipped, kept.raw), share(kept.warc, kept.raw)]
    cells += [f"{min(kept.writing):.2f}", f"{min(kept.learning):.0f}"]
    cells += [f"{min(kept.reading):.2f}", f"{min(kept.gzipping):.2f}"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(captures_figures())
