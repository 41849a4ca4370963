"""`zonenews copy` as its user meets it: what it prints, what it refuses, and what it ends with."""

import re
import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest
from everything import change
from postgresql import Server
from typer.testing import CliRunner

from archive import Archive
from zonenews import cli


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    monkeypatch.setattr("sys.argv", ["zonenews", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_what_it_prints(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "b.db")
    code, shown, errors = run(monkeypatch, capsys, "copy", source, target)
    assert (code, errors) == (0, "")
    assert re.search(r"^what +rows FROM +rows TO +digest +equal\s*$", shown, re.M)
    assert re.search(r"^site +1 +1 +[0-9a-f]{16} +yes\s*$", shown, re.M)
    assert re.search(r"^both archives are equal: \d{3} rows\s*$", shown, re.M)
    change(target, "UPDATE site SET name = '改名'")
    code, shown, errors = run(monkeypatch, capsys, "copy", "--verify-only", source, target, "--json")
    proof: dict[str, Any] = orjson.loads(shown)
    assert (code, proof["equal"], proof["different_searches"], errors) == (9, False, [], "")
    assert [each["name"] for each in proof["compared"] if not each["equal"]] == ["site"]
    assert proof["searches"] > 10
    code, shown, errors = run(monkeypatch, capsys, "copy", source, target)
    said = "holds an archive already; name a new one, or compare: --verify-only"
    assert (code, shown, errors) == (9, "", f"zonenews: {target} {said}\n")


def test_half_a_copy_is_refused_by_other_commands(source: str, tmp_path: Path) -> None:
    half = str(tmp_path / "half.db")
    shutil.copy(source, half)
    change(half, "CREATE TABLE copying(step TEXT NOT NULL PRIMARY KEY, said TEXT NOT NULL)")
    for words in (["runs"], ["verify"], ["upgrade"], ["export"], ["backup", str(tmp_path / "c.db")]):
        ended = CliRunner().invoke(cli.app, [*words, "--archive", half])
        assert "is the unfinished copy of another archive; go on with `zonenews copy`" in str(ended.exception)
    assert not (tmp_path / "c.db").exists()


@pytest.mark.slow
def test_files_on_a_server_need_a_folder(
    source: str,
    postgresql: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with postgresql.database() as url:
        code, _, errors = run(monkeypatch, capsys, "copy", source, url)
        assert code == 9
        assert errors.endswith("give their folder with --files-to, or leave them out with --no-files\n")
        assert run(monkeypatch, capsys, "copy", source, url, "--files-to", str(tmp_path / "kept"))[0] == 0
        with Archive(url, files=tmp_path / "kept") as archive:
            assert [problem for problem in archive.problems() if problem.kind in {"kept file", "stray"}] == []
        code, _, errors = run(monkeypatch, capsys, "copy", url, str(tmp_path / "back.db"))
        assert (code, "--files-from" in errors) == (9, True)
        back = str(tmp_path / "back.db")
        assert run(monkeypatch, capsys, "copy", url, back, "--no-files")[0] == 0
        monkeypatch.setenv("ZONENEWS_FILES", str(tmp_path / "kept"))
        code, shown, _ = run(monkeypatch, capsys, "copy", "--verify-only", url, back, "--json")
        unequal = [each["name"] for each in orjson.loads(shown)["compared"] if not each["equal"]]
        assert (code, unequal) == (9, ["kept files"])
