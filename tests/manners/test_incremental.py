"""What a run without news costs, in every family of sites, and what a whole walk finds that slipped past it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from crawling import Crawl, Ended, article_requests, list_requests, served

from zonenews.demo.client import ReplicaClient
from zonenews.demo.gallery import ROOMS, Room

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
WITHOUT_PROFILE = tuple(room for room in ROOMS if room.family != "app")
# families of content systems that put some rows on top of every list page
PINNING = {"feed", "hebei", "lonsun", "thinkphp", "trs_classed", "ucap"}
WHOLE = {"WALK_EVERY_DAYS": "0"}
SECTION = "/jkqzx/"


@dataclass(frozen=True)
class Gallery:
    """What a run without news asked for, by section; what happened then, what walks found and missed."""

    routine: Ended
    lists: Mapping[str, int]
    articles: int
    happened: Mapping[str, Mapping[str, str]]
    whole: Ended
    found: set[str]
    missed: set[str]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    """The gallery, crawled; crawled again with no news; and whole, after late, back-dated and pinned
    rows, while rows move, and after that."""
    crawl = Crawl(tmp_path_factory.mktemp("incremental") / "zonenews.db")
    with served("--gallery") as client:
        urls = " ".join(client.url + room.first_path for room in WITHOUT_PROFILE)
        assert _patiently(crawl, urls).code == 0
        before, known = len(crawl.fetched()), {row["url"] for row in crawl.rows()}
        routine = _patiently(crawl, urls)
        fetched = crawl.fetched()[before:]
        happened = {room.family: _happenings(client, room) for room in WITHOUT_PROFILE}
        whole = _patiently(crawl, urls, **WHOLE)
        found = {row["url"] for row in crawl.rows()} - known
        for by in (1, 0):  # each list page that is asked for pushes the rows of the next one down; then no longer
            for room in WITHOUT_PROFILE:
                client.move(room.path, by)
            assert _patiently(crawl, urls, **WHOLE).code == 0
        missed = _listed(client) - {row["url"] for row in crawl.rows()}
    lists = Counter(next((room.family for room in WITHOUT_PROFILE if _is_of(url, room.path)), "?") for url in fetched)
    return Gallery(routine, lists, sum(url in known for url in fetched), happened, whole, found, missed)


def _patiently(crawl: Crawl, urls: str, **settings: str) -> Ended:
    """A crawl that may take minutes where others use the machine."""
    process = crawl.start("zone", urls, **settings)
    _, said = process.communicate(timeout=400)
    return Ended(process.returncode, said)


def _happenings(client: ReplicaClient, room: Room) -> dict[str, str]:
    happened = {"late": client.slip_in(room.path, 11), "back-dated": client.publish(1, room.path, days_back=60)[0]}
    if room.family in PINNING:
        happened["pinned"] = client.pin(room.path)
    return happened


def _listed(client: ReplicaClient) -> set[str]:
    names = {room.name for room in WITHOUT_PROFILE}
    articles = (line for line in client.truth() if line["kind"] == "article")
    return {line["url"] for line in articles if names & set(line["sections"])}


def _is_of(url: str, path: str) -> bool:
    return path.rstrip("/") in url


def test_a_run_without_news_is_complete_and_asks_for_no_article(gallery: Gallery) -> None:
    assert (gallery.routine.code, gallery.articles) == (0, 0)
    assert gallery.routine.reason == "zonenews: 0 new articles, 0 changed, 0 unchanged"


def test_it_costs_two_requests_a_section_at_most(gallery: Gallery) -> None:
    assert sum(gallery.lists.values()) <= 2 * len(WITHOUT_PROFILE)


@pytest.mark.parametrize("kind", ["late", "back-dated", "pinned"])
def test_a_whole_walk_finds_all_of_them_in_every_family(gallery: Gallery, kind: str) -> None:
    assert gallery.whole.code == 0
    of_kind = {family: urls[kind] for family, urls in gallery.happened.items() if kind in urls}
    assert len(of_kind) >= len(PINNING)
    assert {family: url for family, url in of_kind.items() if url not in gallery.found} == {}


def test_the_next_whole_walk_finds_all_that_moved_in_every_family(gallery: Gallery) -> None:
    assert gallery.missed == set()


@pytest.fixture
def replica() -> Iterator[ReplicaClient]:
    """A section of 100 articles, twenty to a page."""
    with served("--articles", "100") as client:
        yield client


def _true(client: ReplicaClient) -> set[str]:
    return {line["url"] for line in client.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]}


def _found(crawl: Crawl) -> set[str]:
    return {row["url"] for row in crawl.rows() if row["state"] == "live"}


def test_pinned_news_are_found_by_the_next_routine_run(crawl: Crawl, replica: ReplicaClient) -> None:
    url = replica.url + SECTION
    assert crawl("zone", url).code == 0
    pinned = [replica.pin(SECTION) for _ in range(3)]
    replica.reset_log()
    assert crawl("zone", url).reason == "zonenews: 3 new articles, 0 changed, 0 unchanged"
    assert set(pinned) <= _found(crawl)
    assert (len(list_requests(replica)), len(article_requests(replica))) == (1, 3)


def test_rows_that_move_down_while_one_pages_are_all_found(crawl: Crawl, replica: ReplicaClient) -> None:
    replica.move(SECTION, 1)
    assert crawl("zone", replica.url + SECTION).code == 0
    replica.move(SECTION, 0)
    assert crawl("zone", replica.url + SECTION).code == 0
    assert _found(crawl) == _true(replica)


def test_rows_that_move_up_while_one_pages_are_found_by_the_next_whole_walk(
    crawl: Crawl, replica: ReplicaClient
) -> None:
    replica.move(SECTION, -1)
    crawl("zone", replica.url + SECTION)
    replica.move(SECTION, 0)
    missed = _true(replica) - _found(crawl)
    ended = crawl("zone", replica.url + SECTION, **WHOLE)
    assert ended.reason.endswith(f"{len(missed)} new articles, 0 changed, 0 unchanged")  # and that rows are gone
    assert missed
    assert _true(replica) <= _found(crawl)


def test_a_list_that_is_as_it_was_is_told_by_its_304(crawl: Crawl, replica: ReplicaClient) -> None:
    url = replica.url + SECTION
    crawl("zone", url)
    replica.reset_log()
    assert crawl("zone", url).code == 0
    assert [line["status"] for line in replica.log() if line["path"] == SECTION] == [304]
    section = crawl.last_run()["sections"][0]
    assert (section["stop_reason"], section["detail"]) == ("known", "the first list page is as it was")
    replica.publish(1)
    assert crawl("zone", url).reason == "zonenews: 1 new articles, 0 changed, 0 unchanged"
    replica.reset_log()
    assert crawl("zone", url, **WHOLE).code == 0
    assert {line["status"] for line in replica.log()} == {200, 404}
