"""A broken site file is named in one line and stops its own site's crawl alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from crawling import ROOT, Crawl
from pages import host_of_pages

SITE = """
from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class Site(ZoneSpider):
    name = "{name}"
    profile = Profile(sections=(Section("http://127.0.0.1:9/list/"),){more})
"""
MODULES = "zonenews.spiders,more_sites"
PAGES = {
    "/robots.txt": b"User-agent: *\nAllow: /\n",
    "/list/": "<ul>{}</ul>".format(
        "".join(f'<li><a href="/t{n}.html">园区第{n}季度招商工作推进会召开</a></li>' for n in range(5))
    ).encode(),
    **{
        f"/t{n}.html": f"<h1>园区第{n}季度招商工作推进会召开</h1><p>{'会议部署招商工作。' * 9}</p>".encode()
        for n in range(5)
    },
}


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of further site files, beside the project's own."""
    folder = tmp_path / "more_sites"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"class Site(:\n", 1, "SyntaxError: invalid syntax"),
        ("zone = '高新区'\n".encode("gbk"), 1, "SyntaxError: (unicode error) 'utf-8' codec can't decode"),
        (b"\nimport nowhere_to_be_found\n", 2, "ModuleNotFoundError: No module named 'nowhere_to_be_found'"),
        (SITE.format(name="broken_gxq", more=", hosts=('a b',)").encode(), 8, "ProfileError: Profile.hosts: "),
        (b"\n\n\nZone\n", 4, "NameError: name 'Zone' is not defined"),
    ],
    ids=["syntax", "charset", "import", "profile", "name"],
)
def test_its_own_crawl_is_a_matter_of_configuration(
    crawl: Crawl, sites: Path, content: bytes, line: int, what: str
) -> None:
    (sites / "broken_gxq.py").write_bytes(content)
    ended = crawl("broken_gxq", SPIDER_MODULES=MODULES)
    assert ended.code == 10
    assert ended.said.count("\n") == 1
    file = sites / "broken_gxq.py"
    assert ended.said.startswith(f"zonenews: broken_gxq cannot be crawled: {file}, line {line}: {what}")
    assert not crawl.archive.exists()


def test_other_sites_are_crawled_and_the_broken_one_is_named(crawl: Crawl, sites: Path) -> None:
    (sites / "broken_gxq.py").write_text("import nowhere_to_be_found\n")
    (sites / "sound_gxq.py").write_text(SITE.format(name="sound_gxq", more=""))
    with host_of_pages(PAGES) as host:
        ended = crawl("sound_gxq", f"{host}/list/", SPIDER_MODULES=MODULES)
    assert ended.code == 0
    lines = ended.said.splitlines()
    assert lines[0].startswith(f"zonenews: left out: {sites / 'broken_gxq.py'}, line 1: ModuleNotFoundError")
    assert [line for line in lines if "Traceback" in line] == []
    assert len(crawl.rows()) == 5


@pytest.mark.slow
def test_two_files_that_name_the_same_site_give_neither(crawl: Crawl, sites: Path) -> None:
    for file in ("first_gxq", "second_gxq"):
        (sites / f"{file}.py").write_text(SITE.format(name="first_gxq", more=""))
    ended = crawl("first_gxq", SPIDER_MODULES=MODULES)
    assert ended.code == 10
    assert "first_gxq.py and " in ended.reason
    assert ended.reason.endswith("second_gxq.py name their site 'first_gxq', and only one can")


def test_a_file_without_its_site_says_what_it_needs(crawl: Crawl, sites: Path) -> None:
    (sites / "empty_gxq.py").write_text('"""某某高新区."""\n', encoding="utf-8")
    ended = crawl("empty_gxq", SPIDER_MODULES=MODULES)
    assert ended.code == 10
    assert ended.reason.endswith("empty_gxq.py holds no site of that name; its class needs name = 'empty_gxq'")


def test_a_module_that_is_not_there_stops_no_crawl(crawl: Crawl) -> None:
    ended = crawl("zone", "http://127.0.0.1:9/list/", SPIDER_MODULES="zonenews.spiders,no.such_sites", RETRY_TIMES="0")
    assert ended.code == 11
    assert "left out: no.such_sites: ModuleNotFoundError: No module named 'no'" in ended.said


def test_the_list_of_sites_names_it_too(sites: Path) -> None:
    (sites / "broken_gxq.py").write_text("class\n")
    (sites / "sound_gxq.py").write_text(SITE.format(name="sound_gxq", more=""))
    done = _run("scrapy", "list", "-s", f"SPIDER_MODULES={MODULES}")
    assert done.returncode == 0
    assert {"sound_gxq", "zone", "shangrao_jkq"} <= set(done.stdout.split())
    assert "broken_gxq" not in done.stdout
    assert done.stderr.startswith(f"zonenews: left out: {sites / 'broken_gxq.py'}, line 1: SyntaxError")


@pytest.mark.slow
def test_it_cannot_be_probed(sites: Path) -> None:
    (sites / "broken_gxq.py").write_text("class\n")
    done = _run("zonenews", "probe", "--site", "broken_gxq", "-s", f"SPIDER_MODULES={MODULES}")
    assert (done.returncode, done.stdout) == (10, "")
    assert done.stderr.strip().startswith(f"zonenews: {sites / 'broken_gxq.py'}, line 1: SyntaxError")


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60, check=False)
