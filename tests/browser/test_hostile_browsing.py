"""A browser that draws hostile pages: nothing forbidden is reached, and every page ends."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from crawling import Crawl
from loopback import Loopback, answer
from playwright.sync_api import Browser, Route, sync_playwright
from scrapy.settings import Settings

from tests.browser.drawn_sites import MODULE, article, draws, rows, shell
from tests.browser.hostile_pages import ENDLESS, reaching
from zonenews.browser.finding import launch_options

pytestmark = pytest.mark.slow


@dataclass
class Trap:
    """A forbidden place that listens on TCP and UDP, and notes whoever comes."""

    port: int
    caught: list[str] = field(default_factory=list)

    def listen(self, listener: socket.socket, kind: str) -> None:
        """Until the socket is closed."""
        while True:
            try:
                if kind == "tcp":
                    connection, _ = listener.accept()
                    with connection:
                        connection.settimeout(1)
                        self.caught.append(f"tcp {connection.recv(100)!r}")
                else:
                    self.caught.append(f"udp {listener.recv(100)!r}")
            except TimeoutError:
                self.caught.append("tcp, silent")
            except OSError:
                return


@pytest.fixture
def trap() -> Iterator[Trap]:
    """A trap at 127.0.0.99."""
    tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
    tcp.bind(("127.0.0.99", 0))
    tcp.listen()
    udp.bind(tcp.getsockname())
    trap = Trap(tcp.getsockname()[1])
    for listener, kind in ((tcp, "tcp"), (udp, "udp")):
        threading.Thread(target=trap.listen, args=(listener, kind), daemon=True).start()
    yield trap
    for listener in (tcp, udp):
        listener.shutdown(socket.SHUT_RDWR) if listener is tcp else None
        listener.close()


def test_nothing_forbidden_is_reached_by_any_way_out(loopback: Loopback, crawl: Crawl, trap: Trap) -> None:
    host = loopback.host({})
    host.answers |= {
        "/list/": answer(shell(draws(rows("/a/1.html", "/a/2.html")))),
        "/a/1.html": answer(reaching(f"127.0.0.99:{trap.port}")),
        "/a/2.html": answer(shell(draws(article("示例高新区召开企业座谈会")))),
    }
    ended = crawl("drawn_site", host.url("/list/"), **MODULE, ADDRESSES_ALLOWED="127.0.0.10/32")
    assert trap.caught == []
    assert (ended.code, ended.reason) == (0, "zonenews: 2 new articles, 0 changed, 0 unchanged")
    assert {row["title"] for row in crawl.rows()} == {"示例高新区重点项目集中开工建设", "示例高新区召开企业座谈会"}
    assert [seen.path for seen in host.seen] == ["/robots.txt", "/list/", "/a/1.html", "/a/2.html"]


def test_what_slips_past_interception_finds_no_way_out(trap: Trap) -> None:
    """Without the browser's options the same page gets out by several ways although its requests are intercepted."""
    page = reaching(f"127.0.0.99:{trap.port}").decode()
    options = launch_options(Settings({"DRAWN_MEGABYTES": 512}))
    with sync_playwright() as playwright:
        with playwright.chromium.launch(**options) as browser:
            show(browser, page, intercepted=False)
        assert trap.caught == []
        with playwright.chromium.launch(**options | {"args": []}) as browser:
            show(browser, page, intercepted=True)
    assert any(caught.startswith("udp") for caught in trap.caught), "WebRTC"
    assert any(caught.startswith("tcp") for caught in trap.caught), "WebSockets, speculation"


def show(browser: Browser, page: str, *, intercepted: bool) -> None:
    """Has a page run for a while."""
    tab = browser.new_page()

    def answer_it(route: Route) -> None:
        if route.request.url == "http://127.0.0.10/a/1.html":
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif not intercepted:
            route.continue_()
        elif route.request.is_navigation_request():
            route.fulfill(status=204)
        else:
            route.abort()

    tab.route("**", answer_it)
    tab.goto("http://127.0.0.10/a/1.html", wait_until="commit")
    tab.wait_for_timeout(4000)


def test_a_page_that_does_not_end_costs_itself_alone(loopback: Loopback, crawl: Crawl) -> None:
    host = loopback.host({})
    pages = {f"/a/{number}.html": script for number, script in enumerate(ENDLESS.values())}
    host.answers |= {path: answer(shell(script)) for path, script in pages.items()}
    host.answers |= {
        "/list/": answer(shell(draws(rows(*pages, "/a/last.html")))),
        "/a/last.html": answer(shell(draws(article()))),
    }
    started = time.monotonic()
    ended = crawl("drawn_site", host.url("/list/"), **MODULE, DRAWN_SECONDS="3")
    took = time.monotonic() - started
    assert ended.code == 3
    assert [row["url"] for row in crawl.rows()] == [host.url("/a/last.html")]
    assert len([seen for seen in host.seen if seen.path.startswith("/more")]) == 30
    assert took < 80
    assert ended.peak < 400_000_000
    reasons = crawl._change(
        "SELECT url.url, frontier.reason FROM frontier JOIN url ON url.id = url_id WHERE state = 'failed'"
    )
    said = {name: dict(reasons)[host.url(path)] for name, path in zip(ENDLESS, pages, strict=True)}
    for name in ("endless script", "endless later", "endless alerts"):
        assert "was not drawn: its scripts run for more than 3 seconds (DRAWN_SECONDS)" in said[name]
    # which of the two bounds it meets first is a matter of the machine's speed
    assert said["endless requests"].endswith(
        (
            "was not drawn: its scripts run for more than 3 seconds (DRAWN_SECONDS)",
            "was not drawn: the page asks for more than 30 parts (DRAWN_REQUESTS)",
        )
    )
    for name in ("a gigabyte of nodes", "a gigabyte of text"):
        assert "was not drawn: " in said[name]
    assert said["a large page"].endswith("/a/6.html is larger than 8388608 bytes (DOWNLOAD_MAXSIZE)")


def test_no_browser_is_left_behind_by_a_crawl_that_is_killed(loopback: Loopback, crawl: Crawl) -> None:
    host = loopback.host({})
    host.answers |= {
        "/list/": answer(shell(draws(rows("/a/1.html")))),
        "/a/1.html": answer(shell("while (true) {}")),
    }
    process = crawl.start("drawn_site", host.url("/list/"), **MODULE)
    try:
        until(lambda: bool(host.times("/a/1.html")), 30)
        until(lambda: any(b"--type=renderer" in command for command in below(process.pid).values()), 10)
        browsers = below(process.pid)
    finally:
        process.kill()
        process.communicate()
    until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in browsers), 15)


def below(pid: int) -> dict[int, bytes]:
    """The commands of all processes below this one."""
    found = {}
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            with suppress(OSError):  # it has ended meanwhile
                found |= {int(child): Path(f"/proc/{child}/cmdline").read_bytes()} | below(int(child))
    return found


def until(true: Callable[[], bool], seconds: float) -> None:
    """Waits until it is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.1)
