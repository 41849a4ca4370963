"""What charts count of each article, in a narrow row."""

from alembic import op

revision = "0009"
down_revision = "0008"

_TABLES = """
CREATE TABLE charted(
    article {ref} NOT NULL PRIMARY KEY REFERENCES article, site TEXT NOT NULL REFERENCES site, month TEXT NOT NULL,
    day TEXT, source TEXT, fields INTEGER NOT NULL) {strict}
;
INSERT INTO charted
SELECT a.id, a.site, substr(coalesce(nullif(r.published, ''), a.first_seen), 1, 7),
       nullif(substr(r.published, 1, 10), ''), nullif(r.source, ''), {fields}
FROM article a
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
WHERE a.state <> 'forgotten'
;
CREATE INDEX ix_charted_site ON charted (site, month, day, fields)
;
CREATE INDEX ix_charted_source ON charted (source, month)
"""
_TEXTS = ("title", "source", "published", "author", "editor", "document_number", "text")
_CHECKS = (
    *(f"coalesce(r.{field}, '') <> ''" for field in _TEXTS),
    "r.images <> '[]'",
    "EXISTS (SELECT 1 FROM attachment t WHERE t.reading = r.id)",
)
_FIELDS = " + ".join(f"CASE WHEN {check} THEN {1 << place} ELSE 0 END" for place, check in enumerate(_CHECKS))
_SQLITE = {"ref": "INTEGER", "strict": "STRICT"}
_POSTGRESQL = {"ref": "BIGINT", "strict": ""}


def upgrade() -> None:
    """Creates the table, and fills it."""
    words = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in _TABLES.format(fields=_FIELDS, **words).split(";"):
        op.execute(statement.strip())
