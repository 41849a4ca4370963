"""What narrows an export narrows it in Python, in files and in the shell alike, and is what a search finds."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from samples import LIST, SITE, START, Crawl, at, fetch, opened, page, reading, row, url_of
from typer.testing import CliRunner

from zonenews.cli import app
from zonenews.exits import Exit, Refused

ROOT = Path(__file__).parents[2]
OTHER = "other_gxq"


@pytest.fixture
def five(crawl: Crawl) -> Crawl:
    """Three articles of a site, one listed, one gone missing; two of another site, a day later."""
    crawl.listed(row(1))
    crawl.article(fetch(url_of(1)), reading(published="2023-10-25", source="示例日报"))
    crawl.article(fetch(url_of(2), body=page(("光伏。",))), reading(("光伏。",), published="2023-11-02"))
    crawl.article(fetch(url_of(3), body=page(("招商。",))), reading(("招商。",), published=None))
    crawl.miss(url_of(2), "missing", 5)
    crawl.writer.add_site(OTHER, ["gxq.example.cn"], START)
    run = crawl.writer.start_run(OTHER, OTHER, START, "0.1")
    for number, said in ((1, ("光伏招商。",)), (2, ("绿色。",))):
        of = fetch(f"http://gxq.example.cn/{number}", 24 * 60, body=page(said))
        read = reading(said, published=f"2024-01-0{number}T09:00+08:00")
        crawl.writer.record_article(run, OTHER, of, read, due=None, reread=None)  # type: ignore[arg-type]
    crawl.writer.index_search()
    return crawl


ONE, TWO, THREE = (url_of(number) for number in (1, 2, 3))
FOUR, FIVE = "http://gxq.example.cn/1", "http://gxq.example.cn/2"
FILTERS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("", {}, [ONE, TWO, THREE, FOUR, FIVE]),
    ("", {"site": SITE}, [ONE, TWO, THREE]),
    ("", {"site": [SITE, OTHER]}, [ONE, TWO, THREE, FOUR, FIVE]),
    ("", {"site": "nobody"}, []),
    ("光伏", {}, [TWO, FOUR]),
    ("光伏 招商", {}, [FOUR]),
    ("光伏", {"site": [SITE]}, [TWO]),
    ("", {"section": "新闻中心"}, [ONE]),
    ("", {"section": LIST}, [ONE]),
    ("", {"since": "2023-11-01"}, [TWO, FOUR, FIVE]),
    ("", {"since": "2023-11-01", "until": "2024-01-01"}, [TWO, FOUR]),
    ("", {"until": "2023-10-25"}, [ONE]),
    ("", {"state": "missing"}, [TWO]),
    ("", {"state": "live", "site": SITE}, [ONE, THREE]),
    ("", {"source": "示例"}, [ONE]),
    ("", {"archived_since": START + timedelta(hours=1)}, [FOUR, FIVE]),
    ("", {"archived_since": START, "state": "missing"}, [TWO]),
    ("项目 OR 绿色", {"title": True}, [ONE, TWO, THREE, FOUR, FIVE]),
]


def test_each_filter_leaves_these(five: Crawl) -> None:
    with opened(five.url) as archive:
        for query, narrowed, urls in FILTERS:
            assert [article["url"] for article in archive.articles(query, **narrowed)] == urls, (query, narrowed)
            assert archive.to_arrow(query, **narrowed).read_all()["url"].to_pylist() == urls
            newest = [article["url"] for article in archive.articles(query, newest_first=True, **narrowed)]
            assert newest == [hit.url for hit in archive.search(query, limit=None, **narrowed)]
            first = [article["url"] for article in archive.articles(query, limit=1, **narrowed)]
            assert first == urls[:1]


def test_what_is_no_filter_is_told(five: Crawl) -> None:
    with opened(five.url) as archive:
        with pytest.raises(ValueError, match="no state"):
            list(archive.articles(state="deleted"))
        with pytest.raises(ValueError, match="Invalid isoformat"):
            list(archive.articles(since="yesterday"))


def test_pages_are_those_of_the_articles_found(five: Crawl, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    def pages(**narrowed: Any) -> list[str]:
        with opened(five.url) as archive:
            archive.export_warc(tmp_path / "pages.warc", **narrowed)
        with (tmp_path / "pages.warc").open("rb") as stream:
            records = [record for record in ArchiveIterator(stream) if record.rec_type == "response"]
        return [record.rec_headers.get_header("WARC-Target-URI") for record in records]

    assert pages() == [LIST, ONE, TWO, THREE, FOUR, FIVE]
    assert pages(site=OTHER) == [FOUR, FIVE]
    assert pages(site=[SITE]) == [LIST, ONE, TWO, THREE]
    assert pages(query="光伏") == [TWO, FOUR]
    assert pages(since="2024-01-02") == [FIVE]


def _exported(archive: str, *words: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "zonenews", "export", "--archive", archive, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def test_the_command_takes_the_same_filters(five: Crawl) -> None:
    def urls(*words: str) -> list[str]:
        return [json.loads(line)["url"] for line in _exported(five.url, *words).splitlines()]

    day = at(24 * 60).date().isoformat()
    words = ["--site", SITE, "--site", OTHER, "--since", "2024-01-01", "--until", "2024-01-31", "--state", "live"]
    assert urls(*words, "--archived-since", day, "--search", "光伏 OR 绿色", "--limit", "1") == [FIVE]


def test_a_dash_is_standard_output(five: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in ([], ["--format", "csv"], ["--limit", "2"]):
        export = ["export", "--archive", five.url, *words]
        plain, dashed = CliRunner().invoke(app, export), CliRunner().invoke(app, [*export, "-o", "-"])
        assert dashed.exit_code == 0
        assert dashed.stdout_bytes == plain.stdout_bytes != b""
    assert not Path("-").exists()


def test_a_name_that_the_archive_does_not_have_is_refused(five: Crawl, tmp_path: Path) -> None:
    """A slip of the pen would else replace a good file with an empty one."""
    good = tmp_path / "good.jsonl"
    good.write_bytes(b"{}\n")
    export = ["export", "-o", str(good), "--archive", five.url]
    commands = (export, [*export, "--since-cursor", "x"], ["search", "光伏", "--archive", five.url])
    for words in (["--site", "nobody"], ["--section", "新闻"], ["--site", OTHER, "--section", "新闻中心"]):
        for command in commands:
            ended = CliRunner().invoke(app, [*command, *words])
            assert isinstance(ended.exception, Refused), (command, words)
            assert ended.exception.code == Exit.USAGE
            assert f"no {words[-2][2:]} {words[-1]!r}" in str(ended.exception)
    assert good.read_bytes() == b"{}\n"
    assert CliRunner().invoke(app, [*export, "--site", SITE, "--search", "风"]).exit_code == 0
    assert good.read_bytes() == b""


NONSENSE: list[tuple[list[str], str]] = [
    (["--format", "xlsx"], "'xlsx' is not a format; there are jsonl, csv, parquet, atom and warc"),
    (["--format", "warc"], "name what to write with -o"),
    (["--state", "deleted"], "no state; there are live"),
    (["-o", "a.xlsx"], "workbooks are not written"),
    (["-o", "a.parquet.gz"], "Parquet is compressed inside"),
    (["-o", "a", "--partition", "colour"], "--partition takes some of site, state, year, month, day"),
    (["-o", "a", "--partition", "site", "--format", "csv"], "--partition writes Parquet"),
    (["-o", "a", "--partition", "site", "--limit", "3"], "go neither together"),
    (["--since-cursor", "x"], "name what to write with -o"),
    (["-o", "a.warc", "--since-cursor", "x"], "go neither together nor with WARC"),
    (["-o", "a.warc.zst"], "replay wants WARC as it is"),
    (["-o", "a.atom", "--since-cursor", "x"], "a feed has the newest articles, and no cursor"),
]


def test_what_makes_no_sense_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Crawl("zonenews.db").writer.close()
    for words, said in NONSENSE:
        ended = CliRunner().invoke(app, ["export", "--archive", "zonenews.db", *words])
        assert isinstance(ended.exception, Refused), words
        assert said in str(ended.exception)
        assert ended.exception.code == Exit.USAGE
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("zonenews.db")] == []
