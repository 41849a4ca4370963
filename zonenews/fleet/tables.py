"""The queue's tables: Procrastinate's and a few of the fleet's own, in a schema of their own beside the archive's."""

from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager

from zonenews.exits import Exit, Refused

SCHEMA = "queue"
_LOCK = 0x5A4E7175  # held while the tables are made: workers may start at once
_OURS = """
CREATE TABLE made(part TEXT PRIMARY KEY, by TEXT NOT NULL);
CREATE TABLE fleet_worker(
    id BIGINT PRIMARY KEY REFERENCES procrastinate_workers ON DELETE CASCADE, name TEXT NOT NULL, host TEXT NOT NULL,
    pid INTEGER NOT NULL, jobs INTEGER NOT NULL, started TIMESTAMPTZ NOT NULL DEFAULT now());
CREATE TABLE fleet_end(
    job BIGINT PRIMARY KEY REFERENCES procrastinate_jobs ON DELETE CASCADE, at TIMESTAMPTZ NOT NULL DEFAULT now(),
    worker TEXT NOT NULL, code INTEGER NOT NULL, reason TEXT NOT NULL);
"""
# How a job ended; of one that came again, the last end.
NOTE_END = """
INSERT INTO fleet_end (job, worker, code, reason) VALUES (%(job)s, %(worker)s, %(code)s, %(reason)s)
ON CONFLICT (job) DO UPDATE SET at = now(), worker = excluded.worker, code = excluded.code, reason = excluded.reason
"""
_NOTE = "INSERT INTO made VALUES ('procrastinate', %s) ON CONFLICT (part) DO UPDATE SET by = excluded.by"


def make_tables(conninfo: str) -> None:
    """Makes the tables, or brings Procrastinate's up to date by its own migrations.

    Raises Refused where the server cannot be reached or allows no schema, or where a newer zonenews made them.
    """
    try:
        with psycopg.connect(conninfo, autocommit=True) as db:
            db.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            if (found := _made_by(db)) is None:
                _make(db)
            else:
                _migrate(db, found)
    except psycopg.Error as error:
        said = error.diag.message_primary or str(error)
        raise Refused(Exit.ARCHIVE, f"the queue cannot be used: {said}") from error


def migrations() -> list[Path]:
    """Procrastinate's migrations, in their order; their names begin with the version that they came with."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _made_by(db: psycopg.Connection) -> str | None:
    """The last migration that the tables have seen, None where there are no tables."""
    if db.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.made"]).fetchone() == (None,):
        return None
    row = db.execute("SELECT by FROM made WHERE part = 'procrastinate'").fetchone()
    return str(row[0]) if row else None


def _make(db: psycopg.Connection) -> None:
    with db.transaction():
        db.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}".encode())
        db.execute(SchemaManager.get_schema().encode())
        db.execute(_OURS)
        db.execute(_NOTE, [migrations()[-1].name])


def _migrate(db: psycopg.Connection, found: str) -> None:
    """Each migration by itself: a new value of an enum cannot be used before it is committed."""
    if found > migrations()[-1].name:
        raise Refused(Exit.ARCHIVE, f"the queue is of a newer Procrastinate ({found}); update zonenews to use it")
    for file in migrations():
        if file.name > found:
            with db.transaction():
                db.execute(file.read_bytes())
                db.execute(_NOTE, [file.name])
