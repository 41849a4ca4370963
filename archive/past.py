"""An article's past: what it said in each of its revisions, and what happened to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, text

from archive.columns import utc_text
from archive.errors import NotFound
from archive.export import ROW_COLUMNS, json_lines

_OF_THE_ARTICLE = frozenset(("sections", "state", "first_seen", "last_seen"))
# A revision in the shape of a row of ROW_COLUMNS, from `v_revision v JOIN v_article a ON a.id = v.article`.
REVISION_COLUMNS = ", ".join(f"{'a' if name in _OF_THE_ARTICLE else 'v'}.{name}" for name in ROW_COLUMNS)
_REVISIONS = text(
    f"SELECT {REVISION_COLUMNS}, v.seen, v.last_confirmed FROM v_revision v JOIN v_article a ON a.id = v.article"  # noqa: S608 - of constants
    " WHERE v.article = :article ORDER BY v.revision"
)
_EVENTS = text("SELECT at, kind, detail, run FROM article_event WHERE article = :article ORDER BY id")


def revisions(db: Connection, article: int) -> list[dict[str, Any]]:
    """Every revision in the shape of a JSON Lines row, with `seen` and `last_confirmed`, oldest first."""
    rows = db.execute(_REVISIONS, {"article": article}).all()
    shaped = json_lines(row[: len(ROW_COLUMNS)] for row in rows)
    return [
        orjson.loads(line) | {"seen": row.seen, "last_confirmed": row.last_confirmed}
        for line, row in zip(shaped, rows, strict=True)
    ]


def events(db: Connection, article: int) -> list[dict[str, Any]]:
    """What happened to an article, oldest first: `at`, `kind`, `detail` and the `run` that saw it."""
    rows = db.execute(_EVENTS, {"article": article}).mappings()
    return [dict(row) | {"detail": orjson.loads(row["detail"])} for row in rows]


def as_of(found: list[dict[str, Any]], moment: datetime) -> Mapping[str, Any]:
    """The revision that was known at a moment. Raises NotFound where that was before the first one."""
    known = [revision for revision in found if revision["seen"] <= utc_text(moment)]
    if not known:
        raise NotFound(f"{found[0]['url']} was first archived at {found[0]['seen']}")
    return known[-1]
