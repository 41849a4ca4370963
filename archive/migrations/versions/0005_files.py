"""Kept pictures and attachments: which address gave which bytes, and which article shows it."""

from alembic import op

revision = "0005"
down_revision = "0004"

_TABLES = """
CREATE TABLE file(
    url_id {ref} NOT NULL PRIMARY KEY REFERENCES url, digest TEXT NOT NULL, size {ref} NOT NULL, content_type TEXT,
    fetched TEXT NOT NULL) {strict}
;
CREATE INDEX ix_file_digest ON file (digest)
;
CREATE TABLE article_file(
    article {ref} NOT NULL REFERENCES article, url_id {ref} NOT NULL REFERENCES url,
    role TEXT NOT NULL CONSTRAINT ck_article_file_role CHECK (role IN ('attachment', 'image')), name TEXT,
    PRIMARY KEY (article, url_id, role)) {strict}
;
CREATE INDEX ix_article_file_url_id ON article_file (url_id)
;
CREATE VIEW v_file AS
SELECT coalesce(a.site, w.site) AS site, p.url AS article, coalesce(x.role, 'listed') AS role,
       coalesce(x.name, w.listed_title) AS name, u.url, k.digest, k.size, k.content_type, w.state, w.reason, k.fetched
FROM frontier w
JOIN url u ON u.id = w.url_id
LEFT JOIN article_file x ON x.url_id = w.url_id
LEFT JOIN article a ON a.id = x.article
LEFT JOIN url p ON p.id = a.url_id
LEFT JOIN file k ON k.url_id = w.url_id
WHERE w.kind = 'attachment' OR x.article IS NOT NULL
"""
_SQLITE = {"ref": "INTEGER", "strict": "STRICT"}
_POSTGRESQL = {"ref": "BIGINT", "strict": ""}


def upgrade() -> None:
    """Creates the tables and the view."""
    words = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in _TABLES.format(**words).split(";"):
        op.execute(statement.strip())
