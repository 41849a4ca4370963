"""The recipes and the notebook of the documentation do what they say, on an archive of the replica."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from samples import rows

from archive import Archive

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.M | re.S)
pytestmark = pytest.mark.timeout(300)  # each command starts a process, and the first test waits for a crawl
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


@pytest.fixture
def desk(replica_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An analyst's folder, from which the archive is known; cursors move in a copy of it."""
    from archive.backup import back_up

    back_up(str(replica_archive), tmp_path / "copy.db")
    monkeypatch.setenv("ZONENEWS_ARCHIVE", str(tmp_path / "copy.db"))
    monkeypatch.setenv("PATH", PATH)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _months(archive: Path) -> dict[str, int]:
    query = "SELECT substr(day, 1, 7) AS month, sum(articles) FROM v_site_day GROUP BY month ORDER BY month"
    return {str(month): int(count) for month, count in rows(str(archive), query)}


def _counted(by_month: Any) -> dict[str, int]:
    """What a recipe counted, whatever holds it: a Series, or the frame of a library."""
    if hasattr(by_month, "to_dict") and not hasattr(by_month, "columns"):
        return {str(month): int(count) for month, count in by_month.to_dict().items()}
    found = by_month.rows() if hasattr(by_month, "rows") else by_month.itertuples(index=False)
    return {str(month): int(count) for month, count in found}


@pytest.mark.slow
def test_the_recipes_run_and_agree(desk: Path) -> None:
    text, counted, sorts = (ROOT / "docs" / "recipes.md").read_text("utf-8"), [], []
    for language, code in BLOCK.findall(text):
        sorts.append(language)
        if language == "sh":
            done = subprocess.run(["bash", "-eu", "-c", code], capture_output=True, text=True, check=False)
            assert done.returncode == 0, (code, done.stderr)
        else:
            names: dict[str, Any] = {}
            exec(compile(code, "docs/recipes.md", "exec"), names)
            counted += [_counted(names["by_month"])] if "by_month" in names else []
    assert (sorts.count("sh"), sorts.count("python")) == (6, 7)
    assert counted == [_months(desk / "copy.db")] * 4, "pandas, Polars and DuckDB twice"
    assert len(counted[0]) > 12
    _assert_workbook(desk / "articles.xlsx")


def _assert_workbook(file: Path) -> None:
    """It has dates and no formulas."""
    import openpyxl

    sheet = openpyxl.load_workbook(file).active
    assert [cell.value for cell in sheet[1]] == ["published", "title", "source", "site", "sections", "url"]
    assert sheet.max_row > 50
    assert {cell.data_type for cell in sheet["A"][1:] if cell.value} == {"d"}
    assert "f" not in {cell.data_type for found in sheet.iter_rows() for cell in found}


@pytest.mark.slow
def test_the_commands_of_the_document_write_what_it_says(desk: Path) -> None:
    (_, commands), *_ = BLOCK.findall((ROOT / "docs" / "export.md").read_text("utf-8"))
    with Archive(str(desk / "copy.db")) as archive:
        (site,) = archive.site_keys()
    commands = commands.replace("example_jkq", site)
    done = subprocess.run(["bash", "-eu", "-c", commands], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written = {path.name for path in desk.iterdir()} - {"copy.db", "copy.db-wal", "copy.db-shm"}
    assert written == {*re.findall(r"-o (\S+)", commands)}
    again = subprocess.run(
        ["zonenews", "export", "-o", "b.jsonl", "--since-cursor", "warehouse"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (again.returncode, again.stderr) == (0, "nothing is new for warehouse; b.jsonl was not written\n")


@pytest.mark.slow
def test_the_notebook_runs_from_top_to_bottom(desk: Path) -> None:
    notebook = nbformat.read(ROOT / "docs" / "notebook.ipynb", as_version=4)
    kernel = {"kernel_name": "python3", "resources": {"metadata": {"path": str(desk)}}}
    NotebookClient(notebook, timeout=90, **kernel).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert {"text/html", "image/svg+xml"} <= kinds, "a table and a chart"
    months = _months(desk / "copy.db")
    (frame,) = [
        output["data"]["text/plain"] for output in outputs if "articles" in output.get("data", {}).get("text/plain", "")
    ][:1]
    assert list(months)[-1] in frame


@pytest.mark.slow
def test_the_notebook_takes_paths_as_the_shell_of_the_tutorial_does(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notebook programs start it in its own folder, the tutorial names the archive from the checkout."""
    (desk / "docs").mkdir()
    monkeypatch.setenv("ZONENEWS_ARCHIVE", "copy.db")
    notebook = nbformat.read(ROOT / "docs" / "notebook.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"][:1] * 2
    kernel = {"kernel_name": "python3", "resources": {"metadata": {"path": str(desk / "docs")}}}
    NotebookClient(notebook, timeout=90, **kernel).execute()
    assert "complete" in str(notebook.cells[1].outputs), "and it may be run twice"


def test_the_notebook_is_kept_without_its_output() -> None:
    notebook = nbformat.read(ROOT / "docs" / "notebook.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 4
    assert [cell for cell in code if cell.outputs or cell.execution_count is not None] == []
    nbformat.validate(notebook)
