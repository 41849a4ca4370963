"""Dictionaries of sites, and captures that are compressed under one; what is there already stays as it is."""

from alembic import op

revision = "0004"
down_revision = "0003"

_TABLES = """
CREATE TABLE dictionary(
    id {ref} NOT NULL PRIMARY KEY, site TEXT NOT NULL REFERENCES site, digest TEXT NOT NULL, data {blob} NOT NULL,
    trained INTEGER NOT NULL, samples TEXT NOT NULL CHECK ({is_json}), learned TEXT NOT NULL,
    CONSTRAINT uq_dictionary_digest UNIQUE (digest)) {strict}
;
CREATE INDEX ix_dictionary_site ON dictionary (site)
;
ALTER TABLE capture ADD COLUMN dictionary {ref} REFERENCES dictionary
;
CREATE INDEX ix_capture_dictionary ON capture (dictionary)
"""
_SQLITE = {"ref": "INTEGER", "blob": "BLOB", "strict": "STRICT", "is_json": "json_valid(samples)"}
_POSTGRESQL = {"ref": "BIGINT", "blob": "BYTEA", "strict": "", "is_json": "(samples)::jsonb IS NOT NULL"}


def upgrade() -> None:
    """Creates the table, and the column that names it."""
    words = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in _TABLES.format(**words).split(";"):
        op.execute(statement.strip())
