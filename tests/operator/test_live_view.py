"""The live view in a real pseudo-terminal: it never garbles the log, is gone at the end, and costs little."""

import io
import os
import re
import time
from dataclasses import replace

import pytest
from crawling import ROOT, Crawl
from paper import Paper, on_a_terminal, start_on_a_terminal
from rich.cells import cell_len
from rich.console import Console

from zonenews.demo.client import ReplicaClient
from zonenews.progress.figures import Progress, SectionProgress
from zonenews.progress.view import LiveView, progress_view

RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[[\w.]+\] [A-Z]+: ")
SOME = Progress(
    run=7, site="suzhou_sip", state="running", seconds=3_725, sections=3, walked=1, pages=140, bytes=1_234_567,
    new=90, changed=1, unchanged=5, unread=3, failed=1, due=300, rate=0.5,
    walks=(SectionProgress("园区要闻", 2, 40, 30, "last_page"), SectionProgress("通知公告", 12, 240, 60, None),
           SectionProgress("http://www.example.cn/a/", 0, 0, 0, None)),
)  # fmt: skip


def crawled(crawl: Crawl, url: str, **settings: str) -> tuple[Paper, str, int]:
    """A crawl on a terminal."""
    command = crawl.command("zone", url, LOG_LEVEL="DEBUG", DOWNLOAD_DELAY="0.1", **settings)
    return on_a_terminal(command, ROOT, crawl.env)


def drawn(progress: Progress, width: int, sections: int = 10) -> list[str]:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(progress_view(progress, sections=sections))
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


@pytest.mark.slow
def test_log_lines_stay_whole_above_a_view_that_is_gone_at_the_end(crawl: Crawl, replica: ReplicaClient) -> None:
    paper, said, code = crawled(crawl, f"{replica.url}/jkqzx/")
    assert code == 0
    assert said.count("pages a second") >= 2, "it was drawn again and again"
    assert "walking" in said
    left = "\n".join(paper.lines)
    assert "pages a second" not in left
    assert "section   " not in left
    assert not paper.cursor_hidden
    lines = [line for line in paper.lines if line]
    assert lines[-1].startswith("zonenews: 60 new articles")
    unwrapped = "".join(line if len(line) == 100 else line + "\n" for line in paper.lines)
    others = [
        line for line in unwrapped.splitlines() if line and not RECORD.match(line) and not line.startswith("    ")
    ]
    assert others == [lines[-1]]
    assert sum("Crawled (200) <GET" in line for line in unwrapped.splitlines()) >= len(crawl.rows())


@pytest.mark.slow
def test_a_terminal_that_is_closed_costs_the_crawl_nothing(crawl: Crawl, replica: ReplicaClient) -> None:
    command = crawl.command("zone", f"{replica.url}/jkqzx/", LOG_LEVEL="INFO", DOWNLOAD_DELAY="0.05")
    ours, process = start_on_a_terminal(command, ROOT, crawl.env)
    said = b""
    while b"pages a second" not in said:
        said += os.read(ours, 4096)
    os.close(ours)
    assert process.wait(timeout=90) == 0
    assert (crawl.last_run()["state"], len(crawl.rows())) == ("complete", 60)


@pytest.mark.slow
def test_no_view_where_it_is_switched_off(crawl: Crawl, replica: ReplicaClient) -> None:
    _, said, code = crawled(crawl, f"{replica.url}/tzgg/", PROGRESS="False", pages="1", PROGRESS_SECONDS="0.2")
    assert code == 0
    assert "\x1b" not in said
    assert "section walked" in said


@pytest.mark.parametrize("width", [60, 100, 160])
def test_the_view_fits_and_says_how_far_the_run_is(width: int) -> None:
    lines = drawn(SOME, width)
    assert max(map(cell_len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    for words in ("suzhou_sip run 7 1 h 02 min", "通知公告 12 240 60 walking", "园区要闻 2 40 30 last_page", "25 %"):
        assert words in text
    assert "300 due: at least 10 min left" in text
    assert "140 pages 1.2 MB 90 new 1 changed 5 unchanged 3 unread 1 failed 0.5 pages a second" in text
    assert text.index("通知公告") < text.index("园区要闻"), "what is going on stands first"


def test_a_site_of_many_sections_leaves_room_for_the_log() -> None:
    many = replace(SOME, walks=tuple(SectionProgress(f"栏目{n}", 1, 20, 3, "known") for n in range(80)))
    lines = drawn(many, 100, sections=10)
    assert len(lines) <= 10 + 8
    assert "and 70 more" in "\n".join(lines)


def test_drawing_costs_less_than_a_hundredth_of_the_time() -> None:
    view = LiveView()
    view._console.file = io.StringIO()
    started, times = time.process_time(), 100
    for seconds in range(times):
        view.show(replace(SOME, seconds=seconds))
    view.close(None)
    assert (time.process_time() - started) / times < 0.01 * view.every
