"""No text that others wrote steers the operator's terminal, whichever command shows it (S30)."""

import re
from pathlib import Path

import orjson
import pytest
from samples import LIST, SITE, Crawl, at, fetch, page, reading, row, url_of
from typer.testing import CliRunner

from zonenews.cli import app

EVIL = "\x1b]0;owned\x07\x1b[2J\u009b31m\u202egnp"
STEERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
SAVED = f"""<html><head><title>{EVIL}</title></head><body><h1>季度招商{EVIL}工作推进会召开</h1>
<p>来源：园区{EVIL}宣传部 发布时间：2026-11-20 09:30</p>
<p>{f"会议部署招商{EVIL}工作，要求加快项目建设。" * 9}</p></body></html>"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive whose every text is hostile: what a cleaning pipeline would have let pass."""
    crawl = Crawl(str(tmp_path_factory.mktemp("evil") / "zonenews.db"))
    crawl.writer.add_site(SITE, [], at(), zone=f"园区{EVIL}")
    crawl.listed(row(1, title=EVIL), row(2, url=f"{LIST}{EVIL}.html", title=EVIL))
    for number, words in enumerate(("原来的段落", "后来的段落")):
        said = (f"会议部署招商工作{EVIL}，{words}。" * 9,)
        texts = {"title": f"推进会{EVIL}", "source": f"宣传部{EVIL}", "author": EVIL, "editor": EVIL}
        texts |= {"document_number": EVIL, "reasons": {"source": EVIL}, "breadcrumb": ("首页", EVIL)}
        crawl.article(fetch(minutes=number, body=page(said)), reading(said, **texts), due=None)
    twin = reading(said, **texts)
    crawl.article(fetch(url_of(3), 3, body=page(said, "twin")), twin)
    crawl.miss(url_of(2), "failed", 4, outcome="network", status=None, error=EVIL)
    crawl.writer.end_section(
        crawl.run, crawl.section, pages=1, rows=2, new=2, stop_reason="error", detail=EVIL, walked=None
    )
    crawl.writer.end_run(crawl.run, at(5), state="failed", exit_code=4, reason=EVIL, stats={})
    crawl.writer.close()
    return crawl.url


def said(*words: str) -> str:
    """What a command prints."""
    ended = CliRunner().invoke(app, [*words])
    assert ended.exit_code == 0, ended.output
    return ended.output


@pytest.mark.parametrize("json", [False, True], ids=["screen", "json"])
@pytest.mark.parametrize(
    "words",
    [("runs",), ("runs", "show", "1"), ("sites",), ("show", url_of(1)), ("search", "推进会"), ("diff", url_of(1)),
     ("reprints",), ("alerts",)],
    ids=" ".join,
)  # fmt: skip
def test_a_command_shows_hostile_texts_and_is_not_steered(archive: str, words: tuple[str, ...], json: bool) -> None:
    shown = said(*words, "--archive", archive, *(["--json"] if json else []))
    assert not STEERS.search(shown)
    if json:
        assert orjson.loads(shown) is not None


def test_the_texts_are_there_and_json_says_them_as_they_are(archive: str) -> None:
    assert "owned" in said("show", url_of(1), "--archive", archive)
    article = orjson.loads(said("show", url_of(1), "--archive", archive, "--json"))
    assert article["title"] == f"推进会{EVIL}"


@pytest.mark.parametrize("json", [[], ["--json"]], ids=["screen", "json"])
def test_a_saved_page_that_is_read_does_not_steer(tmp_path: Path, json: list[str]) -> None:
    file = tmp_path / "evil.html"
    file.write_text(SAVED, encoding="utf-8")
    shown = said("read", str(file), "--url", url_of(1), *json)
    assert not STEERS.search(shown)
    assert "季度招商" in shown
