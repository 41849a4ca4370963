"""What was archived stays, whatever becomes of its address; attempts and absences are counted."""

from samples import SITE, Crawl, at, fetch, opened, page, reading, row, url_of

EVENTS = "SELECT kind, at, detail FROM article_event ORDER BY id"
COUNTS = "SELECT state, attempts, missing_since, missing_count FROM frontier"
FIRST, SECOND, THIRD = ("2026-11-23T08:00:00.000Z", "2026-11-23T08:10:00.000Z", "2026-11-23T08:20:00.000Z")


def test_a_missing_article_keeps_its_text_and_bytes(crawl: Crawl) -> None:
    crawl.article()
    crawl.miss(url_of(1), "missing", 10)
    crawl.miss(url_of(1), "missing", 20)
    assert crawl.rows(EVENTS) == [("missing", SECOND, '{"status":404}')], "one event, however often it is missing"
    with opened(crawl.url) as archive:
        kept = archive.article(url_of(1))
        assert (kept["state"], kept["text"], kept["last_seen"]) == ("missing", reading().text, FIRST)
        assert archive.capture(kept["capture"]) == page()


def test_an_article_that_is_back_is_live_again(crawl: Crawl) -> None:
    crawl.article()
    crawl.miss(url_of(1), "missing", 10)
    assert crawl.article(fetch(minutes=20)) == "unchanged"
    assert crawl.rows(EVENTS) == [("missing", SECOND, '{"status":404}'), ("back", THIRD, "{}")]
    assert crawl.rows("SELECT state FROM article") == [("live",)]


def test_an_article_that_is_back_with_other_text_is_back_and_edited(crawl: Crawl) -> None:
    crawl.article()
    crawl.miss(url_of(1), "missing", 10)
    assert crawl.article(fetch(minutes=20, body=page(("改过。",))), reading(("改过。",))) == "changed"
    assert crawl.rows(EVENTS)[1:] == [("back", THIRD, "{}"), ("edited", THIRD, '{"revision":2}')]
    assert crawl.rows("SELECT state FROM article") == [("live",)]


def test_not_modified_brings_an_article_back(crawl: Crawl) -> None:
    crawl.article()
    crawl.miss(url_of(1), "missing", 10)
    same = fetch(minutes=20, status=304, outcome="not_modified", body=None)
    crawl.writer.record_not_modified(crawl.run, SITE, same, due=None)
    assert [kind for kind, *_ in crawl.rows(EVENTS)] == ["missing", "back"]


def test_an_absence_is_dated_from_the_first_one(crawl: Crawl) -> None:
    crawl.listed(row(1))
    for minutes in (0, 10, 20):
        crawl.miss(url_of(1), "missing", minutes)
    assert crawl.rows(COUNTS) == [("missing", 0, FIRST, 0)]
    crawl.miss(url_of(1), "failed", 30, outcome="network", status=None)
    assert crawl.rows(COUNTS) == [("failed", 1, FIRST, 0)], "an outage neither proves nor disproves"
    crawl.article(fetch(minutes=40))
    assert crawl.rows(COUNTS) == [("done", 0, None, 0)]


def test_an_address_that_no_list_names_is_missing_too(crawl: Crawl) -> None:
    crawl.miss(url_of(1), "missing", 10)
    assert crawl.rows(COUNTS) == [("missing", 0, SECOND, 0)]


def test_attempts_are_counted_until_one_succeeds(crawl: Crawl) -> None:
    crawl.listed(row(1))
    for minutes in (0, 10):
        crawl.miss(url_of(1), "failed", minutes, outcome="network", status=None)
    assert crawl.rows(COUNTS) == [("failed", 2, None, 0)]
    with opened(crawl.url) as archive:
        assert archive.due(SITE, at(69)) == []
        assert [due.url for due in archive.due(SITE, at(70))] == [url_of(1)]


def test_other_misses_leave_an_article_live(crawl: Crawl) -> None:
    crawl.article()
    for state in ("unread", "blocked", "failed", "robots", "external"):
        crawl.miss(url_of(1), state, 10, outcome="unread", body=b"<html>?")
    assert crawl.rows("SELECT state FROM article") == [("live",)]
    assert crawl.rows(EVENTS) == []


def test_a_page_that_cannot_be_read_leaves_its_capture(crawl: Crawl) -> None:
    crawl.miss(url_of(1), "unread", outcome="unread", status=200, body=b"<html>unreadable")
    digest = crawl.rows('SELECT body_digest FROM "fetch"')[0][0]
    with opened(crawl.url) as archive:
        assert archive.capture(digest) == b"<html>unreadable"
        assert archive.states() == {"unread": 1}


def test_an_empty_body_is_kept_too(crawl: Crawl) -> None:
    crawl.miss(url_of(1), "unread", outcome="unread", status=200, body=b"")
    assert crawl.rows('SELECT c.size FROM "fetch" f JOIN capture c ON c.digest = f.body_digest') == [(0,)]
