"""An article is gone after three runs over three days that missed it and read another one of its host."""

import pytest
from samples import Crawl, at, fetch, opened, page, reading, row, url_of

DAY = 24 * 60
EVENTS = "SELECT kind FROM article_event ORDER BY id"
STATES = """
SELECT a.state, f.state AS known, f.missing_count FROM article a JOIN frontier f ON f.url_id = a.url_id ORDER BY a.id
"""


@pytest.fixture
def known(crawl: Crawl) -> Crawl:
    """Two articles of one host, archived in a run of their own."""
    crawl.listed(row(1), row(2))
    crawl.article()
    witness(crawl, 0)
    return crawl


def witness(crawl: Crawl, minutes: float) -> None:
    """Reads the other article."""
    crawl.article(fetch(url_of(2), minutes, body=page(("另一篇。",))), reading(("另一篇。",)))


def run_without(crawl: Crawl, days: float, *, witnessed: bool = True, state: str = "missing", **values: object) -> None:
    """A run that misses the first article."""
    crawl.next_run(days * DAY)
    if witnessed:
        witness(crawl, days * DAY + 1)
    crawl.miss(url_of(1), state, days * DAY + 2, **values)


def end(crawl: Crawl, days: float) -> None:
    """Ends the last run."""
    crawl.next_run(days * DAY)


def test_three_runs_over_three_days_make_it_gone_and_keep_it(known: Crawl) -> None:
    for days in (1, 2, 4.1):
        run_without(known, days)
    assert known.rows(STATES)[0] == ("missing", "missing", 2), "a run counts when it ends"
    end(known, 5)
    assert known.rows(STATES) == [("gone", "gone", 3), ("live", "done", 0)]
    assert known.rows(EVENTS) == [("missing",), ("gone",)]
    with opened(known.url) as archive:
        kept = archive.article(url_of(1))
        assert (kept["state"], kept["text"]) == ("gone", reading().text)
        assert archive.capture(kept["capture"]) == page()


@pytest.mark.parametrize("days", [(1, 2, 3), (1, 4.5), (1, 1.1, 1.2, 1.3)])
def test_less_than_three_runs_or_three_days_are_too_few(known: Crawl, days: tuple[float, ...]) -> None:
    for each in days:
        run_without(known, each)
    end(known, 5)
    assert known.rows(STATES)[0][:2] == ("missing", "missing")


def test_runs_that_read_no_other_known_article_prove_nothing(known: Crawl) -> None:
    for days in range(1, 9):
        run_without(known, days, witnessed=False)
    end(known, 9)
    assert known.rows(STATES)[0] == ("missing", "missing", 0)


def test_an_article_that_is_new_in_the_run_is_no_witness(known: Crawl) -> None:
    for days in range(1, 9):
        run_without(known, days, witnessed=False)
        new = f"第{days}篇。"
        known.article(fetch(url_of(10 + days), days * DAY + 3, body=page((new,))), reading((new,)))
    end(known, 9)
    assert known.rows(STATES)[0] == ("missing", "missing", 0)


@pytest.mark.parametrize(
    ("state", "outcome"), [("failed", "network"), ("blocked", "blocked"), ("failed", "truncated"), ("unread", "unread")]
)
def test_no_outage_makes_an_article_gone(known: Crawl, state: str, outcome: str) -> None:
    for days in range(1, 9):
        run_without(known, days, state=state, outcome=outcome, status=None)
    end(known, 9)
    assert known.rows(STATES)[0][0] == "live"


def test_a_crashed_run_is_not_counted(known: Crawl) -> None:
    for days in (1, 2, 3, 4, 5, 6):
        known.run = known.writer.start_run(known.site, known.site, at(days * DAY), "0.1")
        witness(known, days * DAY + 1)
        known.miss(url_of(1), "missing", days * DAY + 2)
    assert known.rows(STATES)[0] == ("missing", "missing", 0)


def test_what_is_gone_stays_gone_until_it_is_back(known: Crawl) -> None:
    for days in (1, 2, 4.1, 5, 6):
        run_without(known, days)
    end(known, 7)
    assert known.rows(STATES)[0][:2] == ("gone", "gone")
    with opened(known.url) as archive:
        assert [due.url for due in archive.due(known.site, at(30 * DAY))] == []
        assert [due.url for due in archive.due(known.site, at(37 * DAY))] == [url_of(1)]
    known.article(fetch(minutes=8 * DAY))
    assert known.rows(STATES)[0] == ("live", "done", 0)
    assert known.rows(EVENTS) == [("missing",), ("gone",), ("back",)]
