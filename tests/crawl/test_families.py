"""A section in each family's manner, crawled with no profile: everything found once, every field exact."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from crawling import Crawl, served

from zonenews.demo.client import ReplicaClient
from zonenews.demo.gallery import ROOMS, Room

FIELDS = (
    *("title", "source", "author", "editor", "published", "published_precision", "document_number", "breadcrumb"),
    *("paragraphs", "images", "attachments", "sections"),
)
# why the walk of a family's section ends, where it is not an announced last page
STOPS = {"trs_records": "empty"}


class Crawled(NamedTuple):
    """What a crawl of the whole gallery found: by room its section's walk, its rows, and the truth about it."""

    walks: dict[str, dict[str, Any]]
    rows: list[dict[str, Any]]
    truth: list[dict[str, Any]]


@pytest.fixture(scope="module")
def gallery() -> Iterator[ReplicaClient]:
    """The gallery, served."""
    with served("--gallery") as client:
        yield client


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the whole crawl's archive is."""
    return tmp_path_factory.mktemp("families") / "zonenews.db"


@pytest.fixture(scope="module")
def crawled(gallery: ReplicaClient, archive: Path) -> Crawled:
    """The gallery crawled whole, once."""
    crawl = Crawl(archive)
    ended = crawl("zone", urls(gallery, ROOMS))
    assert ended.code == 0, ended.said
    walks = {section["url"].removeprefix(gallery.url): section for section in crawl.last_run()["sections"]}
    return Crawled(walks, crawl.rows(), [line for line in gallery.truth() if line["kind"] == "article"])


def urls(gallery: ReplicaClient, rooms: Sequence[Room]) -> str:
    """The rooms' list pages, as `-a url=` takes them."""
    return " ".join(gallery.url + room.first_path for room in rooms)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.family)
def test_every_article_is_found_once_and_exact(crawled: Crawled, room: Room) -> None:
    truth = {line["url"]: line for line in crawled.truth if room.name in line["sections"]}
    rows = [row for row in crawled.rows if room.name in row["sections"]]
    assert len(truth) == room.articles
    assert sorted(row["url"] for row in rows) == sorted(truth)
    wrong = [
        (row["url"], field, row[field], truth[row["url"]][field])
        for row in rows
        for field in FIELDS
        if row[field] != truth[row["url"]][field]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.family)
def test_the_walk_ends_for_the_right_reason(crawled: Crawled, room: Room) -> None:
    walk = crawled.walks[room.first_path]
    assert walk["stop_reason"] == STOPS.get(room.family, "last_page")
    assert walk["rows"] == room.articles


def test_nothing_else_is_taken_for_an_article(crawled: Crawled) -> None:
    assert {row["url"] for row in crawled.rows} == {line["url"] for line in crawled.truth}


def test_a_later_run_finds_exactly_what_was_published(gallery: ReplicaClient, archive: Path, crawled: Crawled) -> None:
    published = [url for room in ROOMS for url in gallery.publish(3, room.path)]
    gallery.reset_log()
    ended = Crawl(archive)("zone", urls(gallery, ROOMS))
    assert ended.reason == f"zonenews: {len(published)} new, 0 changed, 0 unchanged"
    assert {row["url"] for row in Crawl(archive).rows()} == {line["url"] for line in crawled.truth} | set(published)
