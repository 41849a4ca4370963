"""`python -m benchmarks.ingest`: articles a second that writers bring into an archive, beside bare COPY of their rows.

Writes docs/fleet.md; with a number, `python -m benchmarks.ingest 100`, it only prints, of so many articles a writer.
Articles are those of the search benchmark on pages of about 30 KB, each `Writer.record_article`; then the same pages
come again, as in later runs.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from archive import Writer
from archive.records import Fetch, Reading
from benchmarks.corpus import News, news
from benchmarks.measure import ROOT, machine, server_cpu, write_between

sys.path.append(str(ROOT / "tests"))
from postgresql import running_server

_PAGE = ROOT / "docs" / "fleet.md"
_BEGIN, _END = "<!-- written by python -m benchmarks.ingest -->\n", "<!-- end of the ingest figures -->"
_EACH = 1500  # articles of a writer
_AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
# as in compose.yaml
_SERVER = {"shared_buffers": "512MB", "autovacuum": "on", "max_wal_size": "1GB", "wal_compression": "on"}
_CHROME = "".join(
    f"<li><a href='/xwzx/yqyw/{n}.html' title='栏目{n}'>栏目导航第{n * 7919 % 10007}项</a></li>" for n in range(280)
)
_HEADERS = tuple((f"X-Header-{n}", f"value {n}") for n in range(9))
_LOOKS = 0.01
_WAITING = """
SELECT count(*) FILTER (WHERE wait_event = 'advisory') AS locked, count(*) AS all
FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state = 'active'
"""


_STATE = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd), 0), pg_current_wal_lsn() - '0/0', pg_database_size(current_database())
FROM pg_stat_user_tables WHERE schemaname = 'public'
"""
_FULL = "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public' AND n_live_tup > 0 ORDER BY 1"
_HEAD = (
    *("", "articles a second", "of bare COPY", "CPU of a writer", "CPU of the server", "rows written", "log", "disk"),
    "waiting for the lock",
)


@dataclass(frozen=True, slots=True)
class Ingest:
    """What some writers did: articles a second; an article's rows, CPU of writers and server, bytes of log and disk."""

    rate: float
    cpu: float
    rows: float = 0.0
    server_cpu: float = 0.0
    wal: float = 0.0
    disk: float = 0.0
    locked: float = 0.0  # of the time that a writer's statement ran, the share that it waited for the write lock


def write_articles(url: str, writer: int, count: int, at: datetime, begin: float) -> tuple[float, float, float]:
    """Archives articles as a crawl does, in a process of its own; gives when it began and ended, and its CPU."""
    archive, site = Writer(url, wait=60), f"site{writer}"
    archive.add_site(site, [f"www{writer}.example.cn"], at)
    run = archive.start_run(site, site, at, "0.1")
    made = [_as_fetched(number, site, each, at) for number, each in enumerate(news(count, seed=100 + writer))]
    time.sleep(max(0.0, begin - time.time()))
    began, spent = time.time(), time.process_time()
    for fetch, reading in made:
        archive.record_article(run, site, fetch, reading, due=at + timedelta(days=7), reread=lambda pages: None)
    ended, spent = time.time(), time.process_time() - spent
    archive.close()
    return began, ended, spent


def _as_fetched(number: int, site: str, each: News, at: datetime) -> tuple[Fetch, Reading]:
    url = f"http://www.{site}.example.cn/xwzx/yqyw/202611/t20261120_{number}.html"
    body = f"<html><head><title>{each.title}</title></head><body><ul>{_CHROME}</ul><h1>{each.title}</h1>"
    body += f"<p>{'</p><p>'.join(each.paragraphs)}</p></body></html>"
    fetch = Fetch(
        *(url, at, "ok", url), status=200, body=body.encode(), request_headers=_HEADERS[:3],
        response_headers=_HEADERS, wire_bytes=len(body) // 4, ip="127.0.0.1",
    )  # fmt: skip
    precision = "minute" if "T" in each.published else "day"
    reading = Reading(
        *("1", at, each.title, each.source, each.published, precision, None, None, None), ("首页", "新闻中心"),
        each.paragraphs, rules={"title": "heading"}, confidence={"title": 0.9}, charset_reason="strict utf-8",
    )  # fmt: skip
    return fetch, reading


def on_server(writers: int, each: int, *, archives: int = 1) -> tuple[Ingest, Ingest, float]:
    """Writers into one archive, or one each, on a server of their own.

    Gives what they did with new articles, what with the same pages again, and articles a second of COPY of the rows.
    """
    with running_server(**_SERVER) as server, server.database() as url, server.database() as other:
        urls = [url, other][:archives]
        for one in urls:
            Writer(one).close()
        plain = url.replace("+psycopg", "")
        new = _on_server(urls, plain, writers, each, _AT)
        bare = writers * each / _copied(plain) if archives == 1 else 0.0
        return new, _on_server(urls, plain, writers, each, _AT + timedelta(days=7)), bare


def _on_server(urls: list[str], plain: str, writers: int, each: int, at: datetime) -> Ingest:
    with psycopg.connect(plain, autocommit=True) as db:
        cpu, before, looked = server_cpu(plain), _state(db), _Looks(plain)
        with looked:
            rate, spent = _written(urls, writers, each, at)
        rows, wal, disk = (now - then for now, then in zip(_state(db), before, strict=True))
        rows, disk = rows * len(urls), disk * len(urls)  # the other archives are as this one
        count = writers * each
        return Ingest(
            *(rate, spent / count, rows / count, (server_cpu(plain) - cpu) / count),
            *(wal / count, disk / count, looked.share),
        )


def _state(db: psycopg.Connection[Any]) -> tuple[float, ...]:
    """Rows written so far, bytes of log, bytes on disk."""
    row = db.execute(_STATE).fetchone()
    assert row
    return tuple(float(each) for each in row)


def on_file(writers: int, each: int) -> Ingest:
    """Writers into one SQLite archive."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.db"
        Writer(str(file)).close()
        rate, spent = _written([str(file)], writers, each, _AT)
        return Ingest(rate, spent / (writers * each), disk=file.stat().st_size / (writers * each))


def _written(urls: list[str], writers: int, each: int, at: datetime) -> tuple[float, float]:
    """Articles a second from the first to the last of all writers, and their CPU."""
    with ProcessPoolExecutor(writers, get_context("spawn")) as pool:
        begin = time.time() + 4 + writers  # until all have their articles ready
        doing = [pool.submit(write_articles, urls[n % len(urls)], n, each, at, begin) for n in range(writers)]
        done = [one.result() for one in doing]
    seconds = max(ended for _, ended, _ in done) - min(began for began, _, _ in done)
    return writers * each / seconds, sum(spent for _, _, spent in done)


def _copied(url: str) -> float:
    """Seconds that COPY of all rows takes, into tables without indexes and checks, in one transaction."""
    with psycopg.connect(url) as db:
        db.execute("ANALYZE")
        db.execute("CREATE SCHEMA bare")
        names = [Identifier(name) for (name,) in db.execute(_FULL) if name != "alembic_version"]
        data = []
        for name in names:
            with db.cursor().copy(SQL("COPY (SELECT * FROM {}) TO STDOUT (FORMAT binary)").format(name)) as copy:
                data.append(b"".join(bytes(block) for block in copy))
            db.execute(SQL("CREATE TABLE bare.{} AS SELECT * FROM public.{} WHERE false").format(name, name))
        db.commit()
        began = time.perf_counter()
        for name, block in zip(names, data, strict=True):
            with db.cursor().copy(SQL("COPY bare.{} FROM STDIN (FORMAT binary)").format(name)) as copy:
                copy.write(block)
        db.commit()
        seconds = time.perf_counter() - began
        db.execute("DROP SCHEMA bare CASCADE")
        return seconds


class _Looks(Thread):
    """Looks a hundred times a second what statements wait for."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._url, self._end = url, Event()
        self._locked = self._all = 0

    @property
    def share(self) -> float:
        """Of the statements that were seen, how many waited for the write lock."""
        return self._locked / self._all if self._all else 0.0

    def run(self) -> None:
        """Looks."""
        with psycopg.connect(self._url, autocommit=True) as db:
            while not self._end.wait(_LOOKS):
                row = db.execute(_WAITING).fetchone()
                assert row
                self._locked, self._all = self._locked + row[0], self._all + row[1]

    def __enter__(self) -> "_Looks":
        self.start()
        return self

    def __exit__(self, *given: object) -> None:
        self._end.set()
        self.join()


def _lines(each: int) -> Iterator[str]:
    """The table in Markdown."""
    yield f"| {' | '.join(_HEAD)} |\n{'|---' * len(_HEAD)}|"
    for writers, archives in ((1, 1), (2, 1), (3, 1), (2, 2)):
        new, again, bare = on_server(writers, each, archives=archives)
        name = f"PostgreSQL, {_many(writers)}" + (", an archive each" if archives > 1 else "")
        yield _row(name, new, bare)
        if archives == 1:
            yield _row(f"{name}, the same pages again", again)
    for writers in (1, 2):
        yield _row(f"SQLite, {_many(writers)}", on_file(writers, each))


def _many(writers: int) -> str:
    return f"{writers} writer{'s' * (writers > 1)}"


def _row(name: str, one: Ingest, bare: float = 0.0) -> str:
    cells = [name, f"**{one.rate:.0f}**", f"1 / {bare / one.rate:.0f} of {bare:,.0f}" if bare else ""]
    cells.append(f"{1000 * one.cpu:.1f} ms")
    server = (f"{1000 * one.server_cpu:.1f} ms", f"{one.rows:.1f}", f"{one.wal / 1000:.1f} KB")
    cells += server if one.wal else ("", "", "")
    cells += [f"{one.disk / 1000:.1f} KB", f"{one.locked:.0%}" if one.wal else ""]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measures, and writes the table into the page."""
    each = int(sys.argv[1]) if sys.argv[1:] else _EACH
    load = os.getloadavg()[0]
    text = "\n".join(_lines(each))
    text += f"\n\n{each} articles a writer, in one run; {machine()}, load {load:.1f} before it began.\n"
    print(text)
    if each == _EACH:
        write_between(_PAGE, _BEGIN, text, _END)


if __name__ == "__main__":
    main()
