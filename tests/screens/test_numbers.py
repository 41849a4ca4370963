"""Numbers that no archive has are refused before anything is asked."""

import pytest
from typer.testing import CliRunner

from zonenews.cli import app


@pytest.mark.parametrize("words", [["runs", "show"], ["runs", "--limit"], ["search", "园区", "--limit"]])
@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_a_number_that_no_archive_has_is_refused(words: list[str], number: str) -> None:
    ended = CliRunner().invoke(app, [*words, number])
    assert ended.exit_code == 2
    assert "number" in ended.output or "limit" in ended.output
