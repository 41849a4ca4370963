"""The first schema: sites, frontier, runs, fetches, captures, articles with their revisions and readings."""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = """
site(key TEXT NOT NULL PRIMARY KEY, name TEXT, zone TEXT, created TEXT NOT NULL)
;
site_host(host TEXT NOT NULL PRIMARY KEY, site TEXT NOT NULL REFERENCES site)
;
section(
    id {id}, site TEXT NOT NULL REFERENCES site, url_key TEXT NOT NULL, url TEXT NOT NULL, name TEXT, walked TEXT,
    walk_every_days INTEGER NOT NULL,
    CONSTRAINT uq_section_site_url_key UNIQUE (site, url_key))
;
url(
    id {id}, key TEXT NOT NULL, url TEXT NOT NULL, host TEXT NOT NULL, first_seen TEXT NOT NULL,
    alias_of {ref} REFERENCES url, alias_reason TEXT,
    CONSTRAINT uq_url_key UNIQUE (key))
;
frontier(
    url_id {ref} NOT NULL PRIMARY KEY REFERENCES url, site TEXT NOT NULL REFERENCES site,
    kind TEXT NOT NULL CONSTRAINT ck_frontier_kind CHECK (kind IN ('list', 'article', 'attachment')),
    state TEXT NOT NULL CONSTRAINT ck_frontier_state CHECK (state IN (
        'pending', 'done', 'unread', 'external', 'robots', 'blocked', 'failed', 'missing', 'gone', 'skipped')),
    reason TEXT, due TEXT, attempts INTEGER NOT NULL, etag TEXT, last_modified TEXT, listed_title TEXT,
    listed_date TEXT, updated TEXT NOT NULL, missing_since TEXT, missing_count INTEGER NOT NULL)
;
run(
    id {id}, site TEXT NOT NULL REFERENCES site, spider TEXT NOT NULL, started TEXT NOT NULL, heartbeat TEXT NOT NULL,
    ended TEXT,
    state TEXT NOT NULL CONSTRAINT ck_run_state CHECK (state IN (
        'running', 'complete', 'partial', 'failed', 'interrupted', 'crashed')),
    exit_code INTEGER, reason TEXT, code_version TEXT NOT NULL, sqlite_version TEXT, stats {json})
;
run_section(
    run {ref} NOT NULL REFERENCES run, section {ref} NOT NULL REFERENCES section, pages INTEGER NOT NULL,
    rows INTEGER NOT NULL, new INTEGER NOT NULL,
    stop_reason TEXT CONSTRAINT ck_run_section_stop_reason CHECK (stop_reason IN (
        'last_page', 'known', 'since', 'limit', 'repeated', 'empty', 'error', 'blocked')),
    detail TEXT, PRIMARY KEY (run, section))
;
link(
    section {ref} NOT NULL REFERENCES section, url_id {ref} NOT NULL REFERENCES url,
    first_run {ref} NOT NULL REFERENCES run, last_run {ref} NOT NULL REFERENCES run, position INTEGER NOT NULL,
    pinned INTEGER NOT NULL, PRIMARY KEY (section, url_id))
;
"fetch"(
    id {id}, run {ref} REFERENCES run, url_id {ref} NOT NULL REFERENCES url, at TEXT NOT NULL, final_url TEXT NOT NULL,
    status INTEGER, error TEXT,
    outcome TEXT NOT NULL CONSTRAINT ck_fetch_outcome CHECK (outcome IN (
        'ok', 'not_modified', 'unread', 'blocked', 'gone', 'truncated', 'network', 'refused')),
    request_headers {json}, response_headers {json}, wire_bytes {ref}, wire_digest TEXT, body_digest TEXT, ip TEXT,
    tls_verified INTEGER, flags {json})
;
capture(digest TEXT NOT NULL PRIMARY KEY, size {ref} NOT NULL, codec TEXT NOT NULL, data {blob} NOT NULL)
;
article(
    id {id}, url_id {ref} NOT NULL REFERENCES url, site TEXT NOT NULL REFERENCES site, first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT ck_article_state CHECK (state IN ('live', 'missing', 'gone', 'forgotten')),
    current_revision {ref} {revision},
    CONSTRAINT uq_article_url_id UNIQUE (url_id))
;
article_event(
    id {id}, article {ref} NOT NULL REFERENCES article, at TEXT NOT NULL, run {ref} REFERENCES run,
    kind TEXT NOT NULL CONSTRAINT ck_article_event_kind CHECK (kind IN (
        'missing', 'gone', 'back', 'edited', 'forgotten')),
    detail {json})
;
revision(
    id {id}, article {ref} NOT NULL REFERENCES article, number INTEGER NOT NULL,
    "fetch" {ref} NOT NULL REFERENCES "fetch", capture TEXT NOT NULL REFERENCES capture, seen TEXT NOT NULL,
    last_confirmed TEXT NOT NULL,
    current_reading {ref} {reading},
    CONSTRAINT uq_revision_article_number UNIQUE (article, number))
;
revision_page(
    revision {ref} NOT NULL REFERENCES revision, position INTEGER NOT NULL,
    "fetch" {ref} NOT NULL REFERENCES "fetch", capture TEXT NOT NULL REFERENCES capture,
    PRIMARY KEY (revision, position))
;
reading(
    id {id}, revision {ref} NOT NULL REFERENCES revision, extractor TEXT NOT NULL, read_at TEXT NOT NULL, title TEXT,
    source TEXT, published TEXT,
    published_precision TEXT CONSTRAINT ck_reading_published_precision CHECK (
        published_precision IN ('second', 'minute', 'day')),
    author TEXT, editor TEXT, document_number TEXT, breadcrumb {json}, text TEXT NOT NULL, images {json}, rules {json},
    confidence {json}, reasons {json}, charset TEXT NOT NULL, charset_reason TEXT NOT NULL, flags {json},
    content_digest TEXT NOT NULL,
    CONSTRAINT uq_reading_revision_extractor UNIQUE (revision, extractor))
;
attachment(
    id {id}, reading {ref} NOT NULL REFERENCES reading, position INTEGER NOT NULL, url TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT uq_attachment_reading_position UNIQUE (reading, position))
;
forgotten(url_key_digest TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL, "by" TEXT NOT NULL)
"""
_INDEXES = (
    "ix_url_alias_of ON url (alias_of)",
    "ix_frontier_site_due ON frontier (site, due)",
    "ix_run_site ON run (site, id)",
    "ix_link_url_id ON link (url_id)",
    'ix_fetch_run ON "fetch" (run)',
    'ix_fetch_url_id_at ON "fetch" (url_id, at)',
    "ix_article_site ON article (site)",
    "ix_article_event_article ON article_event (article)",
)
_VIEWS = """
v_article AS
SELECT a.id, u.url, a.site, s.zone,
       (SELECT coalesce(CAST({array}(name) AS TEXT), '[]') FROM (
           SELECT coalesce(c.name, c.url) AS name FROM section c WHERE c.id IN (
               SELECT l.section FROM link l WHERE l.url_id IN (
                   SELECT a.url_id UNION ALL SELECT x.id FROM url x WHERE x.alias_of = a.url_id))
           ORDER BY c.id) AS named) AS sections,
       r.title, r.source, r.author, r.editor, r.published, substr(r.published, 1, 10) AS published_day,
       r.published_precision, r.document_number, r.breadcrumb, r.text, r.images,
       (SELECT coalesce(CAST({array}({object}('url', url, 'name', name)) AS TEXT), '[]') FROM (
           SELECT t.url, t.name FROM attachment t WHERE t.reading = r.id ORDER BY t.position) AS files) AS attachments,
       a.state, v.number AS revision, a.first_seen, a.last_seen, v.seen AS revision_seen, v.last_confirmed,
       f.at AS fetched, v.capture, r.content_digest AS digest, r.rules, r.confidence, r.reasons, r.flags,
       r.extractor, r.id AS reading
FROM article a
JOIN url u ON u.id = a.url_id
JOIN site s ON s.key = a.site
JOIN revision v ON v.id = a.current_revision
JOIN "fetch" f ON f.id = v."fetch"
JOIN reading r ON r.id = v.current_reading
;
v_revision AS
SELECT v.id, a.id AS article, u.url, a.site, v.number AS revision, v.seen, v.last_confirmed, f.at AS fetched, v.capture,
       r.title, r.source, r.author, r.editor, r.published, r.published_precision, r.document_number, r.breadcrumb,
       r.text, r.images,
       (SELECT coalesce(CAST({array}({object}('url', url, 'name', name)) AS TEXT), '[]') FROM (
           SELECT t.url, t.name FROM attachment t WHERE t.reading = r.id ORDER BY t.position) AS files) AS attachments,
       r.content_digest AS digest, r.rules, r.confidence, r.reasons, r.flags, r.extractor, r.id AS reading
FROM revision v
JOIN article a ON a.id = v.article
JOIN url u ON u.id = a.url_id
JOIN "fetch" f ON f.id = v."fetch"
JOIN reading r ON r.id = v.current_reading
;
v_run AS
SELECT n.id, n.site, n.spider, n.started, n.ended, n.state, n.exit_code, n.reason,
       CAST(coalesce((SELECT sum(p.pages) FROM run_section p WHERE p.run = n.id), 0) AS BIGINT) AS list_pages,
       CAST(coalesce((SELECT sum(p.new) FROM run_section p WHERE p.run = n.id), 0) AS BIGINT) AS new_rows,
       (SELECT count(*) FROM "fetch" f WHERE f.run = n.id) AS fetches,
       CAST((SELECT coalesce(sum(f.wire_bytes), 0) FROM "fetch" f WHERE f.run = n.id) AS BIGINT) AS wire_bytes, n.stats,
       n.code_version
FROM run n
;
v_site_day AS
SELECT a.site, substr(r.published, 1, 10) AS day, count(*) AS articles, count(r.source) AS with_source
FROM article a
JOIN revision v ON v.id = a.current_revision
JOIN reading r ON r.id = v.current_reading
WHERE r.published IS NOT NULL
GROUP BY a.site, substr(r.published, 1, 10)
"""
_SQLITE = {"id": "INTEGER NOT NULL PRIMARY KEY", "ref": "INTEGER", "blob": "BLOB", "array": "json_group_array"}
_SQLITE |= {"object": "json_object", "revision": "REFERENCES revision", "reading": "REFERENCES reading"}
_POSTGRESQL = {"id": "BIGSERIAL PRIMARY KEY", "ref": "BIGINT", "blob": "BYTEA", "array": "json_agg"}
_POSTGRESQL |= {"object": "json_build_object", "revision": "", "reading": ""}


def upgrade() -> None:
    """Creates the tables, indexes and views."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    words = _SQLITE if on_sqlite else _POSTGRESQL
    for table in _TABLES.split(";"):
        op.execute(
            "CREATE TABLE " + _with_json(table, on_sqlite).strip().format(**words) + (" STRICT" if on_sqlite else "")
        )
    for index in _INDEXES:
        op.execute("CREATE INDEX " + index)
    for view in _VIEWS.split(";"):
        op.execute("CREATE VIEW " + view.strip().format(**words))
    if not on_sqlite:
        op.create_foreign_key("fk_article_current_revision", "article", "revision", ["current_revision"], ["id"])
        op.create_foreign_key("fk_revision_current_reading", "revision", "reading", ["current_reading"], ["id"])


def _with_json(table: str, on_sqlite: bool) -> str:
    """Spells out `name {json}`: a TEXT column that holds nothing but JSON."""
    words = table.split(" ")
    for place, word in enumerate(words):
        if word.startswith("{json}"):
            name = words[place - 1]
            check = f"json_valid({name})" if on_sqlite else f"({name})::jsonb IS NOT NULL"
            words[place] = word.replace("{json}", f"TEXT NOT NULL CHECK ({check})")
    return " ".join(words)
