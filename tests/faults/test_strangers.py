"""What a hostile site may try on the crawler; the host that it wants asked counts what it was asked (S1 to S6, F21)."""

from pathlib import Path

import measuring
import pytest
from crawling import Crawl
from invariants import assert_whole
from loopback import Answer, Host, Loopback, answer, redirect
from names import Names
from small_sites import MODULES, ONE, Site, article, rows, serve, states, write_site_file

from archive.urls import url_host

REFRESH = '<html><head><meta http-equiv="refresh" content="0; url={}"></head><body>{}</body></html>'
SPELLINGS = (
    *("127.0.0.2", "127.2", "127.0.2", "0x7f.2", "0x7f000002", "0177.0.0.2", "2130706434", "127.0.0.2.", "0"),
    *("[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[0:0:0:0:0:ffff:7f00:2]", "[64:ff9b::7f00:2]", "[::1]", "[::]"),
    *("①②⑦.0.0.2", "127。0。0。2", "localhost.", "LOCALHOST", "10.0.0.1", "192.168.1.1", "172.16.0.1"),
    *("169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "192.0.0.192", "[fe80::1]", "[64:ff9b::a00:1]"),
)
SCHEMES = ("file:///etc/hostname", "data:text/html,<b>x", "ftp://127.0.0.2/x", "s3://bucket/x", "javascript:alert(1)")


@pytest.fixture
def victim(loopback: Loopback) -> Host:
    """Who must never be asked."""
    return loopback.host({"/": answer(b"secret"), "/robots.txt": answer(b"secret")}, "127.0.0.2")


@pytest.mark.slow
def test_no_answer_leads_to_a_stranger(crawl: Crawl, loopback: Loopback, victim: Host) -> None:
    """S1, S2: a redirect at once, after an error, by a page's own markup, from the list page, from robots.txt."""
    away = victim.url("/")
    refresh = answer(REFRESH.format(away, article(4).decode().partition("<body>")[2]).encode())
    ways: list[Answer] = [
        redirect(away),
        redirect(away.removeprefix("http:")),
        [answer(b"", "503 x"), redirect(away)],
        [answer(b"", "500 x"), redirect(away)],
        refresh,
        [answer(b"", "503 x"), refresh],
        redirect("file:///etc/hostname"),
        redirect("data:text/html,<h1>x</h1>"),
    ]
    site = Site(len(ways) + 2, ways)
    robots: dict[str, Answer] = {"/robots.txt": redirect(away), "/moved/": redirect(away)}
    host = serve(loopback, site, robots)
    measuring.trials(len(ways) + 2)
    assert crawl("zone", host.url("/list/"), **ONE).code == 10, "robots.txt leads to an address that is not allowed"
    assert host.pages() == []
    del host.answers["/robots.txt"]
    ended = crawl("zone", f"{host.url('/list/')} {host.url('/moved/')}", RETRY_TIMES="1", RETRY_BACKOFF="0.1", **ONE)
    assert ended.code == 3
    assert victim.seen == []
    became = states(crawl)
    assert [became[host.url(path)] for path in site.articles] == [
        *("external",) * 4, "done", "done", "failed", "failed", "done", "done",
    ]  # fmt: skip


@pytest.mark.slow
def test_no_spelling_of_an_address_is_asked(
    crawl: Crawl, loopback: Loopback, victim: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S3, S5: sections, links and attachments at private hosts however written, which the site calls its own."""
    addresses = [f"http://{spelling}:{victim.port}/" for spelling in SPELLINGS]
    attached = "".join(f"<p><a href='{address}x.pdf'>附件：通知.pdf</a></p>" for address in (*addresses, *SCHEMES))
    site = Site(3, [answer(article(0, attached))], rows=rows([*(f"{a}a.html" for a in addresses), *SCHEMES]))
    host = serve(loopback, site)
    sections = " ".join((host.url("/list/"), *addresses))
    folder = write_site_file(tmp_path, "hostile_gxq", sections, "files=('attachments',)")
    monkeypatch.setenv("PYTHONPATH", folder)
    measuring.trials(3 * len(addresses) + 2 * len(SCHEMES))
    ended = crawl("hostile_gxq", SPIDER_MODULES=MODULES, **ONE)
    assert ended.code == 3
    assert victim.seen == []
    became = states(crawl)
    assert {became.pop(host.url(path)) for path in site.articles} == {"done"}
    assert set(became.values()) == {"failed"}
    for name in ("a.html", "x.pdf"):
        asked = {url_host(url) for url in became if url.endswith(name)}
        assert asked == {url_host(address) for address in addresses}, "each was tried, as a link and as an attachment"
    assert_whole(str(crawl.archive), truth=[host.url(path) for path in site.articles])


@pytest.mark.slow
def test_a_name_that_turns_private_is_not_asked(
    crawl: Crawl, loopback: Loopback, victim: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S4: the name of the site resolves to an allowed address at first, and to another at every later lookup."""
    site = Site(3)
    host = serve(loopback, site)
    victim_too = loopback.host({}, "127.0.0.2", port=host.port)
    names = Names(tmp_path)
    names.say(www_example_cn=["127.0.0.1", "127.0.0.1", "127.0.0.2"])
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    measuring.trials(1)
    ended = crawl("zone", host.url("/list/", "www.example.cn"), DNSCACHE_ENABLED="False", **ONE)
    assert (ended.code, "127.0.0.2/32" in ended.said) == (10, True)
    assert (victim_too.seen, names.left("www.example.cn")) == ([], ["127.0.0.2"])
    assert [seen.path for seen in host.seen] == ["/robots.txt", "/list/"], "each connection was looked up"
    assert set(states(crawl).values()) == {"failed"}
    names.say(www_example_cn=["127.0.0.1"])
    for path in site.articles:
        crawl.expire(host.url(path, "www.example.cn"))
    assert crawl("zone", host.url("/list/", "www.example.cn"), **ONE).code == 0
    assert_whole(str(crawl.archive), truth=[host.url(path, "www.example.cn") for path in site.articles])


@pytest.mark.slow
def test_a_name_that_is_not_found_is_a_failure_and_found_again(
    crawl: Crawl, loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F21: the site's name is not known, in the middle of a run and from its start; then it is."""
    site, names = Site(4), Names(tmp_path)
    host = serve(loopback, site)
    url = host.url("/list/", "www.example.cn")
    options = {"RETRY_TIMES": "1", **ONE}
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    measuring.trials(2)
    names.say(www_example_cn=[])
    ended = crawl("zone", url, **options)
    assert (ended.code, "the host name does not resolve" in ended.reason) == (11, True)
    names.say(www_example_cn=["127.0.0.1"])
    assert crawl("zone", url, **options).code == 0
    assert_whole(str(crawl.archive), truth=[host.url(path, "www.example.cn") for path in site.articles])
