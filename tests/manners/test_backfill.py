"""`-a since=` and `-a until=`: exactly the articles of a window, each fetched once, and no further than proved."""

import time
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from crawling import Crawl, article_requests, list_requests, served

from zonenews.demo.client import ReplicaClient

pytestmark = pytest.mark.slow

SECTION = "/jkqzx/"


@pytest.fixture(scope="module")
def replica() -> Iterator[ReplicaClient]:
    """The zone's site, of which a backfill reads but a part."""
    with served("--articles", "200") as client:
        yield client


def _window(replica: ReplicaClient, since: str, until: str = "9999-12-31") -> list[str]:
    """The section's articles that were published in it."""
    return sorted(
        line["url"]
        for line in replica.truth()
        if line["kind"] == "article" and "经开区资讯" in line["sections"] and since <= line["published"][:10] <= until
    )


def _days(replica: ReplicaClient) -> list[str]:
    """The days of the section's articles, newest first."""
    return sorted((url_day for url_day in _published(replica)), reverse=True)


def _published(replica: ReplicaClient) -> Iterator[str]:
    for line in replica.truth():
        if line["kind"] == "article" and "经开区资讯" in line["sections"]:
            yield line["published"][:10]


def _in_window(crawl: Crawl, since: str, until: str = "9999-12-31") -> list[str]:
    return sorted(row["url"] for row in crawl.rows() if since <= row["published"][:10] <= until)


def test_a_backfill_fetches_the_window_and_stops_when_it_is_past_it(crawl: Crawl, replica: ReplicaClient) -> None:
    since = _days(replica)[50]
    replica.reset_log()
    ended = crawl("zone", replica.url + SECTION, since=since)
    assert ended.code == 0, ended.said
    assert _in_window(crawl, since) == _window(replica, since)
    section = crawl.last_run()["sections"][0]
    assert (section["stop_reason"], section["detail"]) == ("since", f"older than {since}")
    assert len(list_requests(replica)) <= 51 // 20 + 2
    assert len(article_requests(replica)) == len(set(article_requests(replica)))


def test_until_skips_what_is_newer_without_asking_for_it(crawl: Crawl, replica: ReplicaClient) -> None:
    days = _days(replica)
    since, until = days[60], days[30]
    replica.reset_log()
    assert crawl("zone", replica.url + SECTION, since=since, until=until).code == 0
    assert _in_window(crawl, "0") == _in_window(crawl, since, until) == _window(replica, since, until)
    assert len(article_requests(replica)) <= len(_window(replica, since, until)) + 3  # rows that are no articles
    assert crawl("zone", replica.url + SECTION).code == 0  # a plain run then leaves out nothing
    assert _in_window(crawl, "0") == _window(replica, "0")


def test_a_killed_backfill_goes_on_and_fetches_nothing_twice(crawl: Crawl, replica: ReplicaClient) -> None:
    since, done = _days(replica)[80], set[str]()
    for _ in range(2):
        replica.reset_log()
        process = crawl.start("zone", replica.url + SECTION, since=since, DOWNLOAD_DELAY="0.05")
        while len(article_requests(replica)) < 12:
            time.sleep(0.05)
        process.kill()
        process.communicate()
        assert not done & set(article_requests(replica))
        done = {urlsplit(row["url"]).path for row in crawl.rows()}
    replica.reset_log()
    ended = crawl("zone", replica.url + SECTION, since=since)
    assert ended.code == 0, ended.said
    assert done
    assert len(done & set(article_requests(replica))) <= 5  # witnesses of a missing article, and of how pages look
    assert _in_window(crawl, since) == _window(replica, since)


def test_a_list_that_is_not_ordered_by_date_is_walked_to_its_end(crawl: Crawl) -> None:
    with served("--articles", "100") as replica:
        replica.slip_in(SECTION, 3)
        late = replica.publish(1, SECTION, days_back=0)[0]
        since = date.fromisoformat(_days(replica)[20]).isoformat()
        assert crawl("zone", replica.url + SECTION, since=since).code == 0
        assert crawl.last_run()["sections"][0]["stop_reason"] == "last_page"
        assert late in _in_window(crawl, since)
        assert _in_window(crawl, since) == _window(replica, since)


def test_a_routine_run_takes_up_what_a_backfill_left_on_later_pages(crawl: Crawl) -> None:
    with served("--articles", "60") as replica:
        assert crawl("zone", replica.url + SECTION).code == 0
        first, until = _days(replica)[-1], _days(replica)[5]
        replica.publish(45, SECTION)
        assert crawl("zone", replica.url + SECTION, since=first, until=until).code == 0
        assert crawl.states()["skipped"] >= 45
        assert crawl("zone", replica.url + SECTION).code == 0
        assert _in_window(crawl, "0") == _window(replica, "0")
