"""A host that says it is busy is left alone for as long as it says."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from downloading import Crawl, Crawled
from loopback import Answer, Host, Loopback, answer
from scrapy.http import Response

from zonenews.middlewares.retry_after import asked_wait

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
IN_TWO_MINUTES = format_datetime(NOW + timedelta(minutes=2), usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5),
        (" 120 ", 120),
        (IN_TWO_MINUTES, 120),
        ("Sunday, 01-Mar-26 12:02:00 GMT", 120),
        ("Sun Mar  1 12:02:00 2026", 120),
        ("0", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("９", None),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), None),
        ("Thu, 99 Foo 2026 99:99:99 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 86400),
        ("1000000000", 7 * 86400),
        ("9" * 400, 7 * 86400),
    ],
)
def test_asked_wait(value: str, seconds: float | None) -> None:
    response = Response("http://www.example.cn/", headers={"Retry-After": value.encode()})
    assert asked_wait(response, NOW) == seconds


def test_date_is_read_by_the_hosts_own_clock() -> None:
    behind = format_datetime(NOW - timedelta(hours=1), usegmt=True)
    until = format_datetime(NOW - timedelta(minutes=59), usegmt=True)
    response = Response("http://www.example.cn/", headers={"Retry-After": until, "Date": behind})
    assert asked_wait(response, NOW) == 60


def test_no_header_asks_for_nothing() -> None:
    assert asked_wait(Response("http://www.example.cn/"), NOW) is None


def busy(status: str = "429 Too Many Requests", **headers: Any) -> bytes:
    """An answer of a busy host."""
    return answer(b"busy", status, **headers)


FREE = {f"/{number}": answer() for number in range(3)}
WAITS = {
    "seconds": busy(Retry_After=2),
    "date": busy(
        "503 Service Unavailable", Date=format_datetime(NOW), Retry_After=format_datetime(NOW + timedelta(0, 2))
    ),
}
UNTOLD = {
    "past": busy(Retry_After="Thu, 01 Jan 1970 00:00:00 GMT"),
    "nothing": busy("503 Service Unavailable"),
    "nonsense": busy(Retry_After="later"),
}


@pytest.fixture(scope="module")
def hosts(loopback: Loopback) -> dict[str, Host]:
    given: dict[str, Answer] = {name: [first, answer()] for name, first in WAITS.items()}
    given |= {name: [first, first, answer()] for name, first in UNTOLD.items()}
    given |= {"always": busy("503 Service Unavailable"), "always told": busy(Retry_After=1)}
    given |= {"long": busy(Retry_After=3600)}
    return {name: loopback.host({"/busy": first, **FREE}) for name, first in given.items()}


@pytest.fixture(scope="module")
def crawled(hosts: dict[str, Host], crawl: Crawl) -> Crawled:
    urls = [host.url(path) for host in hosts.values() for path in host.answers]
    return crawl(urls, RETRY_TIMES=2, RETRY_BACKOFF=0.4, RETRY_AFTER_CAP=10, CONCURRENT_REQUESTS=64)


@pytest.mark.parametrize("name", WAITS)
def test_no_request_inside_the_window(name: str, hosts: dict[str, Host], crawled: Crawled) -> None:
    host = hosts[name]
    told = host.times("/busy")[0]
    assert [seen for seen in host.seen if told < seen.at < told + 1.95] == []
    assert {crawled[host.url(path)]["outcome"] for path in host.answers} == {"answer"}


@pytest.mark.parametrize("name", UNTOLD)
def test_without_a_word_the_wait_doubles(name: str, hosts: dict[str, Host], crawled: Crawled) -> None:
    host = hosts[name]
    first, second, third = host.times("/busy")
    assert second - first > 0.39
    assert third - second > 0.79
    assert [seen for seen in host.seen if first < seen.at < first + 0.39] == []
    assert crawled[host.url("/busy")]["outcome"] == "answer"


def test_never_a_word_ends_as_any_error_page(hosts: dict[str, Host], crawled: Crawled) -> None:
    outcome = crawled[hosts["always"].url("/busy")]
    assert (outcome["outcome"], outcome["status"], outcome["retries"]) == ("HttpError", 503, 2)


def test_asked_once_too_often_is_postponed(hosts: dict[str, Host], crawled: Crawled) -> None:
    outcome = crawled[hosts["always told"].url("/busy")]
    assert (outcome["outcome"], outcome["status"], outcome["retries"]) == ("Postponed", 429, 2)
    assert crawled[hosts["always told"].url("/0")]["outcome"] == "answer"


def test_a_longer_wait_than_the_cap_postpones_the_host(hosts: dict[str, Host], crawled: Crawled) -> None:
    host = hosts["long"]
    assert [seen.path for seen in host.seen] == ["/robots.txt", "/busy"]
    assert {crawled[host.url(path)]["outcome"] for path in host.answers} == {"Postponed"}
    until = datetime.fromisoformat(crawled[host.url("/2")]["until"])
    assert timedelta(minutes=58) < until - datetime.now(UTC) < timedelta(minutes=61)


def test_other_hosts_do_not_wait(loopback: Loopback, crawl: Crawl) -> None:
    waiting = loopback.host({"/busy": [busy(Retry_After=3), answer()]})
    free = loopback.host(FREE)
    crawl([waiting.url("/busy"), *(free.url(path) for path in FREE)])
    assert free.seen[-1].at - waiting.times("/busy")[0] < 1
    assert waiting.times("/busy")[1] - waiting.times("/busy")[0] > 2.95
