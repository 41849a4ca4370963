"""`make test-all` lets no test skip, but for those whose data is not there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import sys
import pytest

def test_sound(): pass
def test_skips(): pytest.skip({reason!r})
@pytest.mark.skipif(True, reason={reason!r})
def test_is_marked(): pass
@pytest.mark.xfail(strict=True)
def test_is_expected_to_fail(): assert False
"""


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    """A folder of tests of its own, with this project's conftest and what it imports."""
    folder = tmp_path / "checkout" / "tests"
    folder.mkdir(parents=True)
    for name in ("conftest.py", "measuring.py", "postgresql.py"):
        shutil.copy(Path(__file__).with_name(name), folder)
    return folder


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), *options]
    return subprocess.run([*command, str(folder)], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_a_skip_fails_and_says_its_reason(tests: Path) -> None:
    (tests / "test_it.py").write_text(TESTS.format(reason="needs a thing"))
    assert run(tests).returncode == 0
    done = run(tests, "--no-skips")
    assert done.returncode == 1
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in done.stdout
    assert "skipped (needs a thing), and --no-skips allows none" in done.stdout


@pytest.mark.slow
def test_a_file_that_skips_itself_fails_too(tests: Path) -> None:
    (tests / "test_it.py").write_text("import pytest\npytest.importorskip('nowhere_to_be_found')\n")
    assert run(tests).returncode == 5
    done = run(tests, "--no-skips")
    assert done.returncode == 2
    assert "could not import 'nowhere_to_be_found'" in done.stdout


@pytest.mark.slow
def test_absent_data_may_skip_as_long_as_it_is_absent(tests: Path) -> None:
    (tests / "test_it.py").write_text(TESTS.format(reason="../shared/pages is not there"))
    assert run(tests, "--no-skips").returncode == 0
    (tests.parents[1] / "shared").mkdir()
    assert run(tests, "--no-skips").returncode == 1
