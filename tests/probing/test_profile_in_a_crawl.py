"""Each override of a profile has its effect in a real crawl, and in a probe of the site."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from probes import FAST, ROOT, Host, article_page, host, list_page, probe, rows

from archive import Archive

SITE = '''\
"""示例经济技术开发区."""

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class ExampleZone(ZoneSpider):
    """A site that resists the general rules."""

    name = "example_zone"
    profile = Profile(sections=(Section("{url}/list/", "{name}"),), {overrides})
'''
OTHER = "127.0.0.2"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Host]:
    """A list of eight articles, the last on another host of the site; a second page; an odd template."""
    first, last = rows(1, 7), ("http://127.0.0.2:{port}/n/8.html", "开发区第8号重点项目集中开工建设", "2026-10-20")
    articles = {url: article_page(title, day) for url, title, day in (*first, *rows(9, 3))}
    with host({}) as served, host({"/n/8.html": article_page(last[1], last[2])}, OTHER) as other:
        port = other.url.rpartition(":")[2]
        onward = "<b class='on'><a href='/list/older.html'>前页</a></b>"
        served.pages |= articles
        served.pages["/list/"] = list_page([*first, (last[0].format(port=port), *last[1:])], onward)
        served.pages["/list/older.html"] = list_page(rows(9, 3))
        yield served


def crawl(tmp_path: Path, site: Host, overrides: str = "") -> tuple[int, str, list[dict[str, object]]]:
    """Crawls the site by a file with these overrides; the exit code, the last words and the articles."""
    folder = tmp_path / "examples"
    folder.mkdir()
    (folder / "__init__.py").touch()
    text = SITE.format(url=site.url, name="园区动态", overrides=overrides)
    (folder / "example_zone.py").write_text(text, encoding="utf-8")
    words = [word for pair in (*FAST, "SPIDER_MODULES=examples", "LOG_LEVEL=WARNING") for word in ("-s", pair)]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
    archive = tmp_path / "a.db"
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "example_zone", *words],
        cwd=ROOT,
        env=plain | {"PYTHONPATH": f"{tmp_path}:{ROOT}", "ZONENEWS_ARCHIVE": str(archive)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    found: list[dict[str, object]] = []
    if archive.exists():
        with Archive(str(archive)) as opened:
            found = list(opened.articles())
    return done.returncode, done.stderr.strip().splitlines()[-1], found


@pytest.mark.slow
def test_without_overrides(tmp_path: Path, site: Host) -> None:
    """What the overrides below are held against."""
    code, _, found = crawl(tmp_path, site)
    assert code == 0
    assert len(found) == 7
    assert {article["source"] for article in found} == {"示例日报"}


@pytest.mark.slow
def test_further_hosts_are_the_sites_own(tmp_path: Path, site: Host) -> None:
    code, _, found = crawl(tmp_path, site, f'hosts=("{OTHER}",)')
    assert (code, len(found)) == (0, 8)


@pytest.mark.slow
def test_the_next_page_is_where_the_profile_says(tmp_path: Path, site: Host) -> None:
    code, _, found = crawl(tmp_path, site, 'next="b.on > a"')
    assert (code, len(found)) == (0, 10)


@pytest.mark.slow
def test_only_the_profiles_rows_count(tmp_path: Path, site: Host) -> None:
    code, _, found = crawl(tmp_path, site, 'rows="ul.list > li:nth-child(-n+3)"')
    assert (code, len(found)) == (0, 3)


@pytest.mark.slow
def test_the_profiles_fields_are_read(tmp_path: Path, site: Host) -> None:
    overrides = 'title="title", source="p:nth-child(2)", published="h1", body=".TRS_Editor > p:nth-child(3)"'
    for path, body in site.pages.items():
        if path.startswith("/n/") and isinstance(body, bytes):
            site.pages[path] = body.replace(b"</h1>", "（2020年1月2日 03:04）</h1>".encode())
    code, _, found = crawl(tmp_path, site, overrides)
    assert (code, len(found)) == (0, 7)
    for article in found:
        assert str(article["source"]).startswith("开发区今天召开")
        assert article["published"] == "2020-01-02T03:04+08:00"
        assert str(article["text"]).endswith("落到实处。2")
        assert "2020" not in str(article["title"])


@pytest.mark.slow
def test_the_charset_is_the_profiles(tmp_path: Path, site: Host) -> None:
    """Big5 bytes that declare themselves as gb2312, on pages too short to tell."""
    for path, body in site.pages.items():
        if path.startswith("/n/") and isinstance(body, bytes):
            page = article_page("區內企業喜獲獎項", "2026-10-27", "示例日報").decode()
            small = page.replace("<meta charset='utf-8'>", "<meta charset='gb2312'>")
            site.pages[path] = small.encode("big5", "ignore")
    _, _, found = crawl(tmp_path, site, 'charset="big5"')
    assert {article["title"] for article in found} == {"區內企業喜獲獎項"}


def test_the_headers_are_sent_with_every_page(tmp_path: Path, site: Host) -> None:
    code, _, _ = crawl(tmp_path, site, 'headers={"X-Zone": "1", "Accept-Language": "zh"}')
    assert code == 0
    pages = [headers for path, headers in site.asked if path != "/robots.txt"]
    assert len(pages) >= 8
    assert {(headers["x-zone"], headers["accept-language"]) for headers in pages} == {("1", "zh")}


@pytest.mark.slow
def test_a_profile_that_makes_no_sense_names_its_field(tmp_path: Path, site: Host) -> None:
    code, said, _ = crawl(tmp_path, site, 'body="div["')
    assert code != 0
    assert "Profile.body: 'div[' is no CSS selector" in said
    ended = probe("--site", "example_zone", "-s", "SPIDER_MODULES=examples", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert (ended.code, len(ended.err.splitlines())) == (10, 1)
    assert "Profile.body" in ended.err
    assert site.asked == []


@pytest.mark.slow
def test_a_probe_uses_the_sites_profile(tmp_path: Path, site: Host) -> None:
    crawl(tmp_path, site, f'next="b.on > a", source="h1", headers={{"X-Zone": "1"}}, hosts=("{OTHER}",)')
    site.asked.clear()
    archive = str(tmp_path / "a.db")
    settings = ("-s", "SPIDER_MODULES=examples")
    variables = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "ZONENEWS_ARCHIVE": archive}
    ended = probe("--site", "example_zone", *settings, **variables)
    found = ended.json
    assert (ended.code, found["site"], found["list"]["pager"]) == (0, "example_zone", "profile")
    assert found["list"]["page_two"]["new"] == 3
    assert found["list"]["counts"]["offsite"] == 0
    assert found["article"]["read"]["rules"]["source"] == "profile"
    assert all(headers["x-zone"] == "1" for path, headers in site.asked if path != "/robots.txt")
    assert "noted in" in ended.err
    assert (tmp_path / "a.db.probes.json").exists()
