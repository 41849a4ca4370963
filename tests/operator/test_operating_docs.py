"""What the operator's page says of JSON and exit codes is what the commands give."""

import re
from pathlib import Path

import orjson
from typer.testing import CliRunner

from archive import Writer
from archive.models import OUTCOMES, RUN_STATES
from archive.stories import COUNTS
from zonenews import clock
from zonenews.cli import app
from zonenews.exits import Exit
from zonenews.progress.figures import Progress, line_of

DOCS = Path(__file__).parents[2] / "docs"
OPERATING = (DOCS / "operating.md").read_text(encoding="utf-8")


def names(after: str) -> set[str]:
    """The names in the first column of the table that follows some words."""
    table = OPERATING.partition(after)[2].partition("|---|---|\n")[2].partition("\n\n")[0]
    return {name for row in table.splitlines() for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_every_field_of_a_run_is_explained(tmp_path: Path) -> None:
    file = str(tmp_path / "zonenews.db")
    writer = Writer(file)
    writer.add_site("suzhou_sip", ["www.example.cn"], clock.now())
    number = writer.start_run("suzhou_sip", "suzhou_sip", clock.now(), "0.1")
    writer.close()
    told = CliRunner().invoke(app, ["runs", "--archive", file, "--json"])
    (run,) = orjson.loads(told.stdout)
    assert names("A run in JSON:") == run.keys()
    story = CliRunner().invoke(app, ["runs", "show", str(number), "--archive", file, "--json"])
    assert names("`runs show` has more:") == orjson.loads(story.stdout).keys() - run.keys()
    assert names("`error`, `kind` |") == set(COUNTS) == run["counts"].keys()


def test_every_variable_of_the_environment_is_explained() -> None:
    read = (DOCS.parent / "zonenews" / "environment.py").read_text(encoding="utf-8")
    assert names("the environment:") == set(re.findall(r"ZONENEWS_[A-Z]+", read))


def test_every_state_and_outcome_is_named() -> None:
    assert all(f"`{word}`" in OPERATING for word in (*RUN_STATES, *OUTCOMES))


def test_every_field_of_a_line_of_progress_is_explained() -> None:
    some = Progress(run=1, site="a", state="running", seconds=1, sections=1, walked=0, pages=1, bytes=1)
    assert names("### For programs") == orjson.loads(line_of(some)).keys()


def test_the_table_of_exit_codes_is_the_enum() -> None:
    page = (DOCS / "exit-codes.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in page.splitlines() if re.match(r"\|[ \d,]+\|", row)]
    assert [int(code) for row in rows for code in row.split(",")] == [code.value for code in Exit]
    assert len(re.findall(r"(?m)^\|(---\|)+$", page)) == 1, "one table"
