"""The archive and its export hold exactly what the replica's own truth says, through the real server and command."""

from typing import Any

import pytest
from crawling import Crawl, article_requests, list_requests, sections

from zonenews.demo.client import ReplicaClient

FIELDS = (
    *("title", "source", "author", "editor", "published", "published_precision", "document_number", "breadcrumb"),
    *("paragraphs", "images", "attachments", "sections"),
)


def test_every_article_is_archived_once_and_every_field_is_exact(replica: ReplicaClient, crawl: Crawl) -> None:
    ended = crawl("shangrao_jkq", sections(replica))
    assert (ended.code, ended.reason) == (0, f"zonenews: {_articles(replica)} new articles, 0 changed, 0 unchanged")
    truth = {line["url"]: line for line in replica.truth() if line["kind"] == "article"}
    rows = {row["url"]: row for row in crawl.rows()}
    assert len(crawl.rows()) == len(rows)
    assert rows.keys() == truth.keys()
    wrong = [
        (url, field, rows[url][field], true[field])
        for url, true in truth.items()
        for field in FIELDS
        if _told(rows[url])[field] != _told(true)[field]
    ]
    assert wrong == []
    assert all(row["text"] == "\n".join(row["paragraphs"]) for row in rows.values())


@pytest.mark.slow
def test_rows_that_are_no_articles_end_in_a_named_state(small_replica: ReplicaClient, crawl: Crawl) -> None:
    crawl("shangrao_jkq", sections(small_replica))
    expected = {line["url"]: line["expected"] for line in small_replica.truth() if line["kind"] == "row"}
    named = {"attachment": "skipped", "alias": "done"}
    states = _states(crawl)
    assert {url: states.get(url) for url in expected} == {url: named.get(what, what) for url, what in expected.items()}
    hosts = {line["path"] for line in small_replica.log()}
    assert not any("example" in path for path in hosts)


@pytest.mark.slow
def test_a_redirected_article_is_one_article_with_an_alias(small_replica: ReplicaClient, crawl: Crawl) -> None:
    from archive import Archive

    crawl("shangrao_jkq", sections(small_replica))
    moved = [line for line in small_replica.truth() if line.get("expected") == "alias"]
    assert moved
    with Archive(str(crawl.archive)) as archive:
        for line in moved:
            assert archive.article(line["url"])["url"] == line["alias_of"]


def test_a_second_run_fetches_no_article_and_one_list_page_a_section(
    small_replica: ReplicaClient, crawl: Crawl
) -> None:
    crawl("shangrao_jkq", sections(small_replica))
    small_replica.reset_log()
    ended = crawl("shangrao_jkq", sections(small_replica))
    assert ended.code == 0
    assert article_requests(small_replica) == []
    assert sorted(list_requests(small_replica)) == ["/jkqzx/", "/tzgg/"]


@pytest.mark.slow
def test_a_later_run_finds_exactly_what_was_published(small_replica: ReplicaClient, crawl: Crawl) -> None:
    crawl("shangrao_jkq", sections(small_replica))
    published = [*small_replica.publish(3, "/jkqzx/"), *small_replica.publish(2, "/tzgg/")]
    small_replica.reset_log()
    ended = crawl("shangrao_jkq", sections(small_replica))
    assert ended.reason == "zonenews: 5 new articles, 0 changed, 0 unchanged"
    assert sorted(article_requests(small_replica)) == sorted(url.removeprefix(small_replica.url) for url in published)
    assert len(list_requests(small_replica)) <= 4
    truth = {line["url"]: line for line in small_replica.truth() if line["kind"] == "article"}
    rows = {row["url"]: row for row in crawl.rows()}
    for url in published:
        assert _told(rows[url]) == _told(truth[url])


@pytest.mark.slow
def test_more_news_than_a_list_page_holds_are_all_found(small_replica: ReplicaClient, crawl: Crawl) -> None:
    crawl("zone", f"{small_replica.url}/jkqzx/")
    small_replica.publish(45, "/jkqzx/")
    assert crawl("zone", f"{small_replica.url}/jkqzx/").reason == "zonenews: 45 new articles, 0 changed, 0 unchanged"


@pytest.mark.slow
def test_an_edit_becomes_a_revision_and_a_removal_is_noticed_when_they_are_due(
    small_replica: ReplicaClient, crawl: Crawl
) -> None:
    soon = {"REVISIT_FIRST_DAYS": "0", "REVISIT_LAST_DAYS": "0.0000001"}
    crawl("zone", f"{small_replica.url}/tzgg/", **soon)
    before = {row["url"]: row for row in crawl.rows()}
    edited = small_replica.edit(sorted(before)[3])
    removed = small_replica.remove(sorted(before)[7])
    ended = crawl("zone", f"{small_replica.url}/tzgg/", **soon)
    assert "1 changed" in ended.reason
    after = {row["url"]: row for row in crawl.rows()}
    assert {url for url in before if after[url]["revision"] != 1} == {edited}
    truth = {line["url"]: line for line in small_replica.truth() if line["kind"] == "article"}
    assert after[edited]["paragraphs"] == truth[edited]["paragraphs"]
    assert (after[removed]["state"], after[removed]["text"]) == ("missing", before[removed]["text"])
    assert {row["state"] for url, row in after.items() if url != removed} == {"live"}


@pytest.mark.slow
def test_a_run_looks_at_so_many_known_articles_again_after_all_new_ones(
    small_replica: ReplicaClient, crawl: Crawl
) -> None:
    url, soon = f"{small_replica.url}/tzgg/", {"REVISIT_FIRST_DAYS": "0", "REVISIT_LAST_DAYS": "0.0000001"}
    crawl("zone", url, **soon)
    known = {row["url"] for row in crawl.rows()}
    new = set(small_replica.publish(3, "/tzgg/"))
    ended = crawl("zone", url, REVISITS_A_RUN="5", DOWNLOAD_DELAY="0.05", **soon)
    assert ended.reason == "zonenews: 3 new articles, 0 changed, 5 unchanged"
    fetched = [address for address in crawl.fetched() if address in known | new][-8:]
    assert set(fetched[:3]) == new


@pytest.mark.slow
def test_an_article_that_is_missing_is_asked_for_beside_one_that_should_be_there(
    small_replica: ReplicaClient, crawl: Crawl
) -> None:
    url = f"{small_replica.url}/tzgg/"
    crawl("zone", url, REVISIT_FIRST_DAYS="0", REVISIT_LAST_DAYS="0.0000001")
    removed = small_replica.remove(sorted(row["url"] for row in crawl.rows())[7])
    crawl("zone", url)
    crawl.expire(removed)
    crawl("zone", url)
    run = crawl.last_run()
    assert [miss["url"] for miss in run["misses"]] == [removed]
    asked = run["fetches"] - 1  # the list page, which is as it was
    assert asked == 2, "the missing article, and one that tells it from an outage"
    assert crawl.missing(removed) == 2


@pytest.mark.slow
@pytest.mark.parametrize(("argument", "value"), [("since", "2026-09-01"), ("until", "2026-06-30")])
def test_since_and_until_bound_what_is_fetched(
    small_replica: ReplicaClient, crawl: Crawl, argument: str, value: str
) -> None:
    ended = crawl("zone", f"{small_replica.url}/jkqzx/", **{argument: value})
    assert ended.code == 0
    days = {row["published"][:10] for row in crawl.rows()}
    assert days
    assert all(day >= value if argument == "since" else day <= value for day in days)


@pytest.mark.slow
def test_pages_bounds_the_walk_and_the_next_run_walks_on(small_replica: ReplicaClient, crawl: Crawl) -> None:
    crawl("zone", f"{small_replica.url}/jkqzx/", pages="2")
    assert crawl.last_run()["sections"][0]["stop_reason"] == "limit"
    some = len(crawl.rows())
    crawl("zone", f"{small_replica.url}/jkqzx/")
    assert some < 50 < 60 <= len(crawl.rows())


def _articles(replica: ReplicaClient) -> int:
    return sum(line["kind"] == "article" for line in replica.truth())


def _states(crawl: Crawl) -> dict[str, str]:
    from archive.sqlite import library

    connection = library().connect(str(crawl.archive))
    found = dict(connection.execute("SELECT u.url, f.state FROM frontier f JOIN url u ON u.id = f.url_id"))
    connection.close()
    return found


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row that the truth knows; the order of sections says nothing."""
    return {field: row[field] for field in FIELDS} | {"sections": sorted(row["sections"])}
