"""What is remembered of hosts and lists outlives the writer, on each engine."""

from datetime import timedelta

from samples import LIST, SITE, START, Crawl, at, fetch, opened, row

from archive.manners.records import FirstPage, HostRest, RobotsFile

ORIGIN, ASKED = "http://www.example.cn", "the host asked for it"


def test_the_last_robots_txt_of_a_host_is_kept(crawl: Crawl) -> None:
    rules = RobotsFile(ORIGIN, 200, "User-agent: *\nDisallow: /内部/\n", at())
    none = RobotsFile(ORIGIN, 404, "", at(5))
    for kept in (rules, none):
        crawl.writer.manners.keep_robots(kept)
        with opened(crawl.url) as archive:
            assert archive.robots(ORIGIN) == kept
            assert archive.robots("https://www.example.cn") is None


def test_a_host_rests_until_it_wakes(crawl: Crawl) -> None:
    for rest in (HostRest("www.example.cn", at(10), ASKED), HostRest("www.example.cn", at(20), "it failed", 2)):
        crawl.writer.manners.rest(rest)
        with opened(crawl.url) as archive:
            assert archive.rests(["www.example.cn", "example.cn"]) == [rest]
    crawl.writer.manners.wake("www.example.cn")
    with opened(crawl.url) as archive:
        assert archive.rests(["www.example.cn"]) == []


def test_a_sections_page_and_place_are_kept_beside_each_other(crawl: Crawl) -> None:
    marked = FirstPage('"a"', "Mon, 02 Mar 2026 01:00:00 GMT", "1/x", honest=False)
    section, place = crawl.section, {"url": f"{LIST}2", "cursor": {"page": 2, "form": {"栏目": "一"}}}
    with opened(crawl.url) as archive:
        assert archive.first_page(section) == FirstPage()
    crawl.writer.manners.keep_first_page(section, marked)
    crawl.writer.record_list(crawl.run, SITE, section, fetch(LIST), [row(1)], place=place)
    with opened(crawl.url) as archive:
        kept = archive.first_page(section)
    assert (kept.etag, kept.honest, kept.place) == ('"a"', False, place)
    crawl.writer.manners.keep_first_page(section, marked)
    with opened(crawl.url) as archive:
        assert archive.first_page(section) == marked


def test_a_walk_may_be_postponed(crawl: Crawl) -> None:
    crawl.writer.end_section(
        crawl.run, crawl.section, pages=0, rows=0, new=0, stop_reason="postponed", detail=ASKED, walked=None
    )


def test_what_a_wrong_clock_put_off_becomes_due(crawl: Crawl) -> None:
    ahead = START + timedelta(days=365)
    crawl.writer.record_list(crawl.run, SITE, crawl.section, fetch(LIST), [row(1)])
    late = fetch(row(1).url, 365 * 24 * 60, outcome="network", status=None, body=None)
    crawl.writer.record_miss(crawl.run, SITE, late, "failed", "no answer", due=ahead)
    with opened(crawl.url) as archive:
        assert archive.due(SITE, at(10)) == []
    assert crawl.writer.manners.come_to_reason(SITE, at(5), START + timedelta(days=100)) == 1
    with opened(crawl.url) as archive:
        assert [due.url for due in archive.due(SITE, at(10))] == [row(1).url]
    assert crawl.writer.manners.come_to_reason(SITE, at(5), START + timedelta(days=100)) == 0
