"""Incidents in the archive: opened once, added to, closed by a run, told once."""

from collections.abc import Iterator

import pytest
from samples import SITE, Crawl, at
from sqlalchemy.exc import IntegrityError

from archive import Archive


@pytest.fixture
def site(archive_url: str) -> Iterator[Crawl]:
    """A site in its first run."""
    crawl = Crawl(archive_url)
    yield crawl
    crawl.writer.close()


def detail(*sections: str) -> dict[str, object]:
    """What a finding keeps of some sections."""
    return {"said": "missing", "parts": [{"section": name, "said": f"{name}: missing"} for name in sections]}


def record(
    site: Crawl, opened: dict[str, dict[str, object]] | None = None, closed: dict[str, str] | None = None
) -> None:
    """What a run writes of incidents when it ends; the next run follows."""
    site.writer.record_incidents(site.run, SITE, opened=opened or {}, closed=closed or {}, measures={})
    site.next_run()


def test_an_incident_is_opened_once_gains_sections_and_is_closed(site: Crawl) -> None:
    record(site, {"source": detail("要闻")})
    record(site, {"source": detail("要闻", "公告"), "list": detail("要闻")})
    record(site, closed={"source": "well again", "robots": "well again"})
    with Archive(site.url) as archive:
        lists, source = archive.incidents()
        assert [one["kind"] for one in archive.incidents(open_only=True, site=SITE)] == ["list"]
        assert archive.incidents(site="another") == []
    assert (source["opened_run"], source["closed_run"], source["detail"]["end"]) == (1, 3, "well again")
    assert [part["section"] for part in source["detail"]["parts"]] == ["要闻", "公告"]
    assert (lists["kind"], lists["closed_run"], lists["closed"]) == ("list", None, None)
    assert source["opened"] == "2026-11-23T08:00:00.000Z"


def test_the_same_may_go_wrong_again(site: Crawl) -> None:
    for _ in range(2):
        record(site, {"source": detail("要闻")})
        record(site, closed={"source": "well again"})
    with Archive(site.url) as archive:
        assert [(one["opened_run"], one["closed_run"]) for one in archive.incidents()] == [(3, 4), (1, 2)]


def test_no_two_are_open_of_a_kind(site: Crawl) -> None:
    record(site, {"source": detail("要闻")})
    add = "INSERT INTO incident (site, kind, opened_run, detail) VALUES ('example_jkq', 'source', 1, '{}')"
    with pytest.raises(IntegrityError), site.writer._transaction() as db:
        db.exec_driver_sql(add)


def test_what_nobody_was_told_of_waits(site: Crawl) -> None:
    record(site, {"source": detail("要闻")})
    record(site, {"list": detail("要闻")})
    with Archive(site.url) as archive:
        assert [one["kind"] for one in archive.untold_incidents(SITE)] == ["list", "source"]
        site.writer.note_told([1], "opened")
        assert [one["kind"] for one in archive.untold_incidents(SITE)] == ["list"]
        record(site, closed={"source": "well again", "list": "well again"})
        assert [(one["kind"], one["notified"]) for one in archive.untold_incidents(SITE)] == [("source", "opened")]
        site.writer.note_told([1], "closed")
        assert archive.untold_incidents(SITE) == []


def test_a_run_tells_what_it_opened_closed_and_measured(site: Crawl) -> None:
    site.writer.end_section(
        site.run, site.section, pages=1, rows=5, new=5, stop_reason="last_page", detail="", walked=at()
    )
    measures = {site.section: {"first_rows": 5}}
    site.writer.record_incidents(site.run, SITE, opened={"source": detail("要闻")}, closed={}, measures=measures)
    site.next_run()
    record(site, closed={"source": "well again"})
    with Archive(site.url) as archive:
        assert [one["kind"] for one in archive.run(1)["incidents"]] == ["source"]
        assert [one["kind"] for one in archive.run(2)["incidents"]] == ["source"]
        assert archive.run(3)["incidents"] == []
        with archive.past() as past:
            (seen,) = past.lists(site.section, before=2, most=5)
    assert (seen.run, seen.pages, seen.rows, seen.measures) == (1, 1, 5, {"first_rows": 5})


def test_runs_that_read_no_list_page_do_not_push_out_those_that_did(site: Crawl) -> None:
    for pages in (1, 0, 0, 0):
        site.writer.end_section(
            site.run, site.section, pages=pages, rows=5 * pages, new=0, stop_reason="known", detail="", walked=None
        )
        site.next_run()
    with Archive(site.url) as archive, archive.past() as past:
        assert [seen.run for seen in past.lists(site.section, before=site.run, most=2)] == [4, 1]
