"""`zonenews crawl`: many sites at once, none of which hurts another."""

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from threading import Event, Thread

import orjson
import pytest
from crawling import Crawl
from many_sites import SITES, ManyCrawls, lists, served_sites
from rich.console import Console

from archive import Archive
from zonenews.crawls.choosing import chosen_sites
from zonenews.crawls.command import Wanted, crawl_sites
from zonenews.crawls.ended import Ended, exit_of
from zonenews.crawls.process import Order
from zonenews.crawls.screen import Lines, LiveTable, summary
from zonenews.crawls.together import Together
from zonenews.exits import Exit, Refused
from zonenews.profile import Profile, Section
from zonenews.progress.figures import Progress
from zonenews.sites import hosts_of, project_settings, sites_left_out, sites_to_crawl
from zonenews.spiders import ZoneSpider

ALL_OF = {
    (0, 0, 0): 0, (11, 11, 11): 11, (11, 0, 0): 3, (11, 5): 3, (7, 0): 0, (7, 7): 7, (7, 11): 11, (7, 0, 3): 3, (3,): 3,
}  # fmt: skip


@pytest.mark.parametrize(("codes", "whole"), ALL_OF.items(), ids=str)
def test_what_many_crawls_come_to(codes: tuple[int, ...], whole: int) -> None:
    assert exit_of([Ended(str(number), code, "") for number, code in enumerate(codes)]) == whole


def test_an_archives_password_stays_off_the_command_line() -> None:
    order = Order(("pages=1",), ("DOWNLOAD_DELAY=2",), "postgresql://u:secret@db/news", Path("/var/log/zonenews"))
    command = order.command("yantai_gxq", 5)
    assert command[:3] == [sys.executable, "-m", "scrapy"]
    assert command[3:7] == ["crawl", "yantai_gxq", "-a", "pages=1"]
    settings = command[7:]
    assert settings[::2] == ["-s"] * 4
    assert settings[1::2] == [
        *("LOG_FILE=/var/log/zonenews/yantai_gxq.log", "DOWNLOAD_DELAY=2", "PROGRESS_JSON=5", "PROGRESS_ENDS=True")
    ]
    assert order.environment["ZONENEWS_ARCHIVE"] == "postgresql://u:secret@db/news"


def test_a_site_is_crawled_once_its_address_was_given_and_the_others_say_why_not(tmp_path: Path) -> None:
    settings = project_settings(['SITE_URLS={"yantai_gxq": "http://www.example.cn/list/"}'])
    archive = str(tmp_path / "zonenews.db")
    assert sites_to_crawl(archive, settings) == ("yantai_gxq",)
    reasons = sites_left_out(archive, settings)
    assert reasons["yantai_jkq"].startswith("its address was never checked")
    assert reasons["shangrao_jkq"].startswith("its address is not known")


@pytest.mark.parametrize("url", ["http://[::1/", "http://127.0.0.1:99999/", "http://..../"])
def test_an_address_that_is_none_stops_its_own_site_alone(tmp_path: Path, url: str) -> None:
    given = orjson.dumps({"yantai_gxq": url, "chengdu_gxq": "http://www.example.cn/list/"}).decode()
    sites = chosen_sites((), str(tmp_path / "zonenews.db"), project_settings([f"SITE_URLS={given}"]), everything=True)
    assert sites == {"yantai_gxq": frozenset(), "chengdu_gxq": {"example.cn"}}


@pytest.mark.parametrize("given", ["{bad", "[1]", '{"yantai_gxq": ["http://www.example.cn/"]}', '{"yantai_gxq": null}'])
def test_addresses_that_nobody_can_read_are_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(Refused, match="SITE_URLS is no JSON object") as refused:
        sites_to_crawl(str(tmp_path / "zonenews.db"), project_settings([f"SITE_URLS={given}"]))
    assert refused.value.code is Exit.USAGE


def test_a_host_named_as_an_ipv6_address_is_locked_as_requests_name_it() -> None:
    class Numbered(ZoneSpider):
        name = "numbered"
        profile = Profile(sections=(Section("http://[2400:3200::1]/list/"),), hosts=("[2400:3200::2]",))

    assert hosts_of("numbered", Numbered, project_settings()) == {"2400:3200::1", "2400:3200::2"}
    spider = Numbered(sections=Numbered.profile.sections, pages=None, since=None, until=None)
    assert {"2400:3200::1", "2400:3200::2"} <= spider.hosts


def test_a_folder_for_logs_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="cannot be a folder") as refused:
        crawl_sites(Wanted(("yantai_gxq",), False, 1, False, Order(logs=tmp_path / "file")))
    assert refused.value.code is Exit.CONFIGURATION


@pytest.mark.parametrize(("everything", "code"), [(False, Exit.USAGE), (True, Exit.CONFIGURATION)])
def test_who_names_no_site_and_has_none_ready_is_told_so(tmp_path: Path, everything: bool, code: Exit) -> None:
    with pytest.raises(Refused) as refused:
        crawl_sites(Wanted((), everything, 1, False, Order(archive=str(tmp_path / "zonenews.db"))))
    assert refused.value.code is code


def test_a_terminal_shows_what_runs_below_a_line_for_each_that_ended() -> None:
    console = Console(file=StringIO(), width=100, force_terminal=True)
    with LiveTable(console, 3) as screen:
        screen.started("yantai_gxq")
        screen.started("zhuhai_gxq")
        screen.tell("yantai_gxq", _progress("yantai_gxq", pages=41, new=38, due=12, rate=0.5))
        screen.ended(Ended("yantai_jkq", 11, "the host refused [the] connection", 4.0))
        shown = StringIO()
        Console(file=shown, width=100).print(screen.view())
    assert isinstance(console.file, StringIO)
    assert "yantai_jkq: 11 after 4 s: the host refused [the] connection" in console.file.getvalue()
    assert [line.split() for line in shown.getvalue().splitlines()] == [
        ["1", "of", "3", "sites", "done"],
        ["site", "pages", "new", "changed", "unchanged", "failed", "due", "pages/min", "left"],
        ["yantai_gxq", "41", "38", "0", "0", "0", "12", "30", "24", "s"],
        ["zhuhai_gxq"],
    ]


def test_lines_show_the_last_words_of_a_crawl_that_broke() -> None:
    console = Console(file=StringIO(), width=80)
    Lines(console, 1).ended(Ended("a", Exit.BUG, "it broke", 1.0, None, ("Traceback:", "  [x]", "zonenews: it broke")))
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue() == "a: 1 after 1 s: it broke\n  a| Traceback:\n  a|   [x]\n"


def test_a_crawl_that_cannot_be_started_or_says_too_much_hurts_no_other() -> None:
    class Odd(Order):
        """Another program in the crawl's place."""

        def command(self, site: str, descriptor: int) -> list[str]:
            loud = "import sys; sys.stderr.write('x' * 3_000_000 + '\\n' + 'zonenews: no rows\\n'); sys.exit(4)"
            return ["/no/such/program"] if site == "a" else [sys.executable, "-c", loud]

    together = Together(Odd(), 2, Lines(Console(file=StringIO()), 2))
    first, second = asyncio.run(together.crawl({"a": frozenset(), "b": frozenset()}))
    assert (first.code, first.reason) == (1, "its process could not be started: No such file or directory")
    assert (second.code, second.reason) == (4, "no rows")


def test_the_summary_names_each_site_that_was_not_complete() -> None:
    good = Ended("a", 0, "…", 9.0, _progress("a", new=3, unchanged=2))
    assert summary([good, Ended("long_name", 11, "down"), Ended("b", 7, "runs")], 61) == [
        "1 of 3 sites complete in 1 min: 3 new, 0 changed, 2 unchanged",
        "  long_name   11  down",
        "  b            7  runs",
    ]


@pytest.mark.slow
def test_f9_a_site_that_is_down_and_a_broken_one_leave_the_others_alone(tmp_path: Path) -> None:
    with served_sites(2, articles=25) as replicas, _closed_port() as down:
        urls = {**lists(replicas), SITES[2]: f"http://127.0.0.9:{down}/list/", SITES[3]: "ftp://127.0.0.1/"}
        crawls = ManyCrawls(tmp_path / "zonenews.db", urls)
        ended = crawls("--all", "--json", "--jobs", "4", RETRY_TIMES="0")
        truth = {row["url"] for replica in replicas for row in replica.truth() if row["kind"] == "article"}
    found = {row["site"]: row["exit_code"] for row in orjson.loads(ended.said.partition("\n]")[0] + "]")}
    assert ended.code == Exit.PARTIAL
    assert found == {SITES[0]: 0, SITES[1]: 0, SITES[2]: Exit.NETWORK, SITES[3]: Exit.USAGE}
    assert "left out, its address was never checked" in ended.said
    with Archive(str(crawls.archive)) as archive:
        assert {article["url"] for article in archive.articles()} == truth


@pytest.mark.slow
def test_f10_a_host_that_trickles_delays_no_other(tmp_path: Path) -> None:
    """The time between a host's first request and its last, alone and beside one whose every answer takes long."""
    manners = {"DOWNLOAD_DELAY": "0.25", "DOWNLOAD_DELAY_JITTER": "0", "DOWNLOAD_TIMEOUT": "6", "RETRY_TIMES": "0"}
    with served_sites(1, articles=20) as replicas, _trickling_host() as slow:
        urls = {**lists(replicas), SITES[1]: f"{slow}/list/"}

        def spent(name: str, *sites: str) -> tuple[float, int, int, str]:
            replicas[0].reset_log()
            ended = ManyCrawls(tmp_path / f"{name}.db", urls)(*sites, **manners)
            asked = [line["at"] for line in replicas[0].log()]
            return asked[-1] - asked[0], len(asked), ended.code, ended.said

        for attempt in range(3):  # a busy machine makes either slower, and neither quicker
            alone, count, _, _ = spent(f"alone{attempt}", SITES[0])
            beside, count_beside, code, said = spent(f"beside{attempt}", *SITES[:2])
            assert code == Exit.PARTIAL
            assert f"{SITES[0]}: 0 " in said
            assert count == count_beside > 20
            if beside <= alone * 1.05 + 0.2:
                return
    raise AssertionError(f"{alone:.2f} s alone, {beside:.2f} s beside a host that trickles, three times")


@pytest.mark.slow
def test_two_sites_of_one_host_take_turns(tmp_path: Path) -> None:
    with served_sites(1, articles=5) as replicas:
        url = lists(replicas)[SITES[0]]
        ended = ManyCrawls(tmp_path / "zonenews.db", {SITES[0]: url, SITES[1]: url})("--all", "--jobs", "2")
    assert ended.code == Exit.COMPLETE
    with Archive(str(tmp_path / "zonenews.db")) as archive:
        first, second = sorted(archive.runs(), key=lambda run: str(run["started"]))
    assert first["ended"] <= second["started"]


@pytest.mark.slow
def test_a_site_that_is_being_crawled_is_left_to_that_crawl(tmp_path: Path) -> None:
    with served_sites(2, articles=20) as replicas:
        crawls = ManyCrawls(tmp_path / "zonenews.db", lists(replicas))
        other = Crawl(crawls.archive).start(SITES[0], lists(replicas)[SITES[0]], DOWNLOAD_DELAY="1")
        _await(lambda: bool(replicas[0].log()))
        ended = crawls("--all")
        other.kill()
        other.communicate()
    assert ended.code == Exit.COMPLETE
    assert f"{SITES[0]}: 7 after" in ended.said
    assert f"{SITES[1]}: 0 after" in ended.said


@pytest.mark.slow
def test_sigterm_ends_every_crawl_in_good_order_and_starts_no_more(tmp_path: Path) -> None:
    with served_sites(3, articles=60) as replicas:
        crawls = ManyCrawls(tmp_path / "zonenews.db", lists(replicas))
        process = crawls.start("--all", "--jobs", "2", DOWNLOAD_DELAY="1")
        try:
            _await(lambda: sum(len(replica.log()) > 2 for replica in replicas) == 2)
        finally:
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=60)
    assert process.returncode == Exit.TERMINATED
    assert said.decode().count("143 after") == 3
    assert "was not started any more" in said.decode()
    with Archive(str(crawls.archive)) as archive:
        assert [run["state"] for run in archive.runs()] == ["interrupted", "interrupted"]


@pytest.mark.slow
def test_a_crawl_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with served_sites(1, articles=60) as replicas:
        crawls = ManyCrawls(tmp_path / "zonenews.db", lists(replicas))
        ended = crawls(SITES[0], "--hours", "0.01", "--logs", str(tmp_path / "logs"), DOWNLOAD_DELAY="1")
    assert ended.code == Exit.TERMINATED
    assert "did not end within 0.01 h and was stopped" in ended.said
    assert (tmp_path / "logs" / f"{SITES[0]}.log").exists()


def _progress(site: str, **values: float | None) -> Progress:
    counts = {"seconds": 3.0, "sections": 1, "walked": 1, "pages": 0, "bytes": 0} | values
    return Progress(run=1, site=site, state="running", **counts)  # type: ignore[arg-type]


def _await(there: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < until
        time.sleep(0.1)


@contextmanager
def _closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.9", 0))  # bound and not listening: nobody else can take it
        yield taken.getsockname()[1]


@contextmanager
def _trickling_host() -> Iterator[str]:
    """A host on 127.0.0.8 that sends one byte of its answer each half second."""
    stopped = Event()
    listener = socket.create_server(("127.0.0.8", 0))
    listener.settimeout(0.2)

    def answer(connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            for byte in b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" * 100:
                if stopped.wait(0.5):
                    return
                try:
                    connection.send(bytes([byte]))
                except OSError:
                    return

    def serve() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            Thread(target=answer, args=(connection,), daemon=True).start()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.8:{listener.getsockname()[1]}"
    finally:
        stopped.set()
        thread.join()
        listener.close()
