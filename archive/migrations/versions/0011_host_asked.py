"""When each host was last asked, for crawls of other machines."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Creates the table."""
    strict = " STRICT" if op.get_bind().dialect.name == "sqlite" else ""
    op.execute(f"CREATE TABLE host_asked(host TEXT NOT NULL PRIMARY KEY, asked TEXT NOT NULL){strict}")
