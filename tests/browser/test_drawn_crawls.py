"""Sites that scripts draw, crawled with a real Chromium."""

import itertools

import pytest
from crawling import Crawl

from archive import Archive
from tests.browser.drawn_sites import MODULE
from zonenews.demo.client import ReplicaClient

pytestmark = pytest.mark.slow
FIELDS = ("title", "source", "published", "paragraphs", "editor", "document_number")


def lists(replica: ReplicaClient) -> str:
    return f"{replica.url}/yqdt/ {replica.url}/bmdt/"


def test_without_the_profiles_word_nothing_is_read_and_the_end_says_why(drawn: ReplicaClient, crawl: Crawl) -> None:
    ended = crawl("zone", f"{drawn.url}/yqdt/")
    assert ended.code == 4
    assert "a script draws the page; describe its API in a profile (docs/profile.md)" in ended.reason
    assert "or have a browser draw it (docs/browser.md)" in ended.reason


@pytest.fixture(scope="module")
def crawled(drawn: ReplicaClient, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """Both sections, crawled once; the tests that ask for it follow one another."""
    drawn._post("reset-log")
    crawl = Crawl(tmp_path_factory.mktemp("drawn") / "zonenews.db")
    ended = crawl("drawn_site", lists(drawn), **MODULE)
    assert (ended.code, ended.reason) == (0, "zonenews: 27 new articles, 0 changed, 0 unchanged")
    return crawl


def test_every_article_is_read_once_as_it_is(drawn: ReplicaClient, crawled: Crawl) -> None:
    found = {row["url"]: row for row in crawled.rows()}
    for truth in drawn.truth():
        row = found.pop(truth["url"])
        assert {name: row[name] for name in FIELDS} == {name: truth[name] for name in FIELDS}
        assert [image["url"] for image in row["images"]] == [image["url"] for image in truth["images"]]
    assert found == {}
    asked = [line["path"] for line in drawn.log()]
    assert sorted(set(asked)) == sorted(asked), "nothing is asked for twice, a shared script neither"
    assert not [path for path in asked if path.endswith((".css", ".jpg", ".png", ".ico"))]
    assert {line["agent"] for line in drawn.log()} == {"zonenews/0.1.0"}


def test_what_is_archived_is_the_drawn_page_with_the_answer_behind_it(crawled: Crawl) -> None:
    query = (
        "SELECT f.flags, f.status, f.final_url, f.etag IS NULL, f.wire_bytes, r.charset, r.charset_reason "
        "FROM (SELECT fetch.*, frontier.etag FROM fetch JOIN frontier USING (url_id)) f "
        "JOIN revision v ON v.fetch = f.id JOIN reading r ON r.id = v.current_reading"
    )
    kept = crawled._change(query)
    assert len(kept) == 27
    assert {row[0] for row in kept} == {'["drawn"]'}
    assert {(row[1], row[3], row[5], row[6]) for row in kept} == {(200, 1, "utf-8", "bom")}
    assert {row[2] for row in kept} == {row["url"] for row in crawled.rows()}
    assert max(row[4] for row in kept) < 400, "the bytes on the wire are the shell's"
    with Archive(str(crawled.archive)) as archive:
        bodies = [archive.capture(row["capture"]) for row in crawled.rows()]
    assert all("</p>" in body.decode("utf-8-sig") for body in bodies)


def test_what_is_as_it_was_stays_and_an_edit_behind_the_same_shell_is_seen(
    crawled: Crawl, drawn: ReplicaClient
) -> None:
    urls = sorted(row["url"] for row in crawled.rows() if "/bmdt/" in row["url"])
    drawn.edit(urls[0])
    for url in urls:
        crawled.expire(url)
    ended = crawled("drawn_site", f"{drawn.url}/bmdt/", **MODULE)
    assert (ended.code, ended.reason) == (0, "zonenews: 0 new articles, 1 changed, 4 unchanged")


def test_the_delay_holds_between_all_that_a_page_asks_for(drawn: ReplicaClient, crawl: Crawl) -> None:
    drawn._post("reset-log")
    ended = crawl("drawn_site", f"{drawn.url}/bmdt/", **MODULE, DOWNLOAD_DELAY="0.4")
    assert ended.code == 0
    moments = [line["at"] for line in drawn.log()]
    assert len(moments) == 15  # robots.txt, a list with its rows, five articles with their texts, two scripts
    assert min(later - sooner for sooner, later in itertools.pairwise(moments)) > 0.35


def test_a_budget_counts_what_pages_ask_for(drawn: ReplicaClient, crawl: Crawl) -> None:
    drawn._post("reset-log")
    ended = crawl("drawn_site", f"{drawn.url}/yqdt/", **MODULE, PAGES_A_RUN="12")
    assert ended.code == 3
    assert "the 12 pages of a run are used up (PAGES_A_RUN)" in ended.reason
    assert len(drawn.log()) <= 13
