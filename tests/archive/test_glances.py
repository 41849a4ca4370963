"""What is new, what changed, what fails, and how hits are spread, on both engines."""

from datetime import date
from typing import Any

from samples import SITE, START, Crawl, at, fetch, opened, page, reading, row, url_of

from archive.news import week_of


def test_an_overview_counts_articles_by_week(crawl: Crawl) -> None:
    for number, day in ((1, "2026-10-21"), (2, "2026-10-25"), (3, "2026-10-26")):
        said = reading(published=day, published_precision="day")
        crawl.article(fetch(url_of(number), number * 30, body=page(noise=number)), said)
    crawl.article(fetch(url_of(4), 95, body=page(noise=4)), reading(published=None, published_precision=None))
    with opened(crawl.url) as archive:
        (site,) = archive.overview(at(60))
    week = week_of(date(2026, 10, 19))
    assert site["weeks"] == {week: 2, week + 1: 1}
    assert {name: site[name] for name in ("site", "articles", "new", "newest", "sections", "state")} == {
        "site": SITE, "articles": 4, "new": 3, "newest": "2026-10-26", "sections": 1, "state": "running",
    }  # fmt: skip


def test_weeks_begin_on_monday() -> None:
    assert week_of(date(2023, 10, 29)) == week_of(date(2023, 10, 23)) == week_of(date(2023, 10, 30)) - 1


def test_an_empty_site_has_an_overview(crawl: Crawl) -> None:
    with opened(crawl.url) as archive:
        (site,) = archive.overview(START)
    assert (site["articles"], site["newest"], site["weeks"], site["new"]) == (0, None, {}, 0)


def test_the_newest_are_those_met_last(crawl: Crawl) -> None:
    for number, day in ((1, "2023-10-26"), (2, "2023-10-25"), (3, "2023-10-27")):
        said = reading(published=day, published_precision="day", title=f"新闻{number}")
        crawl.article(fetch(url_of(number), number, body=page(noise=number)), said)
    with opened(crawl.url) as archive:
        assert [row["title"] for row in archive.newest(limit=2)] == ["新闻3", "新闻1"]
        assert [row["title"] for row in archive.newest(since=at(1.5))] == ["新闻3", "新闻2"]
        assert archive.newest(site="other") == []
        assert archive.site_keys() == [SITE]


def test_changes_come_last_first_and_go_on_before_a_number(crawl: Crawl) -> None:
    for number in (1, 2):
        crawl.article(fetch(url_of(number), body=page(noise=number)))
    crawl.next_run()
    crawl.article(fetch(url_of(1), 61, body=page(("一。",))), reading(("一。",)), reread=lambda pages: reading())
    crawl.miss(url_of(2), "missing", 62)
    with opened(crawl.url) as archive:
        gone, edited = archive.changes()
        assert (gone["kind"], gone["url"], edited["kind"], edited["detail"]) == (
            "missing", url_of(2), "edited", {"revision": 2},
        )  # fmt: skip
        assert archive.changes(before=gone["id"]) == [edited]
        assert archive.changes(kinds=("edited",), limit=1) == [edited]
        assert archive.changes(site="other") == []


def test_what_fails_is_told_with_its_reason(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2))
    crawl.miss(url_of(2), "failed", 5)
    with opened(crawl.url) as archive:
        (found,) = archive.failing()
        assert (found["url"], found["state"], found["reason"], found["title"]) == (url_of(2), "failed", "404", "新闻2")
        assert archive.failing(site="other") == []


def test_a_tally_counts_the_newest_hits(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2), row(3))
    for number, source in ((1, "甲报"), (2, "乙报"), (3, "乙报")):
        said = reading(published=f"202{number}-01-01", published_precision="day", source=source)
        crawl.article(fetch(url_of(number), number, body=page(noise=number)), said)
    with opened(crawl.url) as archive:
        found = archive.tally("推进会")
        assert (found.hits, found.all_counted) == (3, True)
        assert found.by == {
            "site": ((SITE, 3),), "section": (("新闻中心", 3),), "source": (("乙报", 2), ("甲报", 1)),
            "year": (("2023", 1), ("2022", 1), ("2021", 1)), "state": (("live", 3),),
        }  # fmt: skip
        some = archive.tally("推进会", most=2)
        assert (some.hits, some.all_counted, some.by["year"]) == (2, False, (("2023", 1), ("2022", 1)))
        assert archive.tally("没有").hits == 0


def test_a_tally_counts_what_its_filters_find(crawl: Crawl) -> None:
    """A part of a source is a filter, and so is a section by its name, whichever address of an article it lists."""
    crawl.listed(row(1), row(2), row(9))
    twin = crawl.writer.open_section(SITE, "http://www.example.cn/xw/", "新闻中心", 7).id
    crawl.writer.record_list(crawl.run, SITE, twin, fetch("http://www.example.cn/xw/", body=b"<ul>"), [row(1)])
    for number, source in ((1, "党政办"), (2, "党政办公室")):
        crawl.article(fetch(url_of(number), number, body=page(noise=number)), reading(source=source))
    moved = fetch(url_of(9), 3, final_url=url_of(3), redirects=(url_of(9),), body=page(noise=3))
    crawl.article(moved, reading(source="区办"))
    with opened(crawl.url) as archive:
        by = archive.tally("推进会").by
        assert by["source"] == (("党政办", 2), ("党政办公室", 1), ("区办", 1))
        assert by["section"] == (("新闻中心", 3),)
        for name in ("site", "section", "source", "state"):
            for value, count in by[name]:
                asked: Any = {name: value}
                assert archive.search_count("推进会", **asked) == count, value


def test_how_a_revision_was_read_is_told(crawl: Crawl) -> None:
    crawl.article(fetch(url_of(1)))
    with opened(crawl.url) as archive:
        told = archive.read_by(url_of(1))
    assert (told["extractor"], told["charset_reason"], told["confidence"], told["status"], told["run"]) == (
        "1", "strict utf-8", {"title": 0.9}, 200, crawl.run,
    )  # fmt: skip
