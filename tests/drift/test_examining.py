"""What a run as a whole comes to: incidents that go on, are over, or have become the site's way."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from samples import LIST, SITE, START, Crawl, at, row

from archive import Archive
from zonenews.drift.examining import Examined, examine, judged_anew
from zonenews.exits import Exit
from zonenews.profile import Section
from zonenews.runs.verdict import Verdict
from zonenews.walks.walk import Walk

COMPLETE = Verdict(Exit.COMPLETE, "0 new articles")


@pytest.fixture
def site(archive_url: str) -> Iterator[Crawl]:
    """A site whose first run saw a list of six rows."""
    crawl = Crawl(archive_url)
    run(crawl, *(row(number) for number in range(6)))
    yield crawl
    crawl.writer.close()


def run(site: Crawl, *rows: object, verdict: Verdict = COMPLETE, days: float = 0) -> Examined:
    """A run that sees these rows, what its examination says, and what is kept of that."""
    site.listed(*rows)  # type: ignore[arg-type]
    walk = Walk(Section(LIST), site.section, whole=False, pages=int(bool(rows)), rows=len(rows))
    walk.first_rows = walk.dated = len(rows)
    walk.stop("known" if rows else "empty", "no article rows" if not rows else "")
    assert walk.stop_reason
    site.writer.end_section(
        site.run, site.section, pages=walk.pages, rows=walk.rows, new=0, stop_reason=walk.stop_reason, detail="",
        walked=None,
    )  # fmt: skip
    with Archive(site.url) as archive:
        found = examine(archive, SITE, site.run, START + timedelta(days=days), verdict, [walk])
    site.writer.record_incidents(site.run, SITE, opened=found.opened, closed=found.well, measures=found.measures)
    site.next_run(minutes=days * 24 * 60)
    return found


ROWS = tuple(row(number) for number in range(6))


def test_a_list_that_lost_its_rows_goes_on_being_wrong_until_it_has_them_again(site: Crawl) -> None:
    found = run(site)
    assert [one.said for one in found.wrong] == [
        "a list page is not what it was: 新闻中心: no rows, where there are usually 6; no article rows"
    ]
    assert judged_anew(COMPLETE, found).code is Exit.PARTIAL
    assert [one.kind for one in run(site).wrong] == ["list"]
    well = run(site, *ROWS)
    assert (well.well, judged_anew(COMPLETE, well)) == ({"list": "well again"}, COMPLETE)
    assert [one.kind for one in run(site, *ROWS[:2]).wrong] == ["list"]  # six rows are usual: those runs are no past


def test_a_run_that_saw_no_list_says_that_it_is_as_before(site: Crawl) -> None:
    run(site)
    with Archive(site.url) as archive:
        found = examine(archive, SITE, site.run, at(), COMPLETE, [])
    assert found.still == ["list"]
    assert judged_anew(COMPLETE, found).reason == "a list page is not what it was, as before; 0 new articles"


def test_what_is_so_for_thirty_days_is_the_way_of_the_site(site: Crawl) -> None:
    run(site, *ROWS[:2], days=1)
    assert [one.kind for one in run(site, *ROWS[:2], days=30).wrong] == ["list"]
    assert run(site, *ROWS[:2], days=31.5).well == {
        "list": "it has been so for 30 days, and counts as the site's way from now on"
    }
    assert run(site, *ROWS[:2], days=32).wrong == []


def test_where_a_list_tells_why_nothing_was_found_that_is_all_that_is_told(site: Crawl) -> None:
    found = run(site, verdict=Verdict(Exit.NOTHING, "no rows"))
    assert [one.kind for one in found.wrong] == ["list"]
    assert judged_anew(Verdict(Exit.NOTHING, "no rows"), found).code is Exit.NOTHING


def test_a_run_that_broke_off_is_not_compared(site: Crawl) -> None:
    assert run(site, verdict=Verdict(Exit.TERMINATED, "")) == Examined([], {}, {}, [])
    assert [one.kind for one in run(site, verdict=Verdict(Exit.CHALLENGED, "a page")).wrong] == ["challenge"]
