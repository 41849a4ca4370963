"""Reprints: fingerprints of articles, and groups of those that say the same; every article waits to be compared."""

from alembic import op

revision = "0003"
down_revision = "0002"

_TABLES = """
CREATE TABLE reprint_group(
    id {id}, first_article {ref} NOT NULL REFERENCES article,
    decided_by TEXT NOT NULL CONSTRAINT ck_reprint_group_decided_by CHECK (decided_by IN ('published', 'first_seen')))
    {strict}
;
CREATE INDEX ix_reprint_group_first_article ON reprint_group (first_article)
;
ALTER TABLE article ADD COLUMN reprint_group {ref} {group}
;
CREATE INDEX ix_article_reprint_group ON article (reprint_group) WHERE reprint_group IS NOT NULL
;
CREATE TABLE fingerprint(article {ref} NOT NULL REFERENCES article, hash INTEGER NOT NULL, PRIMARY KEY (article, hash))
    {lean}
;
CREATE INDEX ix_fingerprint_hash ON fingerprint (hash, article)
;
CREATE TABLE reprint_due(article {ref} NOT NULL PRIMARY KEY REFERENCES article) {strict}
;
INSERT INTO reprint_due SELECT id FROM article WHERE current_revision IS NOT NULL AND state <> 'forgotten'
;
CREATE VIEW v_reprint AS
SELECT g.id AS reprint_group, a.id AS article, u.url, a.site, r.title, r.source, r.published, a.first_seen, a.state,
       CASE WHEN a.id = g.first_article THEN 1 ELSE 0 END AS is_first, g.decided_by
FROM reprint_group g
JOIN article a ON a.reprint_group = g.id
JOIN url u ON u.id = a.url_id
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
"""
_SQLITE = {"id": "INTEGER NOT NULL PRIMARY KEY", "ref": "INTEGER", "strict": "STRICT", "lean": "STRICT, WITHOUT ROWID"}
_POSTGRESQL = {"id": "BIGSERIAL PRIMARY KEY", "ref": "BIGINT", "strict": "", "lean": ""}


def upgrade() -> None:
    """Creates the tables and the view; the next writer compares the articles."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    words = _SQLITE if on_sqlite else _POSTGRESQL
    for statement in _TABLES.format(**words, group="REFERENCES reprint_group" if on_sqlite else "").split(";"):
        op.execute(statement.strip())
    if not on_sqlite:
        op.create_foreign_key("fk_article_reprint_group", "article", "reprint_group", ["reprint_group"], ["id"])
