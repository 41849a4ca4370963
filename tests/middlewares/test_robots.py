"""robots.txt: the decision table of RFC 9309, and the pace a host sets."""

import asyncio
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from downloading import Crawl, Crawled
from loopback import Answer, Host, Loopback, answer, redirect

from zonenews.middlewares.robots import rules_text

FORBID = b"User-agent: *\nDisallow: /\n"
FORBID_OURS = b"User-agent: zonenews\nDisallow: /news/\n\nUser-agent: *\nDisallow:\n"
FORBID_OTHERS = b"User-agent: *\nDisallow: /\n\nUser-agent: Zonenews\nAllow: /\n"
MIXED = b"User-agent: *\nDisallow: /news/\nAllow: /news/open/\nDisallow: /*?draft=\n"
LATE = b"#" + b"x" * 98 + b"\n"
HTML = b"\n <!DOCTYPE html><html><body>User-agent: *\nDisallow: /\n</body></html>"
JSL = answer(b"<script>document.cookie='__jsl_clearance=1'</script>", "521 x", Set_Cookie="__jsluid_h=1")


def rules(body: bytes, status: str = "200 OK", **headers: Any) -> bytes:
    """A robots.txt."""
    return answer(body, status, kind="text/plain", **headers)


async def _silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


@dataclass(frozen=True)
class Case:
    """A robots.txt, and what becomes of a page."""

    robots: Answer | None
    outcome: str
    page: str = "/news/1.html"
    status: int | None = None


CASES = {
    "forbids all": Case(rules(FORBID), "RobotsForbidden"),
    "forbids us": Case(rules(FORBID_OURS), "RobotsForbidden"),
    "forbids us elsewhere": Case(rules(FORBID_OURS), "answer", page="/list.html"),
    "forbids others": Case(rules(FORBID_OTHERS), "answer"),
    "longest match": Case(rules(MIXED), "answer", page="/news/open/1.html"),
    "wildcard": Case(rules(MIXED), "RobotsForbidden", page="/list.html?draft=1"),
    "byte order mark": Case(rules(b"\xef\xbb\xbf" + FORBID), "RobotsForbidden"),
    "not utf-8": Case(rules("# 园区\n".encode("gbk") + FORBID), "RobotsForbidden"),
    "empty": Case(rules(b""), "answer"),
    "no content": Case(b"HTTP/1.1 204 No Content\r\n\r\n", "answer"),
    "a page instead": Case(answer(HTML), "answer"),
    "rules called html": Case(answer(FORBID), "RobotsForbidden"),
    "gone": Case(rules(FORBID, "410 Gone"), "answer"),
    "not found": Case(rules(FORBID, "404 Not Found"), "answer"),
    "unauthorised": Case(rules(FORBID, "401 Unauthorized"), "answer"),
    "forbidden": Case(rules(FORBID, "403 Forbidden"), "answer"),
    "too many requests": Case(rules(b"", "429 Too Many Requests"), "RobotsUnavailable", status=429),
    "server error": Case(rules(b"", "500 Server Error"), "RobotsUnavailable", status=500),
    "unavailable": Case(rules(b"", "503 Unavailable"), "RobotsUnavailable", status=503),
    "unavailable once": Case([rules(b"", "503 Unavailable"), rules(b"")], "answer"),
    "server error once": Case([rules(b"", "502 Bad Gateway"), rules(FORBID)], "RobotsForbidden"),
    "no answer in time": Case(_silence, "RobotsUnavailable"),
    "connection lost": Case(_hang_up, "RobotsUnavailable"),
    "broken body": Case(rules(b"\x1f\x8b\x08", Content_Encoding="gzip"), "RobotsUnavailable"),
    "too large a body": Case(rules(bytes(9 * 2**20)), "RobotsUnavailable"),
    "redirect to nothing usable": Case(redirect("file:///etc/hostname"), "RobotsUnavailable", status=302),
    "redirects for ever": Case(redirect("/robots.txt?again"), "answer"),
    "rule within 512 KiB": Case(rules(LATE * 5200 + FORBID), "RobotsForbidden"),
    "rule after 512 KiB": Case(rules(LATE * 6000 + FORBID), "answer"),
    "challenge": Case(JSL, "Challenged", status=521),
    "long postponed": Case(rules(b"", "503 Unavailable", Retry_After=9999), "Postponed"),
}


def _answers(case: Case) -> dict[str, Answer]:
    pages: dict[str, Answer] = {case.page: answer(b"page"), "/robots.txt?again": redirect("/robots.txt?again")}
    return pages if case.robots is None else {"/robots.txt": case.robots, **pages}


@pytest.fixture(scope="module")
def hosts(loopback: Loopback) -> dict[str, Host]:
    return {name: loopback.host(_answers(case)) for name, case in CASES.items()}


@pytest.fixture(scope="module")
def crawled(hosts: dict[str, Host], crawl: Crawl) -> Crawled:
    pages = [host.url(CASES[name].page) for name, host in hosts.items()]
    return crawl(pages, DOWNLOAD_TIMEOUT=1, CONCURRENT_REQUESTS=40)


@pytest.mark.parametrize("name", CASES)
def test_decision(name: str, hosts: dict[str, Host], crawled: Crawled) -> None:
    case, host = CASES[name], hosts[name]
    outcome = crawled[host.url(case.page)]
    assert outcome["outcome"] == case.outcome, outcome
    assert len(host.times(case.page)) == (case.outcome == "answer")
    if case.status is not None:
        assert outcome["status"] == case.status


def test_redirects_are_followed_five_times_even_off_the_site(loopback: Loopback, crawl: Crawl) -> None:
    last = loopback.host({"/rules": rules(FORBID)})
    steps: dict[str, Answer] = {f"/{step}": redirect(f"/{step + 1}") for step in range(1, 4)}
    host = loopback.host({"/robots.txt": redirect("/1"), **steps, "/4": redirect(last.url("/rules"))})
    crawled = crawl([host.url("/news/1.html")], hosts=[host.ip])
    assert crawled[host.url("/news/1.html")]["outcome"] == "RobotsForbidden"


def test_read_once_a_host(loopback: Loopback, crawl: Crawl) -> None:
    host = loopback.host({f"/{number}": answer() for number in range(20)})
    crawled = crawl([host.url(f"/{number}") for number in range(20)])
    assert {outcome["outcome"] for outcome in crawled.outcomes.values()} == {"answer"}
    assert len(host.times("/robots.txt")) == 1
    assert host.seen[0].path == "/robots.txt"


def test_host_that_is_down_is_told_from_one_that_answers(loopback: Loopback, crawl: Crawl) -> None:
    host = loopback.host({})
    refused = f"http://127.0.0.250:{host.port}/"
    outcome = crawl([refused])[refused]
    assert (outcome["outcome"], outcome["status"]) == ("RobotsUnavailable", None)
    assert "DownloadConnectionRefusedError" in outcome["message"]


def test_crawl_delay_is_kept_even_where_autothrottle_would_go_faster(loopback: Loopback, crawl: Crawl) -> None:
    paths = [f"/{number}" for number in range(4)]
    slow = rules(b"User-agent: *\nCrawl-delay: 0.6\n")
    paced = loopback.host({"/robots.txt": slow, **dict.fromkeys(paths, answer())})
    free = loopback.host(dict.fromkeys(paths, answer()))
    throttle = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.1, "DOWNLOAD_DELAY": 0.1}
    crawl([host.url(path) for path in paths for host in (paced, free)], **throttle)
    times = [seen.at for seen in paced.seen]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.55
    assert free.seen[-1].at - free.seen[0].at < 1.2


def test_rules_that_a_windows_editor_wrote_are_rules() -> None:
    text = FORBID.decode()
    assert [rules_text(text.encode(coding)) for coding in ("utf-8-sig", "utf-16")] == [text, text]
