"""What a run saw of a site and what earlier runs saw, asked of both engines."""

from collections.abc import Iterator
from datetime import date

import pytest
from samples import SITE, Crawl, at, fetch, page, reading, row, url_of

from archive import Archive
from archive.measures import ARTICLE, PageSeen, Past, RowsSeen

USUAL = frozenset({"title", "published", "editor", "breadcrumb", "body", ARTICLE})


@pytest.fixture
def site(archive_url: str) -> Iterator[Crawl]:
    """A site whose first run read three articles of five rows, and whose second run looks at it again."""
    crawl = Crawl(archive_url)
    crawl.listed(*(row(number) for number in range(1, 6)), row(9, pinned=True))
    for number, source in ((1, None), (2, "日报"), (3, "日报")):
        said = reading(source=source, published=f"2026-11-{10 + number}T08:00+08:00")
        crawl.article(fetch(url_of(number), body=page(noise=number)), said)
    crawl.miss(url_of(4), "unread", outcome="unread", status=200, body=b"?")
    end_list(crawl)
    crawl.next_run()
    yield crawl
    crawl.writer.close()


def end_list(crawl: Crawl) -> None:
    """Ends the walk of a run's section."""
    crawl.writer.end_section(
        crawl.run, crawl.section, pages=1, rows=6, new=6, stop_reason="last_page", detail="", walked=at()
    )


def past(crawl: Crawl) -> Iterator[Past]:
    """The past, asked."""
    with Archive(crawl.url) as archive, archive.past() as found:
        yield found


def test_the_past_of_a_section_has_its_newest_articles_first_and_pages_that_are_none(site: Crawl) -> None:
    for asked in past(site):
        found = asked.pages(site.section, before=2, most=50)
        assert [(seen.published, "source" in seen.has) for seen in found if seen.has] == [
            ("2026-11-13T08:00+08:00", True),
            ("2026-11-12T08:00+08:00", True),
            ("2026-11-11T08:00+08:00", False),
        ]
        assert (len(found), found[0].has, found[0].run) == (4, USUAL | {"source"}, 1)
        assert [seen.has for seen in found if not seen.has] == [frozenset()]
        assert asked.pages(site.section, before=1, most=50) == []
        assert len(asked.pages(site.section, before=2, most=2)) == 2


def test_a_run_sees_new_pages_and_what_known_ones_had_before(site: Crawl) -> None:
    site.listed(row(6), *(row(number) for number in range(1, 5)))
    new = reading(source=None, published=None, published_precision=None)
    site.article(fetch(url_of(6), 70, body=page(noise=6)), new)
    lost = reading(source=None, published="2026-11-12T08:00+08:00")
    site.article(fetch(url_of(2), 71, body=page(noise="2b")), lost)
    site.article(fetch(url_of(3), 72, body=page(noise=3)), reading(source="日报"))
    site.miss(url_of(1), "unread", 73, outcome="unread", status=200, body=b"?")
    for asked in past(site):
        seen = {one.published: one for one in asked.pages_of_run(site.run)}
        here = frozenset([site.section])
        head = "园区召开项目推进会。\n会议要求加快建设。"
        assert seen["2023-10-25"] == PageSeen(here, USUAL - {"published"}, len(head), head, "2023-10-25")
        assert (seen["2026-11-12T08:00+08:00"].has, seen["2026-11-12T08:00+08:00"].had) == (USUAL, USUAL | {"source"})
        assert seen["2026-11-13T08:00+08:00"].has == seen["2026-11-13T08:00+08:00"].had == USUAL | {"source"}
        assert (seen["2026-11-11T08:00+08:00"].has, seen["2026-11-11T08:00+08:00"].had) == (frozenset(), USUAL)
        assert asked.witnesses(site.section, "source", site.run, 5) == []  # the one that has it was asked for


def test_rows_known_before_and_rows_that_vanished(site: Crawl) -> None:
    site.listed(row(6), row(1))
    for asked in past(site):
        assert asked.rows_of(site.section, site.run, before=2) == RowsSeen(2, 1, 6, vanished=2)
        assert asked.rows_of(site.section, 1, before=1) == RowsSeen(4, 0, 0, vanished=0)


def test_witnesses_are_the_newest_that_had_a_field(site: Crawl) -> None:
    site.article(fetch(url_of(3), 70, body=page(noise="3b")), reading(source=None))
    site.next_run()
    for asked in past(site):
        assert asked.witnesses(site.section, "source", site.run, 5) == [url_of(2)]
        assert asked.first_witnesses(site.section, "source", site.run, 5) == [url_of(3), url_of(2)]
        assert asked.witnesses(site.section, "body", site.run, 2) == [url_of(2), url_of(1)]


def test_days_names_and_codes(site: Crawl) -> None:
    for asked in past(site):
        assert asked.days_of_news(SITE, date(2026, 11, 12)) == [date(2026, 11, 12), date(2026, 11, 13)]
        assert asked.names(SITE) == {site.section: "新闻中心"}
        assert asked.exit_codes(SITE, site.run, 5) == [0]
        assert asked.incidents(SITE) == []
