"""A list page commits with all it shows; what is known keeps its state, what was left out before may be wanted now."""

import pytest
from samples import HOST, LIST, SITE, Crawl, at, fetch, opened, row, url_of

LINKS = """
SELECT u.url, l.first_run, l.last_run, l.position, l.pinned FROM link l JOIN url u ON u.id = l.url_id ORDER BY u.id
"""
FIRST, SECOND = "2026-11-23T08:00:00.000Z", "2026-11-23T08:10:00.000Z"
PENDING = ("pending", None, FIRST)


def test_every_row_is_discovered_once_and_pending(crawl: Crawl) -> None:
    assert crawl.listed(row(1), row(2)) == (2, 0, False)
    crawl.listed(row(1), row(2), row(3), minutes=10)
    assert crawl.frontier() == {"t1.html": PENDING, "t2.html": PENDING, "t3.html": ("pending", None, SECOND)}
    with opened(crawl.url) as archive:
        assert [(due.url, due.listed_title, due.listed_date, due.known) for due in archive.due(SITE, at(10))] == [
            (url_of(1), "新闻1", "2023-10-25", False),
            (url_of(2), "新闻2", "2023-10-25", False),
            (url_of(3), "新闻3", "2023-10-25", False),
        ]


def test_the_bytes_of_a_list_page_are_kept(crawl: Crawl) -> None:
    crawl.listed(row(1))
    digest = crawl.rows('SELECT body_digest FROM "fetch"')[0][0]
    with opened(crawl.url) as archive:
        assert archive.capture(digest) == b"<ul>1"


def test_two_spellings_on_one_page_are_one_row(crawl: Crawl) -> None:
    assert crawl.listed(row(1), row(1, url=url_of(1) + "?spm=1")) == (1, 0, False)
    assert crawl.rows("SELECT count(*) FROM frontier") == [(1,)]
    assert len(crawl.rows(LINKS)) == 1


def test_the_next_run_knows_what_this_one_found(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2))
    crawl.next_run()
    assert crawl.listed(row(3), row(1), row(2)) == (1, 2, True)
    assert crawl.listed(row(1), row(4)) == (1, 1, False)
    assert crawl.rows(LINKS) == [
        (url_of(1), 1, 2, 0, 0), (url_of(2), 1, 2, 2, 0), (url_of(3), 2, 2, 0, 0), (url_of(4), 2, 2, 1, 0),
    ]  # fmt: skip


def test_pinned_rows_say_nothing_about_what_is_known(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2, pinned=True))
    crawl.next_run()
    assert crawl.listed(row(2, pinned=True)) == (0, 0, False)
    assert crawl.listed(row(3), row(1, pinned=True)) == (1, 0, False)
    assert crawl.listed(row(1), row(2, pinned=True)) == (0, 1, True)
    assert [pinned for *_, pinned in crawl.rows(LINKS)] == [0, 1, 0]


def test_a_known_row_keeps_its_state(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2), row(3))
    crawl.article(fetch(url_of(1)))
    crawl.miss(url_of(2), "missing")
    crawl.miss(url_of(3), "robots")
    before = crawl.frontier()
    crawl.next_run()
    crawl.listed(row(1, title="别的"), row(2), row(3), minutes=10)
    assert crawl.frontier() == before


def test_an_empty_list_page_and_a_failed_one_are_fetches(crawl: Crawl) -> None:
    assert crawl.listed() == (0, 0, False)
    lost = fetch(LIST, outcome="network", status=None, body=None, error="timeout")
    crawl.writer.record_list(crawl.run, SITE, crawl.section, lost, ())
    assert crawl.rows("SELECT outcome, status, error FROM \"fetch\" ORDER BY id") == [
        ("ok", 200, None), ("network", None, "timeout"),
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["external", "skipped"])
def test_a_row_that_was_left_out_becomes_pending_when_a_later_run_wants_it(crawl: Crawl, state: str) -> None:
    crawl.listed(row(1, state=state, reason="older than 2024-01-01"))
    assert crawl.frontier() == {"t1.html": (state, "older than 2024-01-01", None)}
    crawl.next_run()
    assert crawl.listed(row(1), minutes=10) == (1, 0, False), "as if it were new: others may follow on the next page"
    assert crawl.frontier() == {"t1.html": ("pending", None, SECOND)}
    crawl.next_run()
    assert crawl.listed(row(1), minutes=10) == (0, 1, True)


def test_another_sites_row_becomes_the_sites_own(crawl: Crawl) -> None:
    crawl.listed(row(1, state="external", reason="another site's"), row(2, state="external"))
    other = Crawl(crawl.url, "other_gxq")
    other.listed(row(1), row(2, state="skipped", reason="older"), minutes=10)
    other.writer.close()
    assert crawl.rows("SELECT site, state, reason FROM frontier ORDER BY url_id") == [
        ("other_gxq", "pending", None), ("other_gxq", "skipped", "older"),
    ]  # fmt: skip
    with opened(crawl.url) as archive:
        assert [archive.due(site, at(10)) == [] for site in (SITE, "other_gxq")] == [True, False]


def test_a_sites_own_row_is_not_given_away(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2, state="skipped", reason="older"))
    other = Crawl(crawl.url, "other_gxq")
    other.listed(row(1, state="external"), row(2, state="external"), minutes=10)
    other.writer.close()
    assert crawl.rows("SELECT site, state FROM frontier ORDER BY url_id") == [(SITE, "pending"), (SITE, "skipped")]


def test_attachments_stay_skipped(crawl: Crawl) -> None:
    file = row(1, url=f"{HOST}/a.pdf", kind="attachment", state="skipped", reason="a file, not a page")
    crawl.listed(file)
    crawl.next_run()
    crawl.listed(file, minutes=10)
    assert crawl.rows("SELECT kind, state, due FROM frontier") == [("attachment", "skipped", None)]


def test_an_article_stands_in_every_section_that_lists_it(crawl: Crawl) -> None:
    crawl.listed(row(1))
    crawl.section = crawl.writer.open_section(SITE, f"{HOST}/tzgg/", None, 7).id
    crawl.listed(row(1))
    crawl.article()
    with opened(crawl.url) as archive:
        assert archive.article(url_of(1))["sections"] == ["新闻中心", f"{HOST}/tzgg/"]


def test_a_section_takes_the_name_a_page_gives_it_once(crawl: Crawl) -> None:
    section = crawl.writer.open_section(SITE, f"{HOST}/tzgg/", None, 7)
    for name in ("通知公告", "别的"):
        crawl.writer.record_list(crawl.run, SITE, section.id, fetch(LIST), (), name=name)
    again = crawl.writer.open_section(SITE, "https://www.example.cn/tzgg/index.html", "第三", 7)
    assert (again.id, again.name, again.walked) == (section.id, "通知公告", None)


def test_an_enormous_list_page_is_one_page(crawl: Crawl) -> None:
    many = [row(number) for number in range(8_000)]
    assert crawl.listed(*many) == (8_000, 0, False)
    crawl.next_run()
    assert crawl.listed(*many) == (0, 8_000, True)
