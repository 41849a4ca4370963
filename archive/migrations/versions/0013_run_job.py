"""Which job of the fleet's queue a run was."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the column; the queue forgets its jobs sooner than the archive its runs, so it refers to nothing."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(f"ALTER TABLE run ADD COLUMN job {kind}")
