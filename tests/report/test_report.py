"""`zonenews report`: a month on one page that asks nothing of anybody, in a browser and on paper."""

import re
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from shutil import copy

import pytest
from counted import publish_a_winter
from playwright.sync_api import Browser, sync_playwright
from samples import HOST, Crawl, at, fetch, page, reading, row, url_of

from zonenews.cli import main

SEEN = "2026-11"  # when the samples were fetched


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sites, one edit, one article that is missing, one run that failed."""
    path = tmp_path_factory.mktemp("made") / "zonenews.db"
    crawl = Crawl(str(path))
    crawl.writer.add_site(crawl.site, [], at(), zone="青岚<b>经开区")
    other = publish_a_winter(crawl)
    url = f"{HOST}/{crawl.site}/t2.html"
    said = reading(("改过。",), published="2024-02-01", published_precision="day", title="<i>改题</i>")
    crawl.article(fetch(url, 60, body=page(("改过。",))), said)
    crawl.listed(row(1))
    gone = f"{HOST}/{crawl.site}/t4.html"
    crawl.miss(gone, "missing", 70)
    crawl.writer.end_run(crawl.run, at(80), state="failed", exit_code=11, reason="network <down>", stats={})
    other.writer.end_run(other.run, at(80), state="complete", exit_code=0, reason="", stats={})
    for one in (other, crawl):
        one.writer.close()
    return path


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """The archive, alone in a folder."""
    return Path(copy(made, tmp_path))


@dataclass
class Done:
    """How the command ended, and what it said."""

    code: int
    said: str


def report(archive: Path, *options: str) -> Done:
    """The command as `zonenews` runs it, in this process: drawing takes a second to get going."""
    said, before = StringIO(), sys.argv
    sys.argv = ["zonenews", "report", "--archive", str(archive), *options]
    try:
        with chdir(archive.parent), redirect_stderr(said), pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv = before
    return Done(int(ended.value.code or 0), said.getvalue())


def texts(html: str, table: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    part = html.split(f"<h2>{table}</h2>")[1].split("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", part, re.S)
    return [
        [re.sub("<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
        for row in rows
    ]


@pytest.mark.slow
def test_a_month_is_counted_by_zone(archive: Path) -> None:
    done = report(archive, "--month", "2024-02", "-o", "february.html")
    assert done.code == 0, done.said
    assert done.said.endswith("kB written to february.html; articles published in 2024-02: 3\n")
    html = (archive.parent / "february.html").read_text("utf-8")
    assert "Articles published in 2024-02: 3, at 2 sites; 2 more than the month before." in html
    assert texts(html, "Zones")[1:] == [
        ["other_gxq", "2", "0", "0", "0", "0", "0", "100 %", "0 / 0"],
        ["青岚&lt;b&gt;经开区 example_jkq", "1", "1", "0", "0", "0", "0", "0 %", "0 / 0"],
        ["all", "3", "1", "0", "0", "0", "0", "67 %", "0 / 0"],
    ]
    assert html.count("<svg ") == 5


def test_a_dash_is_standard_output(archive: Path) -> None:
    with redirect_stdout(TextIOWrapper(BytesIO())) as page:
        done = report(archive, "--month", "2024-02", "-o", "-")
    assert (done.code, done.said) == (0, "articles published in 2024-02: 3\n")
    assert page.buffer.getvalue().rstrip().endswith(b"</html>")
    assert not any(path.name == "-" or path.suffix == ".html" for path in archive.parent.iterdir())


def test_what_happened_stands_in_the_month_in_which_it_did(archive: Path) -> None:
    done = report(archive, "--month", SEEN, "--lang", "zh", "--site", "example_jkq")
    assert done.code == 0, done.said
    html = (archive.parent / f"report-{SEEN}.html").read_text("utf-8")
    assert '<html lang="zh-CN">' in html
    assert texts(html, "各开发区")[1][1:] == ["0", "0", "4", "1", "1", "0", "0 %", "0 / 1"]
    assert texts(html, "被修改的文章")[1][1:] == ["&lt;i&gt;改题&lt;/i&gt;", "2024-02-01"]
    assert texts(html, "消失的文章")[1][1:] == ["暂时无法访问", "项目推进会", "2024-03-29"]
    assert texts(html, "未完整结束的运行")[1][3:] == ["失败", "network &lt;down&gt;"]
    assert "<b>" not in html


@pytest.mark.slow
def test_the_last_month_with_articles_is_taken(archive: Path) -> None:
    assert report(archive, "-o", "r.html").said.endswith("articles published in 2024-03: 1\n")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--month", "2020-01"), 4, "nothing was published or crawled in 2020-01"),
        (("--site", "nowhere"), 4, "nowhere has no article with a day of publication"),
        (("--month", "2024-02", "--site", "nowhere"), 4, "nothing was published or crawled in 2024-02 at nowhere"),
        (("--month", "0001-01"), 4, "nothing was published or crawled in 0001-01"),
        (("--month", "9999-12"), 4, "nothing was published or crawled in 9999-12"),
        (("--month", "2024-13"), 2, "2024-13 is no month"),
        (("-o", "absent/r.html"), 9, "absent"),
    ],
)
def test_what_cannot_be_reported_is_said(archive: Path, options: tuple[str, ...], code: int, said: str) -> None:
    done = report(archive, *options)
    assert done.code == code
    assert said in re.sub(r"\s+", " ", done.said)
    assert [path.name for path in archive.parent.glob("*.html*")] == []


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.slow
def test_the_page_is_whole_by_itself_and_fits_a_phone_and_paper(archive: Path, chromium: Browser) -> None:
    report(archive, "--month", "2024-02", "-o", "r.html")
    tab, asked = chromium.new_page(viewport={"width": 360, "height": 700}), []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((archive.parent / "r.html").as_uri())
    assert asked == [(archive.parent / "r.html").as_uri()]
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    pdf = tab.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", pdf)[0] in {
        (b"594", b"841"),
        (b"595", b"842"),
        (b"595", b"841"),
    }
    assert 1 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 3
    tab.close()


@pytest.mark.slow
def test_a_run_that_goes_on_is_not_called_complete_and_a_list_that_is_cut_says_so(tmp_path: Path) -> None:
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    for number in range(16):
        crawl.article(fetch(url_of(number)), reading())
        edited = fetch(url_of(number), 10, body=page(("改过。",)))
        crawl.article(edited, reading(("改过。",)), reread=lambda pages: reading())
    crawl.writer.close()
    report(tmp_path / "zonenews.db", "--month", SEEN, "-o", "r.html")
    html = (tmp_path / "r.html").read_text("utf-8")
    assert "None of those that have ended; 1 not ended yet." in html
    assert "were complete." not in html
    assert html.split("<h2>Edited articles</h2>")[1].count("The last 15; there may be more.") == 1
