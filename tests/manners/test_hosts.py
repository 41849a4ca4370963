"""What a host sees of several runs: its delay, its wishes and its rules are kept from one process to the next."""

import subprocess
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from at_a_time import crawl_at
from crawling import ROOT, Crawl
from loopback import Answer, Host, Loopback, answer
from small_sites import Site, write_site_file

from archive import Archive
from zonenews import __version__, settings

BUSY, BROKEN = "503 Service Unavailable", "500 Internal Server Error"
PATIENT = {"RETRY_TIMES": "1", "RETRY_BACKOFF": "0.1", "DOWNLOAD_DELAY": "0.1"}  # at 0 a whole queue goes at once
FORBID = answer(b"User-agent: *\nDisallow: /a/\n", kind="text/plain")
ALLOW = answer(b"User-agent: *\nDisallow: /nothing/\n", kind="text/plain")
pytestmark = pytest.mark.slow
NOW = datetime.now(UTC).replace(microsecond=0)


def spoilt(site: Site, bad: Answer, count: int) -> dict[str, Answer]:
    """A site whose first articles answer with something else."""
    return {**site.answers(), **dict.fromkeys(site.articles[:count], bad)}


def asked_between(host: Host, begin: float, end: float) -> list[str]:
    """What was asked for in that time."""
    return [seen.path for seen in host.seen if begin < seen.at < end]


def test_a_host_that_asks_for_hours_is_not_asked_by_the_next_run(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(4)
    host = loopback.host({**site.answers(), "/list/": answer(b"", BUSY, Retry_After=7200)})
    url = host.url("/list/")
    first = crawl("zone", url)
    seen = len(host.seen)
    host.answers.update(site.answers())
    second = crawl("zone", url)
    assert (first.code, second.code, len(host.seen)) == (3, 3, seen)
    assert "the host asked for it (Retry-After)" in second.reason
    assert crawl.last_run()["sections"][0]["stop_reason"] == "postponed"
    third = crawl_at(crawl, NOW + timedelta(hours=3), "zone", url=url)
    assert (third.code, crawl.states()) == (0, {"done": 4})


def test_an_absurd_wish_is_kept_for_a_week_and_no_longer(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(2)
    host = loopback.host({**site.answers(), "/list/": [answer(b"", BUSY, Retry_After=10**9), answer(site.list_page)]})
    crawl("zone", host.url("/list/"))
    seen = len(host.seen)
    in_time = crawl_at(crawl, NOW + timedelta(days=6), "zone", url=host.url("/list/"))
    assert (in_time.code, len(host.seen)) == (3, seen)
    assert crawl_at(crawl, NOW + timedelta(days=7, hours=1), "zone", url=host.url("/list/")).code == 0


def test_a_wait_that_a_run_did_not_live_to_see_is_kept_by_the_next(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(2)
    host = loopback.host({**site.answers(), "/list/": [answer(b"", BUSY, Retry_After=60), answer(site.list_page)]})
    process = crawl.start("zone", host.url("/list/"))
    while not host.times("/list/"):
        time.sleep(0.05)
    time.sleep(0.5)
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 143
    assert crawl("zone", host.url("/list/")).code == 3
    assert len(host.times("/list/")) == 1
    assert crawl_at(crawl, datetime.now(UTC) + timedelta(minutes=5), "zone", url=host.url("/list/")).code == 0


def test_a_storm_of_errors_loses_nothing_over_two_runs(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(40)
    bad, good = answer(b"", BROKEN), site.answers()
    stormy = {path: [bad, bad, good[path]] if number % 10 < 3 else good[path] for number, path in enumerate(good)}
    host = loopback.host({**stormy, "/list/": good["/list/"]})  # type: ignore[dict-item]
    first = crawl("zone", host.url("/list/"), **PATIENT)
    assert first.code == 3
    assert crawl_at(crawl, NOW + timedelta(hours=1), "zone", url=host.url("/list/")).code == 0
    assert len(crawl.rows()) == 40


def test_a_host_that_keeps_failing_is_left_alone_and_tried_once_later(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(40)
    host = loopback.host(spoilt(site, answer(b"", BROKEN), 40))
    url = host.url("/list/")
    first = crawl("zone", url, HOST_FAILURES="6", **PATIENT)
    asked = len(host.pages())
    assert (first.code, asked in {1 + 6, 1 + 7}) == (11, True)  # one may be under way
    assert "it failed 6 times in a row, the last: status 500" in first.reason
    assert (tried := crawl.states()["failed"]) in {6, 7}
    assert crawl.states() == {"failed": tried, "pending": 40 - tried}
    soon = crawl("zone", url, HOST_FAILURES="6", **PATIENT)
    assert (soon.code, len(host.pages())) == (3, asked)
    trial = crawl_at(crawl, datetime.now(UTC) + timedelta(minutes=30), "zone", url=url, HOST_FAILURES="6", **PATIENT)
    assert (trial.code, len(host.pages()) - asked in {1 + 6, 1 + 7}) == (11, True)  # its list page forgave all
    host.answers.update(site.answers())
    well = crawl_at(crawl, NOW + timedelta(hours=2), "zone", url=url, **PATIENT)
    assert (well.code, crawl.states()) == (0, {"done": 40})


def test_pages_that_never_answer_keep_no_news_waiting(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(15)
    host = loopback.host(spoilt(site, answer(b"", BROKEN), 12))
    url = host.url("/list/")
    assert crawl("zone", url, HOST_FAILURES="10", **PATIENT).code == 11
    for hours in (1, 13):
        crawl_at(crawl, NOW + timedelta(hours=hours), "zone", url=url, HOST_FAILURES="10", **PATIENT)
    assert crawl.states()["done"] == 3


def test_a_run_that_lets_a_host_rest_finds_nothing_well_and_hides_no_failure(crawl: Crawl, loopback: Loopback) -> None:
    site = Site(4)
    host = loopback.host({**site.answers(), "/list/": answer(b"", BROKEN)})
    url, codes, opened = host.url("/list/"), [], []
    for minutes in (0, 60, 70, 120, 130):
        ended = crawl_at(crawl, NOW + timedelta(minutes=minutes), "zone", url=url, HOST_FAILURES="2", **PATIENT)
        codes.append(ended.code)
        opened.append(_incidents(crawl))
    assert codes == [11, 11, 3, 11, 3]
    assert opened == [[], *[[("network", 2, None)]] * 4]
    host.answers.update(site.answers())
    assert crawl_at(crawl, NOW + timedelta(days=1), "zone", url=url, **PATIENT).code == 0
    assert _incidents(crawl) == [("network", 2, 6)]


def _incidents(crawl: Crawl) -> list[tuple[str, int, int | None]]:
    """The kinds of all incidents, with the runs that opened and closed them."""
    with Archive(str(crawl.archive)) as archive:
        return [(one["kind"], one["opened_run"], one["closed_run"]) for one in archive.incidents()]


def test_the_delay_holds_between_two_processes(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host(Site(2).answers())
    for _ in range(2):
        crawl("zone", host.url("/list/"), DOWNLOAD_DELAY="9", DOWNLOAD_DELAY_JITTER="0")
    assert min(later.at - earlier.at for earlier, later in pairwise(host.seen)) > 8.9


def test_two_spiders_of_one_host_are_one_guest(crawl: Crawl, loopback: Loopback, tmp_path: Path) -> None:
    host = loopback.host({**Site(6).answers(), "/other/": answer(Site(6).list_page)})
    write_site_file(tmp_path, "a_gxq", host.url("/list/"), "")
    path = write_site_file(tmp_path, "b_gxq", host.url("/other/"), "")
    env = {**crawl.env, "PYTHONPATH": path}
    command = crawl.command("a_gxq", None, SPIDER_MODULES="examples", DOWNLOAD_DELAY="4", DOWNLOAD_DELAY_JITTER="0")
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while not host.seen:
        time.sleep(0.05)
    refused = crawl_at(crawl, NOW, "b_gxq", path)
    assert (refused.code, refused.reason) == (7, f"zonenews: another crawl of {host.ip} is running; nothing was done")
    process.kill()
    process.communicate()
    crawl_at(crawl, NOW, "b_gxq", path, DOWNLOAD_DELAY="4", DOWNLOAD_DELAY_JITTER="0", pages="1", PAGES_A_RUN="2")
    assert min(later.at - earlier.at for earlier, later in pairwise(host.seen)) > 3.9


def test_rules_are_read_once_in_half_a_day(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host({**Site(2).answers(), "/robots.txt": ALLOW})
    url = host.url("/list/")
    assert [crawl("zone", url).code, crawl("zone", url).code] == [0, 0]
    assert len(host.times("/robots.txt")) == 1
    host.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\n", kind="text/plain")
    ended = crawl_at(crawl, NOW + timedelta(hours=13), "zone", url=url)
    assert (ended.code, len(host.times("/robots.txt")), len(host.times("/list/"))) == (6, 2, 2)


def test_rules_serve_for_a_day_while_robots_txt_fails(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host({**Site(3).answers(), "/robots.txt": FORBID})
    url = host.url("/list/")
    assert crawl("zone", url).code == 6
    assert crawl.states() == {"robots": 3}
    host.answers["/robots.txt"] = answer(b"", BUSY)
    for hours, code, lists in ((13, 6, 2), (23, 6, 3), (25, 6, 3)):
        ended = crawl_at(crawl, NOW + timedelta(hours=hours), "zone", url=url, **PATIENT)
        assert (ended.code, len(host.times("/list/"))) == (code, lists)
    assert not [seen for seen in host.seen if seen.path.startswith("/a/")]


def test_a_crawl_delay_holds_in_a_run_that_did_not_read_it_anew(crawl: Crawl, loopback: Loopback) -> None:
    slow = answer(b"User-agent: *\nCrawl-delay: 1.5\n", kind="text/plain")
    host = loopback.host({**Site(2).answers(), "/robots.txt": slow})
    crawl("zone", host.url("/list/"))
    host.seen.clear()
    crawl("zone", host.url("/list/"), WALK_EVERY_DAYS="0", REVISIT_FIRST_DAYS="0", REVISIT_LAST_DAYS="0.0000001")
    host.answers["/list/"] = answer(Site(4).list_page)
    host.answers |= Site(4).answers()
    crawl("zone", host.url("/list/"))
    assert len(host.pages()) > 3
    assert host.times("/robots.txt") == []
    assert min(later.at - earlier.at for earlier, later in pairwise(host.seen)) > 1.45


def test_a_crawl_delay_beyond_all_patience_is_told(crawl: Crawl, loopback: Loopback) -> None:
    slow = answer(b"User-agent: *\nCrawl-delay: 86400\n", kind="text/plain")
    host = loopback.host({**Site(2).answers(), "/robots.txt": slow})
    process = crawl.start("zone", host.url("/list/"))
    assert process.stderr
    said = next(line for line in process.stderr if "asks for" in line)
    process.kill()
    process.communicate()
    assert f"http://{host.ip}:{host.port} asks for 86400 seconds between requests; 60 are kept" in said
    assert host.times("/list/") == []


def test_who_asks_and_how_often_is_told_by_the_hosts_own_log(crawl: Crawl, loopback: Loopback) -> None:
    host = loopback.host(Site(5).answers())
    as_set = {"DOWNLOAD_DELAY": str(settings.DOWNLOAD_DELAY), "AUTOTHROTTLE_ENABLED": "True"}
    assert crawl("zone", host.url("/list/"), CONTACT="ops@example.cn", **as_set).code == 0
    agents = {seen.headers["User-Agent"] for seen in host.seen}
    assert agents == {f"zonenews/{__version__} (+ops@example.cn)"}
    assert len(host.seen) == 7
    assert min(later.at - earlier.at for earlier, later in pairwise(host.seen)) > 0.97
