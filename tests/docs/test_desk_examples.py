"""What the documents have a program ask of the desk is asked, of a desk over an archive of the replica."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import PAGES, ROOT, fenced

sys.path += [str(ROOT / "tests" / name) for name in ("crawl", "web")]

from browsing import serving
from crawling import Crawl, sections, served

pytestmark = pytest.mark.slow
HERE = "http://127.0.0.1:8001"
SHOWN = [
    pytest.param(line, id=f"{page.name}: {line[:40]}")
    for page in PAGES
    for block in fenced(page, "sh", "bash", "console", "")
    for line in block.splitlines()
    if "curl " in line
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the desk."""
    archive = tmp_path_factory.mktemp("replica") / "zonenews.db"
    with served("--articles", "60") as replica:
        assert Crawl(archive)("zone", sections(replica)).code == 0
    with serving(archive) as address:
        yield address


@pytest.mark.parametrize("line", SHOWN)
def test_a_line_is_answered_with_what_it_asks_for(base: str, line: str, tmp_path: Path) -> None:
    assert HERE in line, "a reader's desk is where `zonenews serve` says"
    line = line.replace(HERE, base)
    if shutil.which("jq"):
        told = _shell(line, tmp_path).splitlines()
        assert told
        assert not [each for each in told if not each.strip() or each == "null"]
    asked, *filters = line.split(" | jq ")
    answer = json.loads(_shell(asked, tmp_path))
    assert answer["ok"] is True
    names = set(re.findall(r"\.([a-z_]+)", "".join(filters)))
    assert names <= _keys(answer)


def test_the_lines_are_seen() -> None:
    assert len(SHOWN) >= 1


def _shell(line: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _keys(value: object) -> set[str]:
    """Every key in an answer, at any depth."""
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in _keys(each)}
    return {key for each in value for key in _keys(each)} if isinstance(value, list) else set()
