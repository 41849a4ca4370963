"""JSON Lines as the contract promises them, whole or not at all, in flat memory."""

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from samples import PARAGRAPHS, Crawl, fetch, opened, page, reading, row, url_of

from archive import ArchiveError
from archive.export import ROW_KEYS, whole_file, write_lines

KEYS = [
    *("schema", "url", "site", "sections", "title", "source", "author", "editor", "published", "published_precision"),
    *("document_number", "breadcrumb", "paragraphs", "text", "images", "attachments", "state", "revision"),
    *("first_seen", "last_seen", "fetched", "capture", "digest", "rules", "reasons"),
]
UNUSUAL = ('引号"与反斜线\\', "制表\t符", "表情😀与生僻字𠮷", "<b>标签</b>&amp;", "行分隔\u2028符", "a")


@pytest.fixture
def archive_of_three(crawl: Crawl) -> Crawl:
    """An ordinary article, one of unusual text, one that has nothing."""
    crawl.listed(row(1), row(2))
    crawl.article()
    crawl.article(fetch(url_of(2), body=page(UNUSUAL)), reading(UNUSUAL, title=UNUSUAL[2]))
    nothing = reading((), title=None, published=None, published_precision=None, editor=None, breadcrumb=())
    crawl.article(fetch(url_of(3), body=b"<img>"), nothing)
    return crawl


def _lines(crawl: Crawl) -> list[bytes]:
    out = io.BytesIO()
    with opened(crawl.url) as archive:
        count = archive.export(out)
    lines = out.getvalue().splitlines(keepends=True)
    assert (count, out.getvalue()[-1:]) == (len(lines), b"\n")
    return lines


def test_every_line_is_utf_8_json_with_the_contracts_keys_in_order(archive_of_three: Crawl) -> None:
    lines = _lines(archive_of_three)
    assert [list(json.loads(line.decode())) for line in lines] == [KEYS] * 3
    assert list(ROW_KEYS) == KEYS
    assert "表情😀与生僻字𠮷".encode() in lines[1], "text is text, not escapes"


def test_text_is_the_paragraphs_joined(archive_of_three: Crawl) -> None:
    found = [json.loads(line) for line in _lines(archive_of_three)]
    assert [row["paragraphs"] for row in found] == [list(PARAGRAPHS), list(UNUSUAL), []]
    assert all(row["text"] == "\n".join(row["paragraphs"]) for row in found)


def test_what_is_missing_is_null_or_empty(archive_of_three: Crawl) -> None:
    bare = json.loads(_lines(archive_of_three)[2])
    assert {key for key, value in bare.items() if value is None} == {
        *("title", "source", "author", "editor", "published", "published_precision", "document_number"),
    }
    assert {key for key, value in bare.items() if value in ([], "")} == {
        *("sections", "breadcrumb", "paragraphs", "text", "images", "attachments"),
    }


def test_the_lines_are_the_articles_of_the_library(archive_of_three: Crawl) -> None:
    with opened(archive_of_three.url) as archive:
        assert [orjson.loads(line) for line in _lines(archive_of_three)] == list(archive.articles())


def test_an_export_to_a_file_leaves_that_file_alone_in_its_folder(archive_of_three: Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for name in (folder / "a.jsonl", str(folder / "a.jsonl")):
        with opened(archive_of_three.url) as archive:
            assert archive.export(name) == 3
        assert (folder / "a.jsonl").read_bytes() == b"".join(_lines(archive_of_three))
        assert [path.name for path in folder.iterdir()] == ["a.jsonl"]


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_lines([b"{}\n"], tmp_path / "new.jsonl")
        (tmp_path / "old.jsonl").touch(mode=0o600)
        write_lines([b"{}\n"], tmp_path / "old.jsonl")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"new.jsonl": 0o640, "old.jsonl": 0o600}


def test_an_export_that_fails_midway_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        yield b"x" * (3 << 20)
        raise ArchiveError("the archive is gone")

    (tmp_path / "a.jsonl").write_bytes(b"old\n")
    with pytest.raises(ArchiveError, match="the archive is gone"):
        write_lines(lines(), tmp_path / "a.jsonl")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.jsonl": b"old\n"}


def test_nobody_sees_half_a_file(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.jsonl") as file:
        file.write(b"half")
        file.flush()
        assert not (tmp_path / "a.jsonl").exists()
    assert (tmp_path / "a.jsonl").read_bytes() == b"half"


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "target.jsonl").write_bytes(b"old")
    (tmp_path / "link.jsonl").symlink_to("target.jsonl")
    write_lines([b"new\n"], tmp_path / "link.jsonl")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "target.jsonl").read_bytes() == b"new\n"


def test_a_device_is_written_to_and_not_replaced() -> None:
    assert write_lines([b"{}\n"], Path("/dev/null")) == 1
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize("name", ["no/such/folder/a.jsonl", ".", "n" * 300], ids=["folder", "itself", "long"])
def test_a_path_that_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="cannot be written: "):
        write_lines([b"{}\n"], tmp_path / name)
    assert list(tmp_path.iterdir()) == []


EXPORT = """
import resource, sys
from archive import Archive
from pathlib import Path

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

with Archive(sys.argv[1]) as archive:
    archive.export(sys.argv[2], limit=1_200)
    before = most()
    print(archive.export(sys.argv[2]), most() - before)
    print(archive.export(sys.argv[2], newest_first=True), most() - before)
"""


def test_memory_stays_flat_over_many_articles(crawl: Crawl, tmp_path: Path) -> None:
    _multiply(crawl)
    _assert_flat(crawl, tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").stat().st_size > 60 << 20


@pytest.mark.slow
@pytest.mark.parametrize(("name", "most"), [("out.csv.zst", 25_000), ("out.parquet", 50_000)])
def test_memory_stays_flat_in_other_formats(tmp_path: Path, name: str, most: int) -> None:
    """Parquet holds a thousand rows at a time, twice."""
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    _multiply(crawl)
    crawl.writer.close()
    _assert_flat(crawl, tmp_path / name, most)


def _assert_flat(crawl: Crawl, out: Path, most: int = 25_000) -> None:
    said = subprocess.check_output([sys.executable, "-c", EXPORT, crawl.url, str(out)], text=True).splitlines()
    counts, grown = zip(*(map(int, line.split()) for line in said), strict=True)
    assert counts == (3_000, 3_000)
    assert max(grown) < most, f"kilobytes: {grown}"


def _multiply(crawl: Crawl) -> None:
    """3,000 articles of 12 kB, the copies made inside the database: 36 MB of text, a few MB of memory."""
    from sqlalchemy import text

    paragraphs = ("园区召开项目推进会。" * 400,)
    crawl.article(fetch(body=page(paragraphs)), reading(paragraphs))
    copies = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO "
    fields = "read_at, title, published, breadcrumb, text, images, rules, confidence, reasons, charset, charset_reason"
    with crawl.writer._transaction() as db:
        for statement in (
            "url SELECT i, 'www.example.cn/' || i, 'http://www.example.cn/' || i, host, first_seen, NULL, NULL "
            "FROM n, url WHERE id = 1",
            "article SELECT i, i, site, first_seen, last_seen, state, NULL, NULL FROM n, article WHERE id = 1",
            "revision SELECT i, i, 1, 1, capture, seen, last_confirmed, NULL FROM n, revision WHERE id = 1",
            f"reading (id, revision, extractor, {fields}, flags, content_digest) "
            f"SELECT i, i, '1', {fields}, flags, content_digest FROM n, reading WHERE id = 1",
        ):
            db.execute(text(copies + statement))
        db.execute(text("UPDATE revision SET current_reading = id"))
        db.execute(text("UPDATE article SET current_revision = id"))
