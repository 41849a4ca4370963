"""Incidents: what went wrong with a site, from the run that found it to the run that found it well again."""

from alembic import op

revision = "0006"
down_revision = "0005"

_TABLES = """
CREATE TABLE incident(
    id {id}, site TEXT NOT NULL REFERENCES site,
    kind TEXT NOT NULL CONSTRAINT ck_incident_kind CHECK (kind IN (
        'title', 'source', 'published', 'body', 'unread', 'list', 'stale', 'nothing', 'challenge', 'robots', 'network',
        'bug')),
    opened_run {ref} NOT NULL REFERENCES run, closed_run {ref} REFERENCES run,
    notified TEXT CONSTRAINT ck_incident_notified CHECK (notified IN ('opened', 'closed')),
    detail TEXT NOT NULL CHECK ({detail_is_json})) {strict}
;
CREATE UNIQUE INDEX uq_incident_open ON incident (site, kind) WHERE closed_run IS NULL
;
CREATE INDEX ix_incident_opened_run ON incident (opened_run)
;
CREATE INDEX ix_incident_closed_run ON incident (closed_run)
;
ALTER TABLE run_section ADD COLUMN measures TEXT NOT NULL DEFAULT '{{}}' CHECK ({measures_is_json})
"""
_SQLITE = {
    "id": "INTEGER NOT NULL PRIMARY KEY",
    "ref": "INTEGER",
    "strict": "STRICT",
    "detail_is_json": "json_valid(detail)",
    "measures_is_json": "json_valid(measures)",
}
_POSTGRESQL = {
    "id": "BIGSERIAL PRIMARY KEY",
    "ref": "BIGINT",
    "strict": "",
    "detail_is_json": "(detail)::jsonb IS NOT NULL",
    "measures_is_json": "(measures)::jsonb IS NOT NULL",
}


def upgrade() -> None:
    """Creates the table, and the column that keeps what a run measured."""
    words = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in _TABLES.format(**words).split(";"):
        op.execute(statement.strip())
