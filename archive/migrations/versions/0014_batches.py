"""Works on a whole archive that are shared out in batches, and what came of each."""

from alembic import op

revision = "0014"
down_revision = "0013"

_TABLE = """
CREATE TABLE batch(
    id {id} NOT NULL PRIMARY KEY, kind TEXT NOT NULL CONSTRAINT ck_batch_kind
        CHECK (kind IN ('reextract', 'verify', 'warc')),
    part TEXT NOT NULL, first {ref} NOT NULL, last {ref} NOT NULL, asked TEXT NOT NULL, reached {ref},
    state TEXT NOT NULL CONSTRAINT ck_batch_state CHECK (state IN ('waiting', 'done', 'failed')), ended TEXT,
    result TEXT NOT NULL CONSTRAINT ck_batch_result_json CHECK ({result_is_json})) {strict}
"""
_SQLITE = {"id": "INTEGER", "ref": "INTEGER", "strict": "STRICT", "result_is_json": "json_valid(result)"}
_POSTGRESQL = {"id": "BIGSERIAL", "ref": "BIGINT", "strict": "", "result_is_json": "(result)::jsonb IS NOT NULL"}


def upgrade() -> None:
    """Creates the table."""
    op.execute(_TABLE.format(**(_SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL)).strip())
    op.execute("CREATE INDEX ix_batch_kind ON batch (kind)")
