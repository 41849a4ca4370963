"""What can be opened as an archive, what cannot, and that the latter is left as it was."""

import subprocess
import sys
from pathlib import Path

import pytest
from samples import Crawl, rows

from archive import Archive, NewerSchema, Unusable, Writer
from archive.database import sqlite_path
from archive.schema import versions
from archive.sqlite import APPLICATION_ID, library, wal_is_safe

OPENERS = [pytest.param(Archive, id="reading"), pytest.param(Writer, id="writing")]


def _left_alone(path: Path, opener: type, error: type[Exception], message: str) -> None:
    before = path.read_bytes() if path.is_file() else sorted(path.iterdir())
    with pytest.raises(error, match=message):
        opener(str(path))
    assert (path.read_bytes() if path.is_file() else sorted(path.iterdir())) == before
    assert [found.name for found in path.parent.iterdir()] == [path.name], "nothing is left beside it"


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"url,title\nhttp://www.example.cn/,x\n" * 9, "no SQLite file"),
        (b"SQLite format 3\x00", "not a database|malformed"),
        (b"SQLite format 3\x00" + b"\xff" * 5_000, "another program|not a database|malformed"),
        (b"SQLite format 3\x00" + bytes(84) + b"x" * 400, "not a database|malformed"),
    ],
    ids=["text", "head only", "garbage", "no pages"],
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, opener: type, content: bytes, message: str) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)
    _left_alone(file, opener, Unusable, message)


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize(
    "setup", ["CREATE TABLE t (x)", "CREATE TABLE alembic_version (version_num TEXT)", "PRAGMA application_id = 7"]
)
def test_another_programs_database_is_left_alone(tmp_path: Path, opener: type, setup: str, mode: str) -> None:
    file = tmp_path / "other.db"
    other = library().connect(str(file))
    other.execute(f"PRAGMA journal_mode = {mode}")
    other.execute(setup)
    other.commit()
    other.close()
    _left_alone(file, opener, Unusable, "another program")


@pytest.mark.parametrize("opener", OPENERS)
def test_a_truncated_archive_is_left_alone(tmp_path: Path, opener: type) -> None:
    file = tmp_path / "zonenews.db"
    crawl = Crawl(str(file))
    crawl.article()
    crawl.writer.close()
    whole = file.read_bytes()
    for length in (90, 5_000, len(whole) // 2, len(whole) - 4_096):  # within its last page a cut shows only in `verify`
        file.write_bytes(whole[:length])
        _left_alone(file, opener, Unusable, "malformed|not a database|disk I/O error|another program")


@pytest.mark.parametrize("opener", OPENERS)
def test_an_archive_of_a_newer_schema_is_left_alone(tmp_path: Path, opener: type) -> None:
    file = tmp_path / "zonenews.db"
    Writer(str(file)).close()
    newer = library().connect(str(file))
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    _left_alone(file, opener, NewerSchema, r"newer zonenews \(schema 9999\); update zonenews")


@pytest.mark.parametrize("opener", OPENERS)
def test_a_folder_is_no_archive(tmp_path: Path, opener: type) -> None:
    (tmp_path / "folder").mkdir()
    _left_alone(tmp_path / "folder", opener, Unusable, "is a folder; give the path of a file")


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("/nowhere/at/all/zonenews.db", "the folder /nowhere/at/all does not exist"),
        ("", "give a path"),
        (":memory:", "give a path"),
        ("sqlite://", "give a path"),
        ("sqlite:///:memory:", "give a path"),
        ("a\x00b", "give a path"),
        ("~nobody-of-that-name/zonenews.db", "home"),
        ("/dev/null", "no file"),
        ("mysql://u:secret@h/db", r"mysql://u:\*\*\*@h/db: archives are kept in SQLite or PostgreSQL"),
        ("nonsense://", "archives are kept in SQLite or PostgreSQL|neither a path nor a database URL"),
        ("postgresql+psycopg://u:secret@h:abc/db", r"^(?!.*secret).*a port that is no number"),
        ("://", "neither a path nor a database URL"),
        ("postgresql+nodriver://u:secret@h/db", r"u:\*\*\*@h|neither"),
    ],
)
def test_what_cannot_be_an_archive_is_told_why(opener: type, url: str, message: str) -> None:
    with pytest.raises(Unusable, match=message) as told:
        opener(url)
    assert "secret" not in str(told.value)


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"there is no archive at .*; crawl first"):
        Archive(str(tmp_path / "zonenews.db"))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_an_archive_when_written(tmp_path: Path) -> None:
    file = tmp_path / "zonenews.db"
    file.touch()
    with pytest.raises(Unusable, match="no archive"):
        Archive(str(file))
    Writer(str(file)).close()
    Archive(str(file)).close()


@pytest.mark.parametrize("name", ["新闻 100%.db", "a?mode=memory.db", "a#b.db", "a%20b.db", "file:x.db", "a&b='c'.db"])
def test_a_path_may_hold_any_character(tmp_path: Path, name: str) -> None:
    Writer(str(tmp_path / name)).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    Archive(str(tmp_path / name)).close()


def test_a_sqlite_url_and_a_path_name_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert sqlite_path("sqlite:///a.db") == sqlite_path("a.db") == tmp_path / "a.db"
    assert sqlite_path("sqlite:////srv/a.db") == Path("/srv/a.db")
    assert sqlite_path("postgresql://h/db") is None


def test_an_archive_says_whose_it_is_and_is_written_safely(tmp_path: Path) -> None:
    file = tmp_path / "zonenews.db"
    writer = Writer(str(file))
    asked = {name: writer._driver().execute(f"PRAGMA {name}").fetchone()[0] for name in (
        "application_id", "journal_mode", "synchronous", "foreign_keys", "trusted_schema"
    )}  # fmt: skip
    mode = "wal" if wal_is_safe(library().sqlite_version_info) else "delete"
    assert asked == {
        "application_id": APPLICATION_ID, "journal_mode": mode, "synchronous": 2, "foreign_keys": 1,
        "trusted_schema": 0,
    }  # fmt: skip
    writer.close()
    assert [path.name for path in tmp_path.iterdir()] == ["zonenews.db"], "one file to copy"


def test_an_archive_that_was_cut_off_before_its_first_checkpoint_opens(tmp_path: Path) -> None:
    """The header in the main file lags behind: the application id is still in the write-ahead log."""
    file = str(tmp_path / "zonenews.db")
    code = f"import os; from archive import Writer; Writer({file!r}); os._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True)
    Archive(file).close()
    Writer(file).close()


def test_two_processes_may_make_an_archive_at_once(tmp_path: Path) -> None:
    code = "import sys; from archive import Writer; sys.stdin.readline(); Writer(sys.argv[1], wait=20).close()"
    for number in range(2):
        file = str(tmp_path / f"{number}.db")
        makers = [
            subprocess.Popen(
                [sys.executable, "-c", code, file], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(3)
        ]
        for maker in makers:
            assert maker.stdin
            maker.stdin.write("go\n")
            maker.stdin.flush()
        assert [maker.communicate()[1] for maker in makers] == [""] * 3
        assert rows(file, "SELECT version_num FROM alembic_version") == [(versions()[-1],)]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 6), False),
        ((3, 50, 7), True), ((3, 51, 0), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True),
    ],
)  # fmt: skip
def test_versions_with_the_wal_reset_bug_do_not_use_a_wal(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_a_damaged_row_of_the_schema_is_told(tmp_path: Path) -> None:
    file = tmp_path / "zonenews.db"
    Writer(str(file)).close()
    content = bytearray(file.read_bytes())
    content[100:110] = b"\xff" * 10
    file.write_bytes(bytes(content))
    _left_alone(file, Archive, Unusable, "malformed")
