"""Readers answer from processes of their own; a page that takes too long costs only itself."""

from pathlib import Path

from benchmarks.__main__ import PARTS, _page_with
from benchmarks.extraction import OURS, started

URL = "http://www.example.cn/xwzx/t20231025_1.html"
TEXT = "会议指出，今年以来全区上下紧盯目标任务，抢抓工期，前三季度新开工项目二十六个，完成投资八十二亿元。"
BODY = f"<h1>示例经开区召开推进会</h1><p>来源：示例日报</p><p>{TEXT}</p>"
HTML = f"<html><head><meta charset=gbk></head><body>{BODY}</body></html>"


def test_a_reader_answers_and_goes_on_after_a_page_that_was_too_slow_or_no_article(tmp_path: Path) -> None:
    page, list_page, long = (tmp_path / name for name in ("page.html", "list.html", "long.html"))
    long.write_bytes(HTML.replace(TEXT, TEXT * 20_000).encode("gbk"))
    page.write_bytes(HTML.encode("gbk"))
    list_page.write_text("<a href='/'>首页</a>")
    with started(OURS) as reader:
        first = reader.ask(page, URL, "gbk")
        assert first
        assert (first["title"], first["source"], first["text"]) == ("示例经开区召开推进会", "示例日报", TEXT)
        assert first["cpu"] > 0
        refused = reader.ask(list_page, URL, "utf-8")
        assert refused
        assert refused["error"] == "NotAnArticle"
        assert reader.ask(long, URL, "gbk", limit=0) is None
        again = reader.ask(page, URL, "gbk")
        assert again
        assert again["title"] == first["title"]


def test_a_part_measured_anew_leaves_the_others_as_they_are() -> None:
    page = "# Benchmarks\n\nOld opening.\n\n## Another part\n\nKept.\n\n## Exports\n\nOld.\n"
    written = _page_with(PARTS["extraction"].heading, "New.", page)
    headings = [line for line in written.splitlines() if line.startswith("## ")]
    assert headings == ["## Reading article pages", "## Exports", "## Another part"]
    assert "\n\nKept.\n" in written
    assert "\n\nOld.\n" in written
    assert _page_with(PARTS["extraction"].heading, "New.", written) == written
