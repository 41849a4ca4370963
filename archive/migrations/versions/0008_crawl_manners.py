"""What a crawl remembers of its hosts and lists: robots.txt, who is to be left alone, what a list page looked like."""

import re

from alembic import op

revision = "0008"
down_revision = "0007"

_TABLES = """
CREATE TABLE robots(
    origin TEXT NOT NULL PRIMARY KEY, status INTEGER NOT NULL, body TEXT NOT NULL, fetched TEXT NOT NULL) {strict}
;
CREATE TABLE host_rest(
    host TEXT NOT NULL PRIMARY KEY, until TEXT NOT NULL, reason TEXT NOT NULL, breaks INTEGER NOT NULL) {strict}
;
CREATE TABLE section_page(
    section {ref} NOT NULL PRIMARY KEY REFERENCES section, etag TEXT, last_modified TEXT, read_by TEXT,
    honest INTEGER NOT NULL, place TEXT CONSTRAINT ck_section_page_place_json CHECK ({place_is_json})) {strict}
"""
_SQLITE = {"ref": "INTEGER", "strict": "STRICT", "place_is_json": "json_valid(place)"}
_POSTGRESQL = {"ref": "BIGINT", "strict": "", "place_is_json": "place IS NULL OR (place)::jsonb IS NOT NULL"}
_REASONS = "'last_page', 'known', 'since', 'limit', 'repeated', 'empty', 'error', 'blocked'"


def upgrade() -> None:
    """Creates the tables, and allows a walk to be postponed."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _TABLES.format(**(_SQLITE if is_sqlite else _POSTGRESQL)).split(";"):
        op.execute(statement.strip())
    if is_sqlite:
        _rebuild_run_section()
    else:
        op.execute("ALTER TABLE run_section DROP CONSTRAINT ck_run_section_stop_reason")
        allowed = f"CHECK (stop_reason IN ({_REASONS}, 'postponed'))"
        op.execute(f"ALTER TABLE run_section ADD CONSTRAINT ck_run_section_stop_reason {allowed}")


def _rebuild_run_section() -> None:
    """SQLite changes no constraint: the table is made anew, under its name, so that views keep their meaning."""
    made = op.get_bind().exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'run_section'").scalar_one()
    wider = re.sub(r"'error',\s+'blocked'\)", "'error', 'blocked', 'postponed')", str(made))
    op.execute("CREATE TEMP TABLE kept_run_section AS SELECT * FROM run_section")
    op.execute("DROP TABLE run_section")
    op.get_bind().exec_driver_sql(wider)
    op.execute("INSERT INTO run_section SELECT * FROM kept_run_section")
    op.execute("DROP TABLE kept_run_section")
