"""`python -m benchmarks.partitions`: what a table a month of fetches costs and gives; writes docs/fleet.md."""

import os
import sys
import time
from collections.abc import Iterator
from statistics import median

from sqlalchemy import Connection, NullPool, create_engine

from archive.schema import upgrade
from benchmarks.measure import ROOT, machine, write_between

sys.path.append(str(ROOT / "tests"))
from postgresql import running_server

_PAGE = ROOT / "docs" / "fleet.md"
_BEGIN, _END = "<!-- written by python -m benchmarks.partitions -->\n", "<!-- end of the partitions' figures -->"
_ROWS, _MONTHS, _ADDRESSES = 1_200_000, 24, 100_000
_SERVER = {"shared_buffers": "256MB", "max_wal_size": "4GB"}
_WHOLE = "0011"  # the schema before
# Each address is asked again and again, each time with the headers that such requests have
_FILL = """
INSERT INTO url SELECT n, 'a/' || n, 'http://a/' || n, 'a', 't', NULL, NULL FROM generate_series(1, {addresses}) n;
INSERT INTO "fetch" (url_id, at, final_url, status, outcome, request_headers, response_headers, wire_bytes, flags)
SELECT mod(n * 79, {addresses}) + 1,
    to_char(timestamp '2024-01-01' + n * interval '{months} months' / {rows}, 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"'),
    'http://a/' || mod(n * 79, {addresses}) + 1, 304, 'not_modified', '["' || repeat('q', 90) || '"]',
    '["' || repeat('a', 380) || '"]', 0, '[]'
FROM generate_series(1, {rows} - 1) n
"""
_ASKED = {
    "when an address was last asked": 'SELECT max(at) FROM "fetch" WHERE url_id = {}',
    "a fetch by its number": 'SELECT status FROM "fetch" WHERE id = {}',
}
_A_MONTH = "SELECT count(*) FROM \"fetch\" WHERE at >= '2025-06-01' AND at < '2025-07-01'"
_DELETE = "DELETE FROM \"fetch\" WHERE at >= '2024-01-01' AND at < '2024-02-01'"
_DETACH = 'ALTER TABLE "fetch" DETACH PARTITION fetch_2024_01; DROP TABLE fetch_2024_01'
_SIZE = "SELECT pg_database_size(current_database())"


def partition_figures() -> str:
    """A table, in Markdown."""
    with running_server(**_SERVER) as server, server.database() as one, server.database() as other:
        with create_engine(one, poolclass=NullPool).connect() as db:
            _filled(db)
            whole = _asked(db) | _thrown_away(db, _DELETE)
        with create_engine(other, poolclass=NullPool).connect() as db:
            _filled(db)
            began = time.perf_counter()
            upgrade(db)
            upgraded = time.perf_counter() - began
            db.exec_driver_sql("ANALYZE").close()
            db.commit()
            parts = _asked(db) | _thrown_away(db, _DETACH)
    lines = ["| | one table | a table a month |", "|---|---|---|"]
    lines += [f"| {name} | {found} | {parts[name]} |" for name, found in whole.items()]
    about = (
        f"{_ROWS:,} fetches of {_MONTHS} months, of {_ADDRESSES:,} addresses; moving them into their months took "
        f"{upgraded:.0f} s; {machine()}, load {os.getloadavg()[0]:.1f} at the end."
    )
    return "\n".join([*lines, "", about, ""])


def _filled(db: Connection) -> None:
    upgrade(db, _WHOLE)
    db.exec_driver_sql(_FILL.format(rows=_ROWS, months=_MONTHS, addresses=_ADDRESSES))
    db.commit()
    db.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
    db.commit()
    db.execution_options(isolation_level="READ COMMITTED")


def _asked(db: Connection) -> dict[str, str]:
    """Milliseconds at the median, planning included."""
    found = {
        name: f"{_took(db, (query.format(n * 37) for n in range(1, 301))):.2f} ms" for name, query in _ASKED.items()
    }
    return found | {"the fetches of one month, counted": f"{_took(db, [_A_MONTH] * 5):.0f} ms"}


def _took(db: Connection, queries: Iterator[str] | list[str]) -> float:
    times = []
    for query in queries:
        began = time.perf_counter()
        db.exec_driver_sql(query).all()
        times.append(1000 * (time.perf_counter() - began))
    db.commit()
    return median(times)


def _thrown_away(db: Connection, statement: str) -> dict[str, str]:
    """How long throwing a month away takes, and what the disk gets back when the server has tidied up."""
    before, began = db.exec_driver_sql(_SIZE).scalar_one(), time.perf_counter()
    db.exec_driver_sql(statement)
    db.commit()
    seconds = time.perf_counter() - began
    db.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
    back = (before - db.exec_driver_sql(_SIZE).scalar_one()) / 1e6
    return {"the oldest month, thrown away": f"{1000 * seconds:.0f} ms", "room that this gives back": f"{back:.0f} MB"}


def main() -> None:
    """Measures, and writes the figures into the page."""
    text = partition_figures()
    print(text)
    write_between(_PAGE, _BEGIN, text, _END)


if __name__ == "__main__":
    main()
