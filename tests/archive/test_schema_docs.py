"""docs/schema.md names every table, view, column and JSON Lines key, and nothing else."""

import re
from pathlib import Path

from samples import Crawl
from sqlalchemy import inspect

from archive import models
from archive.database import open_engine
from archive.export import ROW_KEYS
from archive.files.rows import ROLES

PAGE = (Path(__file__).parents[2] / "docs" / "schema.md").read_text("utf-8")


def _named(section: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \| \S", section, re.M)


def _sections(kind: str) -> dict[str, list[str]]:
    """What each `### name` under a `## kind` heading documents."""
    part = PAGE.split(f"\n## {kind}\n")[1].split("\n## ")[0]
    found = (section.split("\n", 1) for section in re.split(r"^### ", part, flags=re.M)[1:])
    return {name.strip("`"): _named(body) for name, body in found}


def test_every_json_lines_key_is_documented_in_order() -> None:
    assert _named(PAGE.split("\n## JSON Lines\n")[1].split("\n## ")[0]) == list(ROW_KEYS)


def test_every_column_of_every_table_is_documented_in_order() -> None:
    tables = models.Model.metadata.tables
    assert _sections("Tables") == {name: [column.name for column in table.columns] for name, table in tables.items()}


def test_every_column_of_every_view_is_documented_in_order(crawl: Crawl) -> None:
    engine = open_engine(crawl.url)
    seen = inspect(engine)
    views = {name: [column["name"] for column in seen.get_columns(name)] for name in seen.get_view_names()}
    engine.dispose()
    assert _sections("Views") == views


def test_every_word_that_a_column_allows_is_documented() -> None:
    allowed = {
        ("frontier", "kind"): models.FRONTIER_KINDS,
        ("frontier", "state"): models.FRONTIER_STATES,
        ("run", "state"): models.RUN_STATES,
        ("run_section", "stop_reason"): models.STOP_REASONS,
        ("fetch", "outcome"): models.OUTCOMES,
        ("article", "state"): models.ARTICLE_STATES,
        ("article_event", "kind"): models.EVENT_KINDS,
        ("reading", "published_precision"): models.PRECISIONS,
        ("reprint_group", "decided_by"): models.FIRST_BY,
        ("incident", "kind"): models.INCIDENT_KINDS,
        ("incident", "notified"): models.NOTICES,
        ("batch", "kind"): models.BATCH_KINDS,
        ("batch", "state"): models.BATCH_STATES,
        ("article_file", "role"): ROLES,
    }
    for (table, column), words in allowed.items():
        section = PAGE.split(f"\n### `{table}`\n")[1].split("\n### ")[0]
        line = next(line for line in section.splitlines() if line.startswith(f"| `{column}` |"))
        assert set(re.findall(r"`(\w+)`", line)[1:]) == set(words)
