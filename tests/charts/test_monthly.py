"""What happened in a span of time, on each engine: counts by site and kind, articles, runs, reprints."""

from datetime import timedelta

import pytest
from counted import publish, publish_a_winter
from samples import HOST, SITE, START, Crawl, at, fetch, opened, page, reading, row

from archive.monthly import Between

WHOLE = Between(START, START + timedelta(days=1))
BEFORE = Between(START - timedelta(days=1), START)
SPEECH = tuple(f"第{number}项合作围绕新材料产业链展开，{number}家企业与科研院所签署协议。" for number in range(8))


@pytest.fixture
def told(crawl: Crawl) -> Crawl:
    """A winter in which an article was edited twice and one went missing; both sites carry one speech."""
    other = publish_a_winter(crawl)
    for number, one in enumerate((crawl, other), 10):
        said = reading(SPEECH, title="合作签约", published="2024-02-10", published_precision="day", source="甲日报")
        one.article(fetch(f"{HOST}/{one.site}/t{number}.html", number, body=page(SPEECH, number)), said)
    for minutes in (60, 61):
        text = (f"改过{minutes}。",)
        edited = reading(text, published="2024-02-01", published_precision="day")
        crawl.article(fetch(f"{HOST}/{SITE}/t2.html", minutes, body=page(text)), edited)
    crawl.listed(row(1))
    crawl.miss(f"{HOST}/{SITE}/t4.html", "missing", 70)
    crawl.writer.compare_reprints()
    crawl.writer.end_run(crawl.run, at(80), state="failed", exit_code=11, reason="down", stats={})
    other.writer.close()
    return crawl


def test_what_happened_is_counted_by_site(told: Crawl) -> None:
    with opened(told.url) as archive:
        happened = archive.figures.happened(WHOLE)
        assert happened == {SITE: {"new": 5, "edited": 1, "missing": 1}, "other_gxq": {"new": 3}}
        assert archive.figures.happened(Between(WHOLE.start, WHOLE.end, "other_gxq")) == {"other_gxq": {"new": 3}}
        assert archive.figures.happened(BEFORE) == {}


def test_articles_that_changed_come_last_first(told: Crawl) -> None:
    with opened(told.url) as archive:
        edits = archive.figures.changed(WHOLE, "edited")
        assert [(edit["url"][-7:], edit["at"]) for edit in edits] == [
            ("t2.html", "2026-11-23T09:01:00.000Z"), ("t2.html", "2026-11-23T09:00:00.000Z"),
        ]  # fmt: skip
        assert len(archive.figures.changed(WHOLE, "edited", most=1)) == 1
        assert archive.figures.changed(BEFORE, "missing") == []


def test_runs_are_counted_by_how_they_ended(told: Crawl) -> None:
    with opened(told.url) as archive:
        assert archive.figures.run_states(WHOLE) == {SITE: {"failed": 1}, "other_gxq": {"running": 1}}
        assert [(run["site"], run["exit_code"]) for run in archive.figures.troubled_runs(WHOLE)] == [(SITE, 11)]


def test_what_was_reprinted_most_counts_all_its_copies(told: Crawl) -> None:
    with opened(told.url) as archive:
        (speech,) = archive.figures.most_reprinted("2024-02")
        assert (speech["copies"], speech["sites"], speech["title"]) == (2, 2, "合作签约")
        assert archive.figures.most_reprinted("2024-02", "other_gxq") == [speech]
        assert archive.figures.most_reprinted("2024-03") == []
        assert archive.figures.zones() == {SITE: None, "other_gxq": None}


def test_a_site_without_articles_is_there(crawl: Crawl) -> None:
    with opened(crawl.url) as archive:
        assert archive.figures.zones() == {SITE: None}
        assert archive.figures.happened(WHOLE) == {}
    publish(crawl, 1, "2024-01-01")
    with opened(crawl.url) as archive:
        assert archive.figures.happened(WHOLE) == {SITE: {"new": 1}}
