"""On PostgreSQL, fetches by month."""

from alembic import op
from sqlalchemy import Connection

revision = "0012"
down_revision = "0011"

# `at` sorts by its bytes, whatever the database takes for an alphabet: a month is what begins with it.
_TABLE = """
CREATE TABLE "fetch"(
    id BIGINT NOT NULL DEFAULT nextval('fetch_id_seq'), run BIGINT REFERENCES run,
    url_id BIGINT NOT NULL REFERENCES url, at TEXT COLLATE "C" NOT NULL, final_url TEXT NOT NULL, status INTEGER,
    error TEXT,
    outcome TEXT NOT NULL CONSTRAINT ck_fetch_outcome CHECK (outcome IN (
        'ok', 'not_modified', 'unread', 'blocked', 'gone', 'truncated', 'network', 'refused')),
    request_headers TEXT NOT NULL CHECK ((request_headers)::jsonb IS NOT NULL),
    response_headers TEXT NOT NULL CHECK ((response_headers)::jsonb IS NOT NULL), wire_bytes BIGINT, wire_digest TEXT,
    body_digest TEXT, ip TEXT, tls_verified INTEGER, flags TEXT NOT NULL CHECK ((flags)::jsonb IS NOT NULL),
    PRIMARY KEY (id, at))
PARTITION BY RANGE (at)
"""
_BEFORE = (
    'ALTER TABLE "fetch" RENAME TO fetch_before',
    "ALTER INDEX fetch_pkey RENAME TO fetch_before_pkey",
    "DROP INDEX ix_fetch_run",
    "DROP INDEX ix_fetch_url_id_at",
)
_MONTHS = "SELECT DISTINCT substr(at, 1, 7) FROM fetch_before WHERE at ~ '^[0-9]{4}-(0[1-9]|1[0-2])-' ORDER BY 1"
_AFTER = (
    'CREATE TABLE fetch_default PARTITION OF "fetch" DEFAULT',
    'INSERT INTO "fetch" SELECT * FROM fetch_before',
    'ALTER SEQUENCE fetch_id_seq OWNED BY "fetch".id',
    "DROP TABLE fetch_before",
    'CREATE INDEX ix_fetch_run ON "fetch" (run)',
    'CREATE INDEX ix_fetch_url_id_at ON "fetch" (url_id, at)',
)
_REFERENCES = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE confrelid = '\"fetch\"'::regclass"
_VIEWS = """
SELECT c.relname, pg_get_viewdef(c.oid) AS query FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v' AND n.nspname = current_schema() ORDER BY c.oid
"""
_GRANTS = """
SELECT c.relname, a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS who
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
WHERE n.nspname = current_schema() AND (c.relkind = 'v' OR c.relname = 'fetch') AND a.grantee <> c.relowner
"""


def upgrade() -> None:
    """Moves all fetches into the tables of their months."""
    db = op.get_bind()
    if db.dialect.name == "sqlite":
        return
    views, grants = db.exec_driver_sql(_VIEWS).all(), db.exec_driver_sql(_GRANTS).all()
    for table, name in db.exec_driver_sql(_REFERENCES).all():
        db.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for view in reversed(views):
        db.exec_driver_sql(f'DROP VIEW "{view.relname}"')
    _partition(db)
    for view in views:
        db.exec_driver_sql(f'CREATE VIEW "{view.relname}" AS {view.query}'.replace("%", "%%"))
    for name, privilege, who in grants:
        db.exec_driver_sql(f'GRANT {privilege} ON "{name}" TO {who}')


def _partition(db: Connection) -> None:
    for statement in _BEFORE:
        db.exec_driver_sql(statement)
    db.exec_driver_sql(_TABLE)
    for month in db.exec_driver_sql(_MONTHS).scalars().all():
        low, high = _bounds(month)
        part = f'CREATE TABLE fetch_{month.replace("-", "_")} PARTITION OF "fetch" FOR VALUES'
        db.exec_driver_sql(f"{part} FROM ('{low}') TO ('{high}')")
    for statement in _AFTER:
        db.exec_driver_sql(statement)


def _bounds(month: str) -> tuple[str, str]:
    """The first day of a month and that of the next one, as a moment's text begins."""
    year, number = int(month[:4]), int(month[5:])
    return f"{month}-01", f"{year + number // 12:04}-{number % 12 + 1:02}-01"
