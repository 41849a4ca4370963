"""Cursors: how far an export under a name has come, and what it was about to deliver."""

from alembic import op

revision = "0007"
down_revision = "0006"

_TABLE = """
CREATE TABLE cursor(
    name TEXT NOT NULL PRIMARY KEY, last_reading {ref} NOT NULL, last_event {ref} NOT NULL, updated TEXT NOT NULL,
    filter TEXT NOT NULL CHECK ({filter_is_json}),
    pending TEXT CONSTRAINT ck_cursor_pending_json CHECK ({pending_is_json})) {strict}
"""
_SQLITE = {"ref": "INTEGER", "strict": "STRICT"}
_SQLITE |= {"filter_is_json": "json_valid(filter)", "pending_is_json": "json_valid(pending)"}
_POSTGRESQL = {"ref": "BIGINT", "strict": ""}
_POSTGRESQL |= {
    "filter_is_json": "(filter)::jsonb IS NOT NULL",
    "pending_is_json": "pending IS NULL OR (pending)::jsonb IS NOT NULL",
}


def upgrade() -> None:
    """Creates the table."""
    op.execute(_TABLE.format(**(_SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL)))
