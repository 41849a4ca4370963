"""docs/desk.md and docs/api.md say what there is."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from archive.web.api import ENTRIES
from archive.web.queries import QUERIES
from zonenews.cli import app

DOCS = Path(__file__).parents[2] / "docs"


def test_every_address_of_the_api_is_described() -> None:
    rows = re.findall(r"^\| `/api/([\w/]+)` \| (?:`([^`]*)`)? ?\|", (DOCS / "api.md").read_text("utf-8"), re.M)
    assert rows == [(path, parameters) for path, parameters, _ in ENTRIES]


@pytest.mark.parametrize("path", ["/", "/search", "/charts", "/changes", "/runs", "/archive"])
def test_every_page_that_is_described_answers(get: Any, path: str) -> None:
    assert f"| `{path}` |" in (DOCS / "desk.md").read_text("utf-8")
    assert get(path).status_code == 200


def test_the_options_that_are_described_exist() -> None:
    commands: Any = get_command(app)
    known = {name for option in commands.commands["serve"].params for name in option.opts}
    assert {"--port", "--archive", "--host", "--allow-host", "--public-url"} <= known


def test_ten_questions_are_promised_and_kept() -> None:
    assert len(QUERIES) == 10


def test_the_example_of_a_query_is_answered(get: Any) -> None:
    assert get("/archive/sources.json?_shape=array&site=example_jkq").json()
    assert get("/archive.json?sql=SELECT+1&_shape=array").json() == [{"1": 1}]
