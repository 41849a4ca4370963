"""Figures are what one counts by hand, for all sites, one site and some months."""

from collections.abc import Iterator

import pytest
from counted import publish, publish_a_winter
from samples import SITE, START, Crawl, at, fetch, opened, page, reading

from archive.figures import Figures, Month, Span, by_month, last_day, months_between

SEEN = f"{START:%Y-%m}"


@pytest.fixture
def figures(crawl: Crawl) -> Iterator[Figures]:
    """The figures of a winter."""
    publish_a_winter(crawl).writer.close()
    with opened(crawl.url) as archive:
        yield archive.figures


def shape(months: list[Month]) -> list[tuple[str, str, int, int]]:
    return [(month.site, month.month, month.articles, month.dated) for month in months]


def test_articles_count_in_their_month_and_where_first_seen_without_a_day(figures: Figures) -> None:
    assert shape(figures.months()) == [
        (SITE, "2024-01", 1, 1), (SITE, "2024-02", 1, 1), (SITE, "2024-03", 1, 1), (SITE, SEEN, 1, 0),
        ("other_gxq", "2024-02", 2, 2),
    ]  # fmt: skip
    assert shape(by_month(figures.months(Span(until="2024-02")))) == [("", "2024-01", 1, 1), ("", "2024-02", 3, 3)]
    assert shape(figures.months(Span("other_gxq"))) == [("other_gxq", "2024-02", 2, 2)]
    assert figures.months(Span(since="2025-01", until="2025-12")) == []


def test_fields_are_counted_where_the_reading_has_them(figures: Figures) -> None:
    by = {(month.site, month.month): month.with_field for month in figures.months()}
    usual = {"title": 1, "source": 1, "published": 1, "author": 0, "editor": 1, "document_number": 0, "text": 1}
    assert by[SITE, "2024-01"] == usual | {"images": 0, "attachments": 0}
    assert by[SITE, "2024-02"]["author"] == 1
    assert by[SITE, "2024-03"]["images"] == 1
    assert (by[SITE, SEEN]["published"], by[SITE, SEEN]["source"], by[SITE, SEEN]["attachments"]) == (0, 0, 1)
    assert by["other_gxq", "2024-02"]["document_number"] == 1


def test_sources_are_shared_out_whole(figures: Figures) -> None:
    assert figures.sources().sources == (("甲日报", 3), ("丙网", 1), ("乙日报", 1))
    few = figures.sources(most=1)
    assert (few.sources, few.others, few.unnamed, few.articles) == ((("甲日报", 3),), 2, 1, 6)
    assert figures.sources(Span("other_gxq")).articles == 2
    assert figures.sources(Span(since="2024-03", until="2024-03")).sources == (("乙日报", 1),)


def test_days_are_those_with_articles(figures: Figures) -> None:
    assert figures.days() == [("2024-01-31", 1), ("2024-02-01", 2), ("2024-02-29", 1), ("2024-03-29", 1)]
    assert figures.days(Span(SITE, since="2024-02", until="2024-02")) == [("2024-02-01", 1)]


def test_hits_are_counted_by_month(figures: Figures) -> None:
    assert figures.hits("光伏").months == (("2024-01", 1), ("2024-03", 1))
    assert figures.hits("光伏", Span(since="2024-02")).months == (("2024-03", 1),)
    assert figures.hits("推进会", Span("other_gxq")).months == (("2024-02", 2),)
    assert figures.hits("没有这个词").months == ()


def test_too_many_hits_are_counted_from_the_newest_in_whole_months(figures: Figures) -> None:
    found = figures.hits("号", most=2)
    assert (found.months, found.complete_since) == ((("2024-03", 1),), "2024-03")
    assert figures.hits("号", most=6).complete_since is None


def test_an_edit_a_better_reading_and_an_erased_article_are_counted_anew(crawl: Crawl) -> None:
    publish(crawl, 1, "2024-01-31")
    url = "http://www.example.cn/example_jkq/t1.html"
    edited = fetch(url, 60, body=page(("改过。",)))
    crawl.article(edited, reading(("改过。",), published="2024-02-01", published_precision="day", author="李四"))
    with opened(crawl.url) as archive:
        (month,) = archive.figures.months()
        assert (month.month, month.with_field["author"]) == ("2024-02", 1)
        (revision,) = archive.revisions_from(1, most=1)
    later = reading(("改过。",), published="2024-03-01", published_precision="day", extractor="2", source="甲日报")
    crawl.writer.add_readings([(revision, later)])
    with opened(crawl.url) as archive:
        assert archive.figures.sources().sources == (("甲日报", 1),)
        assert list(archive.problems()) == []
    crawl.writer.forget(url, at(90), reason="test", by="test")
    with opened(crawl.url) as archive:
        assert archive.figures.months() == []


def test_wrong_counts_are_found_and_counted_anew(crawl: Crawl) -> None:
    publish(crawl, 1, "2024-01-31")
    publish(crawl, 2, "2024-01-31")
    with crawl.writer._transaction() as db:
        db.exec_driver_sql("UPDATE charted SET month = '2023-01' WHERE article = 1")
        db.exec_driver_sql("DELETE FROM charted WHERE article = 2")
    with opened(crawl.url) as archive:
        found = [(problem.kind, problem.where[-7:], problem.detail) for problem in archive.problems()]
        assert found == [
            ("chart", "t1.html", "charts count it wrongly"),
            ("chart", "t2.html", "charts count it wrongly"),
        ]
    crawl.writer.rebuild_charts()
    with opened(crawl.url) as archive:
        assert list(archive.problems()) == []
        assert shape(archive.figures.months()) == [(SITE, "2024-01", 2, 2)]


@pytest.mark.parametrize("month", ["2024", "2024-13", "2024-1", "2024-01-01", "x"])
def test_what_is_no_month_is_refused(month: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Span(since=month)


def test_months_follow_one_another() -> None:
    assert months_between("2023-11", "2024-02") == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert last_day("2024-02").isoformat() == "2024-02-29"
