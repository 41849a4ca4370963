"""What the commands print fits the terminal, and nothing in it is cut."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from archive import Writer
from zonenews.screens.runs import run_view, runs_table
from zonenews.screens.tables import Column, FittedTable
from zonenews.screens.views import articles_table
from zonenews.sites import load_sites

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WIDTHS = [80, 100, 120]
REASON = "http://www.example.cn/xwzx/yqdt/: status 404; 12 addresses failed, the next run tries them again"
RUN: dict[str, Any] = {
    "id": 1234, "site": "chongqing_liangjiang", "started": "2026-11-23T08:03:18.169Z", "ended": None, "exit_code": None,
    "state": "running", "reason": REASON, "fetches": 5123, "wire_bytes": 81_234_567, "list_pages": 3,
    "heartbeat": "2026-11-23T11:05:18.169Z", "job": 12, "seconds": 10_920.0,
    "outcomes": {"ok": 5100, "gone": 3, "network": 20},
    "counts": {"read": 5099, "new": 5000, "changed": 9, "unchanged": 90, "gone": 2, "failed": 12, "unread": 0},
}  # fmt: skip
SECTION = {
    "name": None, "url": "http://www.example.cn/xwzx/yqdt/", "pages": 312, "rows": 6864, "new": 5120,
    "stop_reason": "last_page", "detail": "page 313 is not there",
}  # fmt: skip
MISSES = [
    {"url": f"http://www.example.cn/xwzx/yqdt/index_{n}.html", "outcome": outcome, "status": status,
     "error": error, "kind": kind}
    for n, (outcome, status, error, kind) in enumerate([
        ("gone", 404, "status 404", "list"), ("unread", 200, "没有找到正文。" * 12, "article"),
        ("refused", None, "robots.txt forbids http://www.example.cn/xwzx/yqdt/index_2.html", "article"),
    ])
]  # fmt: skip
TITLE = "关于开展2026年度示范区高新技术企业培育入库申报与研发费用加计扣除政策宣讲工作的通知"


def shown(view: RenderableType, width: int) -> str:
    """What a view looks like in that width."""
    console = Console(file=StringIO(), width=width)
    console.print(view)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def assert_fits(text: str, width: int, *words: object) -> None:
    """Lines are no longer than the terminal is wide, nothing is cut, and these words are there, whatever wraps."""
    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    assert "…" not in text
    for word in words:
        assert str(word) in text, word


def lines(view: RenderableType, width: int) -> list[str]:
    return [line.rstrip() for line in shown(view, width).splitlines()]


def unwrapped(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", WIDTHS)
def test_sites(tmp_path: Path, width: int) -> None:
    archive = str(tmp_path / "zonenews.db")
    writer = Writer(archive)
    writer.add_site("chongqing_liangjiang", ["www.example.cn"], NOW, zone="重庆两江新区")
    run = writer.start_run("chongqing_liangjiang", "chongqing_liangjiang", NOW, "0")
    writer.end_run(run, NOW, state="interrupted", exit_code=130, reason="", stats={})
    writer.close()
    command = [sys.executable, "-m", "zonenews", "sites", "--archive", archive]
    env = {**os.environ, "COLUMNS": str(width)}
    said = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=True).stdout
    assert_fits(said, width, *load_sites(), "interrupted", "2026-11-23")
    assert all(unwrapped(site.profile.zone) in unwrapped(said) for site in load_sites().values() if site.profile.zone)


@pytest.mark.parametrize("width", WIDTHS)
def test_runs(width: int) -> None:
    said = shown(runs_table([RUN, RUN | {"id": 7, "state": "complete", "exit_code": 0}]), width)
    assert_fits(said, width, 1234, "chongqing_", "2026-11-23 08:03", "running", "complete", "status 404")
    assert unwrapped(said).count("again") == 2


@pytest.mark.parametrize("width", WIDTHS)
def test_one_run(width: int) -> None:
    sections = [SECTION, SECTION | {"name": "园区动态"}]
    said = shown(run_view(RUN | {"sections": sections, "misses": MISSES}), width)
    assert_fits(said, width, "6864", "5120", "园区动态", "gone 404", "unread 200", "refused", "(a list page)")
    assert_fits(said, width, *(miss["url"] for miss in MISSES), "robots.txt forbids it")
    assert_fits(said, width, "5000 new   9 changed   90 unchanged   2 gone   12 failed")
    assert "last heard of at 11:05:18, 3 h 02 min, 5123 fetches (3 gone, 20 network), 81.2 MB" in " ".join(said.split())
    assert "status 404" not in said.partition("no article")[2]
    assert "没有找到正文。" * 12 in unwrapped(said)


@pytest.mark.parametrize("width", WIDTHS)
def test_articles(width: int) -> None:
    row = {
        "published": "2026-11-19T13:33+08:00",
        "title": TITLE,
        "source": "示范区产业投资集团宣传部",
        "sections": ["要闻"],
    }
    said = shown(articles_table([row, row | {"source": None, "published": None}]), width)
    assert_fits(said, width, "2026-11-19 13:33", "–")
    assert sum(line.count("关于开展2026年度示范区高新技术企业") for line in said.splitlines()) == 2


def test_a_column_of_words_wraps_before_figures_do_and_spare_ones_go_first() -> None:
    columns = (Column("a", "a"), Column("b", "words", least=10), Column("c", "spare", spare=True))
    table = FittedTable([{"a": 1234567890, "b": "园区" * 10, "c": "x" * 10}], columns)
    assert lines(table, 64)[1:] == ["1234567890  " + "园区" * 10 + "  xxxxxxxxxx"]
    assert lines(table, 34)[1:3] == ["1234567890  园区园区园  xxxxxxxxxx", "            区园区园区"]
    assert lines(table, 33)[:2] == ["         a  words", "1234567890  园区园区园区园区园区"]


def test_cells_may_hold_styled_text_and_several_lines() -> None:
    table = FittedTable([{"a": Text("甲\n乙乙")}, {"a": None}], (Column("a", "a"),))
    assert lines(table, 20) == ["a", "甲", "乙乙", "–"]


def test_what_a_page_says_does_not_steer_the_terminal() -> None:
    evil = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e"
    miss = {"url": "http://www.example.cn/", "outcome": "unread", "status": 200, "error": evil, "kind": "article"}
    said = shown(run_view(RUN | {"sections": [SECTION | {"name": evil}], "misses": [miss]}), 80)
    said += shown(articles_table([{"published": None, "title": evil, "source": evil, "sections": [evil]}]), 80)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said)
