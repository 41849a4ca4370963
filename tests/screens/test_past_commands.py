"""`show --at`, `diff`, `verify` and `backup`, as a user types them."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from archive import Writer
from archive.records import Fetch, Reading
from archive.sqlite import library

ROOT = Path(__file__).parents[2]
URL = "http://www.example.cn/xwzx/t1.html"
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TEXTS = [
    ("园区召开项目推进会，听取进展汇报。", "会议要求加快建设。"),
    ("园区召开项目推进会，听取进展汇报。", "会议要求全面提速。"),
]


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """An archive with one article that was edited three days after it was found."""
    file = tmp_path / "zonenews.db"
    writer = Writer(str(file))
    writer.add_site("example", ["www.example.cn"], START)
    run = writer.start_run("example", "example", START, "0.1")
    for number, paragraphs in enumerate(TEXTS):
        at = START + timedelta(days=3 * number)
        fetch = Fetch(URL, at, "ok", URL, status=200, body="".join(paragraphs).encode())
        reading = Reading("1", at, "项目推进会", None, None, None, None, None, None, (), paragraphs)
        writer.record_article(run, "example", fetch, reading, due=None, reread=lambda pages: None)
    writer.close()
    return file


def zonenews(archive: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs a command on the archive."""
    command = [sys.executable, "-m", "zonenews", *words, "--archive", str(archive)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.slow
def test_show_at_a_day_shows_what_was_known_at_its_end_in_beijing(edited: Path) -> None:
    assert "加快建设" in zonenews(edited, "show", URL, "--at", "2026-11-22").stdout
    assert "加快建设" in zonenews(edited, "show", URL, "--at", "2026-11-23T15:59").stdout
    assert "全面提速" in zonenews(edited, "show", URL, "--at", "2026-11-23T16:00").stdout
    assert "全面提速" in zonenews(edited, "show", URL, "--at", "2026-11-23").stdout
    before = zonenews(edited, "show", URL, "--at", "2026-11-19")
    assert (before.returncode, before.stdout) == (4, "")
    assert "was first archived at 2026-11-20T08:00:00.000Z" in before.stderr
    assert zonenews(edited, "show", URL, "--at", "yesterday").returncode == 2


def test_runs_show_is_of_the_archive_that_was_named_before_it(edited: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zonenews", "runs", "--json", "--archive", str(edited), "show", "1"]
    env = {**os.environ, "ZONENEWS_ARCHIVE": str(tmp_path / "another.db"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert orjson.loads(done.stdout)["site"] == "example"


def test_a_terminal_that_knows_no_chinese_shows_the_rest(edited: Path) -> None:
    command = [sys.executable, "-m", "zonenews", "show", URL, "--archive", str(edited)]
    env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u9879\\u76ee" in done.stdout


def test_diff_shows_paragraphs_and_characters(edited: Path) -> None:
    shown = zonenews(edited, "diff", URL)
    assert shown.returncode == 0, shown.stderr
    assert "… 1 unchanged paragraph" in shown.stdout
    assert "~ 会议要求[-加快建设-]{+全面提速+}。" in shown.stdout
    found = orjson.loads(zonenews(edited, "diff", URL, "--json").stdout)
    assert [(each["where"], each["kind"]) for each in found] == [("paragraph", "same"), ("paragraph", "edited")]
    back = zonenews(edited, "diff", URL, "--from", "2", "--to", "1")
    assert "~ 会议要求[-全面提速-]{+加快建设+}。" in back.stdout
    assert "has revisions 1 to 2" in zonenews(edited, "diff", URL, "--to", "3").stderr


@pytest.mark.slow
def test_verify_and_backup_say_what_is_wrong_and_repair_what_can_be(edited: Path, tmp_path: Path) -> None:
    well = zonenews(edited, "verify")
    assert (well.returncode, well.stdout.strip()) == (0, "everything is as it was written")
    assert zonenews(edited, "backup", str(tmp_path / "copy.db")).returncode == 0
    connection = library().connect(str(edited))
    with connection:
        connection.execute("UPDATE capture SET data = x'00' WHERE digest = (SELECT capture FROM revision WHERE id = 1)")
        connection.execute("UPDATE search SET text = 'x'")
    connection.close()
    ill = zonenews(edited, "verify")
    assert ill.returncode == 9
    assert URL in ill.stdout
    mended = zonenews(edited, "verify", "--repair")
    assert "search was built anew; 1 damaged pages are fetched again at the next crawl" in mended.stderr
    left = orjson.loads(zonenews(edited, "verify", "--json").stdout)
    assert [(each["kind"], each["where"]) for each in left] == [("capture", URL)]
    assert zonenews(edited, "backup", str(tmp_path / "again.db")).returncode == 9
    assert zonenews(tmp_path / "copy.db", "verify").returncode == 0
