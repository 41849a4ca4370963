"""docs/desk.md and docs/api.md say what there is."""

import re
from pathlib import Path
from typing import Any

import pytest
from samples import SITE, url_of
from typer.main import get_command

from archive.web.api import ENTRIES
from archive.web.queries import QUERIES
from zonenews.cli import app

DOCS = Path(__file__).parents[2] / "docs"
ROWS = re.findall(r"^\| `/api/([\w/]+)` \| (?:`([^`]*)`)? ?\| (.*) \|$", (DOCS / "api.md").read_text("utf-8"), re.M)


def test_every_address_of_the_api_is_described() -> None:
    assert [row[:2] for row in ROWS] == [entry[:2] for entry in ENTRIES]


@pytest.mark.parametrize(("path", "parameters", "gives"), ROWS, ids=[path for path, *_ in ROWS])
def test_an_address_takes_and_gives_what_is_described(get: Any, path: str, parameters: str, gives: str) -> None:
    usual = {"q": "招商", "url": url_of(50 if path.endswith("reprints") else 1), "from": "1", "to": "2", "site": SITE}
    usual |= {"page": "1", "limit": "5", "before": "99", "order": "newest", "year": "2023", "since": "2023-01-01"}
    usual |= {"until": "2024-01-01", "archived": "2026-01-01", "section": "新闻中心", "source": "云麓", "title": "1"}
    usual |= {"state": "live", "kind": "edited", "all": "1"}
    asked = {name: usual[name] for name in parameters.split()}
    for chosen in ({}, asked) if "url" not in asked else (asked,):
        answer = get(f"/api/{path.replace('N', '2')}", params=chosen)
        assert (answer.status_code, answer.json()["ok"]) == (200, True), chosen
        if "site" not in chosen:
            assert set(re.findall(r"`([a-z_]+)`", gives)) <= _keys(answer.json())


def _keys(value: object) -> set[str]:
    """Every key in an answer, at any depth."""
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in _keys(each)}
    return {key for each in value for key in _keys(each)} if isinstance(value, list) else set()


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
