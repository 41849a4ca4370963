"""Every site file loads, says what it is, and asks nothing of a public site without a contact."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from zonenews.sites import load_sites

ROOT = Path(__file__).parents[2]
SITES = load_sites()
WITH_ADDRESS = [name for name, site in SITES.items() if site.profile.sections]


@pytest.mark.parametrize("name", SITES)
def test_a_site_file_is_small_and_named_like_its_site(name: str) -> None:
    file = Path(sys.modules[SITES[name].__module__].__file__ or "")
    assert file.stem == name
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 60


def test_every_file_holds_one_site() -> None:
    files = {path.stem for path in (ROOT / "zonenews" / "spiders").glob("*.py")} - {"__init__", "zone"}
    assert files == set(SITES)


@pytest.mark.parametrize("name", WITH_ADDRESS)
def test_a_site_file_says_where_its_address_is_from(name: str) -> None:
    site = SITES[name]
    words = importlib.import_module(site.__module__).__doc__ or ""
    assert site.profile.zone
    assert words.startswith(site.profile.zone)
    assert site.profile.checked is not None or "not checked live" in words
    assert site.profile.checked is not None or "public code, field notes of 2026-11" in words


@pytest.mark.parametrize("name", WITH_ADDRESS)
def test_a_sites_addresses_are_its_own(name: str) -> None:
    urls = [section.url for section in SITES[name].profile.sections]
    hosts = {urlsplit(url).hostname for url in urls}
    others = {
        urlsplit(section.url).hostname
        for other, site in SITES.items()
        if other != name
        for section in site.profile.sections
    }
    assert all(urlsplit(url).scheme in {"http", "https"} for url in urls)
    assert hosts
    assert not hosts & others


def test_scrapy_lists_the_sites() -> None:
    done = _scrapy("list")
    assert set(done.stdout.split()) == {*SITES, "zone"}


@pytest.mark.parametrize("name", ["suzhou_sip", "wenzhou_jkq"])
def test_without_a_contact_no_site_is_asked(name: str, tmp_path: Path) -> None:
    done = _scrapy("crawl", name, "-s", f"ARCHIVE_URL={tmp_path / 'a.db'}", "-s", "LOG_LEVEL=DEBUG")
    assert done.returncode == 10
    assert "ZONENEWS_CONTACT" in done.stderr.splitlines()[-1]
    assert "Crawled" not in done.stderr
    assert "Spider opened" not in done.stderr
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize("name", WITH_ADDRESS)
def test_a_site_is_crawled_on_its_own_hosts(name: str) -> None:
    sections = SITES[name].profile.sections
    site = SITES[name](sections=sections, pages=None, since=None, until=None)
    assert {urlsplit(section.url).hostname for section in sections} <= site.hosts


def _scrapy(*words: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
    command = [sys.executable, "-m", "scrapy", *words]
    return subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, timeout=60, check=False)
