"""A section in each family's manner, crawled with no profile: everything found once, every field exact."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from crawling import Crawl, Ended, served

from zonenews.demo.client import ReplicaClient
from zonenews.demo.gallery import ROOMS, Room

pytestmark = pytest.mark.slow  # a gallery of sixty sections is crawled twice
FIELDS = (
    *("title", "source", "author", "editor", "published", "published_precision", "document_number", "breadcrumb"),
    *("paragraphs", "images", "attachments", "sections"),
)
# where no last page is announced, or one too many, and the answer past the end is the last page again, pinned rows
# alone, or no rows
STOPS = {
    "dedecms_dynamic": "repeated",
    "empire_dynamic": "empty",
    "gkmlpt": "empty",
    "hanweb_sealed": "empty",
    "hebei": "empty",
    "jsonp": "empty",
    "query": "repeated",
    "thinkphp": "repeated",
    "trs_records": "empty",
    "trs_service": "empty",
    "ucap_search": "empty",
}
WITHOUT_PROFILE = tuple(room for room in ROOMS if room.family != "app")
(APP,) = (room for room in ROOMS if room.family == "app")


class Found(NamedTuple):
    """What a crawl left: how it ended, its sections' walks by path, all rows of its archive, the truth about them."""

    ended: Ended
    walks: Mapping[str, Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]
    truth: Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def gallery() -> Iterator[ReplicaClient]:
    """The gallery, served."""
    with served("--gallery") as client:
        yield client


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the crawls of the whole gallery write."""
    return tmp_path_factory.mktemp("families") / "zonenews.db"


@pytest.fixture(scope="module")
def first(gallery: ReplicaClient, archive: Path) -> Found:
    """A first crawl of every section."""
    return found(gallery, Crawl(archive), WITHOUT_PROFILE)


@pytest.fixture(scope="module")
def published(gallery: ReplicaClient, first: Found) -> Mapping[str, Sequence[str]]:
    """Three new articles in every section, by family, published after the first crawl."""
    return {room.family: gallery.publish(3, room.path) for room in WITHOUT_PROFILE}


@pytest.fixture(scope="module")
def second(gallery: ReplicaClient, archive: Path, published: Mapping[str, Sequence[str]]) -> Found:
    """A second crawl, which has them to find."""
    return found(gallery, Crawl(archive), WITHOUT_PROFILE)


def found(gallery: ReplicaClient, crawl: Crawl, rooms: Sequence[Room], spider: str = "zone", **settings: str) -> Found:
    """Crawls the rooms and gives what was found."""
    ended = crawl(spider, " ".join(gallery.url + room.first_path for room in rooms), **settings)
    walks = {section["url"].removeprefix(gallery.url): section for section in crawl.last_run()["sections"]}
    names = {room.name for room in rooms}
    truth = {line["url"]: line for line in gallery.truth() if names & set(line["sections"])}
    return Found(ended, walks, crawl.rows(), truth)


def differences(room: Room, crawled: Found) -> list[tuple[str, str, object, object]]:
    """Every field of the room's articles that is not what the truth says."""
    rows = [row for row in crawled.rows if row["url"] in crawled.truth and room.name in row["sections"]]
    return [
        (row["url"], field, row[field], crawled.truth[row["url"]][field])
        for row in rows
        for field in FIELDS
        if row[field] != crawled.truth[row["url"]][field]
    ]


def listed(room: Room, crawled: Found) -> list[str]:
    """The addresses of the room's articles in the archive."""
    return sorted(row["url"] for row in crawled.rows if room.name in row["sections"])


def true(room: Room, crawled: Found) -> list[str]:
    """The addresses that it really holds."""
    return sorted(url for url, line in crawled.truth.items() if room.name in line["sections"])


def test_the_crawl_is_complete_and_takes_nothing_else_for_an_article(first: Found) -> None:
    assert first.ended.code == 0, first.ended.said
    assert sorted(row["url"] for row in first.rows) == sorted(first.truth)


@pytest.mark.parametrize("room", WITHOUT_PROFILE, ids=lambda room: room.family)
def test_every_article_is_found_once_and_every_field_is_exact(first: Found, room: Room) -> None:
    assert len(listed(room, first)) == room.articles
    assert listed(room, first) == true(room, first)
    assert differences(room, first) == []


@pytest.mark.parametrize("room", WITHOUT_PROFILE, ids=lambda room: room.family)
def test_the_walk_ends_for_the_right_reason(first: Found, room: Room) -> None:
    assert first.walks[room.first_path]["stop_reason"] == STOPS.get(room.family, "last_page")


def test_a_second_crawl_fetches_only_what_was_published(second: Found, published: Mapping[str, Sequence[str]]) -> None:
    new = sum(map(len, published.values()))
    said = re.fullmatch(rf"zonenews: {new} new articles, 0 changed, (\d+) unchanged", second.ended.reason)
    assert said, second.ended.reason
    # where new pages print no source, four known ones of the section are asked whether it is gone
    without = sum(any(second.truth[url]["source"] is None for url in urls) for urls in published.values())
    assert int(said[1]) <= 4 * without < 4 * len(WITHOUT_PROFILE)


@pytest.mark.parametrize("room", WITHOUT_PROFILE, ids=lambda room: room.family)
def test_a_second_crawl_finds_exactly_what_was_published(first: Found, second: Found, room: Room) -> None:
    assert second.walks[room.first_path]["new"] == 3
    assert len(listed(room, second)) == room.articles + 3
    assert listed(room, second) == true(room, second)
    assert differences(room, second) == []


def test_a_list_drawn_by_an_app_is_crawled_through_the_api_its_profile_describes(
    gallery: ReplicaClient, tmp_path: Path
) -> None:
    crawl, modules = Crawl(tmp_path / "zonenews.db"), {"SPIDER_MODULES": "tests.crawl.app_site"}
    crawled = found(gallery, crawl, [APP], "app_site", **modules)
    assert crawled.ended.code == 0, crawled.ended.said
    assert {row["url"]: told(row) for row in crawled.rows} == {url: told(line) for url, line in crawled.truth.items()}
    assert crawled.walks[APP.first_path]["stop_reason"] == "last_page"
    gallery.publish(3, APP.path)
    again = found(gallery, crawl, [APP], "app_site", **modules)
    assert again.ended.reason == "zonenews: 3 new articles, 0 changed, 0 unchanged"
    assert sorted(row["url"] for row in again.rows) == sorted(again.truth)


def told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of an article; an app's page does not tell the section's name."""
    return {field: row[field] for field in FIELDS if field != "sections"}


def test_a_list_drawn_by_an_app_says_so_where_no_profile_describes_its_api(
    gallery: ReplicaClient, tmp_path: Path
) -> None:
    ended = Crawl(tmp_path / "zonenews.db")("zone", gallery.url + APP.first_path)
    assert ended.code == 4
    assert "no article rows: a script draws the page; describe its API in a profile" in ended.reason
