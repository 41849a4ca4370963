"""An index of what search tells of a row besides its text, which lies between the rows of a SQLite file."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Creates the index; on PostgreSQL long texts lie apart from their rows anyway."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE INDEX ix_search_told ON search (id, article, published)")
