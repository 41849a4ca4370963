"""What is doubtful about a page is said, and nothing else."""

from pathlib import Path

import pytest
from probes import article_page, list_page, rows

from zonenews.extraction import Article
from zonenews.probing.looking import probe_file
from zonenews.probing.report import Probe

LIST, ARTICLE = "http://www.example.cn/list/", "http://www.example.cn/n/1.html"
PAGER = "<div class='pages'><a href='/list/?page=2'>下一页</a></div>"


def look(tmp_path: Path, body: bytes | str, url: str = LIST) -> Probe:
    file = tmp_path / "page.html"
    file.write_bytes(body.encode() if isinstance(body, str) else body)
    return probe_file(file, url)


def names(probe: Probe) -> set[str]:
    return {doubt.name for doubt in probe.doubts}


def test_a_plain_list_is_beyond_doubt(tmp_path: Path) -> None:
    found = look(tmp_path, list_page(rows(1), PAGER))
    assert (found.kind, found.doubts) == ("list", ())


@pytest.mark.parametrize(
    ("listed", "doubt"),
    [
        (rows(1, 3), "few_rows"),
        ([(url, title, "") for url, title, _ in rows(1)], "no_dates"),
        ([(url, title, "" if n == 3 else day) for n, (url, title, day) in enumerate(rows(1))], "some_dates"),
        (rows(1)[::-1], "not_newest_first"),
        ([(url, title[:9] + "…", day) for url, title, day in rows(1)], "titles_cut"),
    ],
)
def test_doubtful_rows(tmp_path: Path, listed: list[tuple[str, str, str]], doubt: str) -> None:
    assert doubt in names(look(tmp_path, list_page(listed, PAGER)))


def test_a_list_without_a_pager(tmp_path: Path) -> None:
    assert "no_pager" in names(look(tmp_path, list_page(rows(1))))


def test_rows_that_are_files(tmp_path: Path) -> None:
    listed = [(url.replace("html", "pdf"), title, day) for url, title, day in rows(1)]
    found = look(tmp_path, list_page(listed, PAGER))
    assert "mostly_files" in names(found)
    assert len(found.files) == len(listed)


def test_a_total_that_does_not_add_up(tmp_path: Path) -> None:
    pager = "<script>createPageHTML('page_div', 21, 1, 'list', 'shtml', 9);</script>"
    assert "total_odd" in names(look(tmp_path, list_page(rows(1), pager), "http://www.example.cn/list/list.shtml"))


def test_a_page_drawn_by_a_script_is_named(tmp_path: Path) -> None:
    found = look(tmp_path, "<html><body><div id='app'></div><script src='/app.js'></script></body></html>")
    assert found.kind == "script"
    assert found.trouble is not None
    assert "docs/profile.md" in found.trouble


def test_a_plain_article_is_beyond_doubt(tmp_path: Path) -> None:
    found = look(tmp_path, article_page("开发区召开项目推进会", "2026-10-27"), ARTICLE)
    assert (found.kind, found.doubts) == ("article", ())


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (("来源：示例日报", "来源："), "no_source"),
        ((" 09:30", ""), "day_only"),
        (("发布时间：2026-10-27 09:30", ""), "no_published"),
    ],
)
def test_doubtful_fields(tmp_path: Path, change: tuple[str, str], doubt: str) -> None:
    page = article_page("开发区召开项目推进会", "2026-10-27").decode().replace(*change)
    assert doubt in names(look(tmp_path, page, ARTICLE))


def test_an_undeclared_charset_is_doubtful(tmp_path: Path) -> None:
    page = article_page("开发区召开项目推进会", "2026-10-27").decode().replace("<meta charset='utf-8'>", "")
    found = look(tmp_path, page.encode("gbk"), ARTICLE)
    assert isinstance(found.article and found.article.article, Article)
    assert "charset" in names(found)


def test_a_page_cannot_steer_the_terminal(tmp_path: Path) -> None:
    found = look(tmp_path, "<html><script>location.href='/x\x1b[2J\x9b31m'</script></html>")
    assert found.kind == "redirect"
    assert found.trouble is not None
    assert found.trouble.isprintable()
