"""A redesign of any family's section is found by the first run after it: no source any more, or another list."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from crawling import Crawl, Ended, served

from archive import Archive
from zonenews.demo.client import ReplicaClient
from zonenews.demo.gallery import ROOMS
from zonenews.demo.redesign import LISTS

(APP,) = (room for room in ROOMS if room.family == "app")
WITHOUT_PROFILE = tuple(room for room in ROOMS if room.family != "app")  # an app's list takes a profile to be read
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


class Gallery:
    """The gallery after its first crawl, with three new articles in every section."""

    def __init__(self, client: ReplicaClient, folder: Path) -> None:
        self.client = client
        self._folder = folder
        self._urls = " ".join(client.url + room.first_path for room in WITHOUT_PROFILE)
        self._first = folder / "first.db"
        assert self._crawl(self._first).code == 0
        for room in WITHOUT_PROFILE:
            client.publish(3, room.path)

    def _crawl(self, archive: Path) -> Ended:
        process = Crawl(archive).start("zone", self._urls)
        _, said = process.communicate(timeout=350)
        return Ended(process.returncode, said)

    def after(self, way: str | None) -> tuple[Ended, Mapping[str, Mapping[str, Any]]]:
        """How a crawl ends after a redesign, and the incidents it opens, by kind."""
        archive = self._folder / f"{way}.db"
        shutil.copy(self._first, archive)
        self.client.redesign(way)
        ended = self._crawl(archive)
        self.client.redesign(None)
        with Archive(str(archive)) as opened:
            return ended, {incident["kind"]: incident for incident in opened.incidents()}


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """The gallery, served and crawled once."""
    with served("--gallery") as client:
        yield Gallery(client, tmp_path_factory.mktemp("drift"))


def sections(incident: Mapping[str, Any]) -> set[str]:
    """The sections that an incident names."""
    return {part["section"] for part in incident["detail"]["parts"]}


def test_news_as_ever_opens_no_incident(gallery: Gallery) -> None:
    ended, incidents = gallery.after(None)
    assert (ended.code, incidents) == (0, {})


def test_a_removed_source_is_found_in_the_first_run_on_every_family(gallery: Gallery) -> None:
    ended, incidents = gallery.after("no source")
    assert ended.code == 3
    assert ended.reason.startswith("zonenews: sources 来源 are missing: ")
    assert set(incidents) == {"source"}
    assert {room.name for room in WITHOUT_PROFILE} - sections(incidents["source"]) == set()


@pytest.mark.parametrize("way", LISTS)
def test_a_changed_list_is_found_in_the_first_run_on_every_family(gallery: Gallery, way: str) -> None:
    ended, incidents = gallery.after(way)
    assert ended.code == (4 if way == "nothing" else 3)
    assert "list" in incidents
    assert {room.name for room in WITHOUT_PROFILE} - sections(incidents["list"]) == set()


def test_an_app_that_changes_is_found_too(gallery: Gallery, tmp_path: Path) -> None:
    """Its list is read through an API that a profile describes."""
    first, modules = tmp_path / "first.db", {"SPIDER_MODULES": "tests.crawl.app_site"}
    url = gallery.client.url + APP.first_path
    assert Crawl(first)("app_site", url, **modules).code == 0
    gallery.client.publish(3, APP.path)
    for way, kinds in {"no source": {"source"}, "nothing": {"list"}}.items():
        archive = Path(shutil.copy(first, tmp_path / f"{way}.db"))
        gallery.client.redesign(way, APP.path)
        assert Crawl(archive)("app_site", url, **modules).code != 0
        gallery.client.redesign(None, APP.path)
        with Archive(str(archive)) as opened:
            assert {incident["kind"] for incident in opened.incidents()} == kinds
