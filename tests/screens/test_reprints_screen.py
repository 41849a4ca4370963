"""`zonenews reprints`, as a user types it and in any width."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from archive import Writer
from archive.records import Fetch, Reading
from archive.reprints.finding import Member, ReprintGroup
from zonenews.screens.reprints import groups_view

ROOT = Path(__file__).parents[2]
URL = "http://www.example.cn/xwzx/jrgz/202310/t20231025_{}.html"
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TITLE = "云麓经开区二十三个重点项目集中开工"
TEXT = (
    "十月二十五日上午，云麓经开区举行重点项目集中开工仪式，二十三个项目同时开工，总投资一百八十六亿元，涵盖新型显示、高端装备和生物医药三个领域。",
    "管委会主任在致辞中表示，项目是发展的生命线，各部门要把服务做在前面，审批手续能并则并、能快则快，让企业少跑一趟路、早一天投产。",
)


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """Two articles that say the same, and one that does not."""
    file = str(tmp_path / "zonenews.db")
    writer = Writer(file)
    writer.add_site("example_jkq", ["www.example.cn"], START)
    run = writer.start_run("example_jkq", "example_jkq", START, "0.1")
    for number, text in enumerate((TEXT, TEXT, ("别的新闻。",))):
        at, url = START + timedelta(hours=number), URL.format(number)
        fetch = Fetch(url, at, "ok", url, status=200, body=f"{number}{text}".encode())
        title, published = (TITLE, "转载：项目开工", "其他")[number], f"2023-10-2{5 + number}"
        reading = Reading("1", at, title, "云麓日报" if number else None, published, "day", None, None, None, (), text)
        writer.record_article(run, "example_jkq", fetch, reading, due=None, reread=lambda pages: None)
    writer.close()
    return file


def zonenews(archive: str, *words: str, width: int = 100) -> subprocess.CompletedProcess[str]:
    """Runs the command on the archive."""
    command = [sys.executable, "-m", "zonenews", *words, "--archive", archive]
    env = {**os.environ, "COLUMNS": str(width)}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("width", [80, 120])
def test_the_first_article_leads_and_each_has_its_source(archive: str, width: int) -> None:
    done = zonenews(archive, "reprints", width=width)
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout.splitlines()
    assert shown[:5] == [
        f"{TITLE}  2 articles; the first by what is printed",
        "  example_jkq  2023-10-25  no 来源",
        f"  {URL.format(0)}",
        "  example_jkq  2023-10-26  来源：云麓日报  转载：项目开工",
        f"  {URL.format(1)}",
    ]
    assert all(cell_len(line) <= width for line in shown)


def test_one_article_and_json_and_what_waits(archive: str) -> None:
    found = json.loads(zonenews(archive, "reprints", URL.format(1), "--json").stdout)
    assert [(group["first"]["url"], group["others"][0]["source"]) for group in found] == [(URL.format(0), "云麓日报")]
    assert zonenews(archive, "reprints", "--since", "2023-10-27", "--json").stdout.strip() == "[]"
    assert zonenews(archive, "reprints", URL.format(2)).stdout.strip() == "no reprints found"
    assert zonenews(archive, "reprints", URL.format(9)).returncode == 4
    writer = Writer(archive)
    with writer._transaction() as db:
        db.exec_driver_sql("INSERT INTO reprint_due SELECT id FROM article")
    writer._connection.close()
    assert "3 articles wait to be compared" in zonenews(archive, "reprints").stderr
    assert "3 articles were compared" in zonenews(archive, "upgrade").stderr
    assert zonenews(archive, "reprints").stderr == ""


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_nothing_is_cut_and_nothing_steers_the_terminal(width: int) -> None:
    evil, long = (
        "\x1b[2J标题\u202e",
        "关于开展2026年度示范区高新技术企业培育入库申报与研发费用加计扣除政策宣讲工作的通知",
    )
    members = [
        Member(URL.format(number), "chongqing_liangjiang", title, "示范区产业投资集团宣传部", published, "", "live")
        for number, (title, published) in enumerate(
            [(long, "2026-11-19T13:33+08:00"), (evil, "2026-11-19T13:33:07+08:00"), (None, None), *[(long, None)] * 12]
        )
    ]
    console = Console(file=StringIO(), width=width)
    console.print(groups_view([ReprintGroup(7, "first_seen", members[0], tuple(members[1:]))]))
    assert isinstance(console.file, StringIO)
    said = console.file.getvalue()
    assert [line for line in said.splitlines() if cell_len(line) > width] == []
    assert not {"\x1b", "\u202e", "…"} & set(said)
    unwrapped = "".join(said.split())
    assert long in unwrapped
    assert "15 articles; the first by what was archived first" in " ".join(said.split())
    assert all(each.url in unwrapped for each in members[:12])
    assert "2026-11-19 13:33:07" in " ".join(said.split())
    assert "and 3 more" in said
