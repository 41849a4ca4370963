"""What a hostile site may try on the crawler; the host that it wants asked counts what it was asked (S1 to S9)."""

from collections.abc import Iterator
from pathlib import Path

import measuring
import pytest
from crawling import Crawl
from invariants import assert_whole
from loopback import Answer, Host, Loopback, answer, redirect
from names import Names
from scrapy import Request, Spider
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.test import get_crawler
from small_sites import Site, article, title, write_site_file
from twisted.web.client import URI

from archive import Archive
from archive.urls import url_host
from zonenews.middlewares.errors import Offsite
from zonenews.middlewares.offsite import StrictOffsite
from zonenews.walks import MOST_ROWS

ONE = {"ADDRESSES_ALLOWED": "127.0.0.1/32", "CONTACT": "a@example.cn"}
MODULES = "zonenews.spiders,examples"
REFRESH = '<html><head><meta http-equiv="refresh" content="0; url={}"></head><body>{}</body></html>'
SPELLINGS = (
    *(
        "127.0.0.2",
        "127.2",
        "0x7f.2",
        "0177.0.0.2",
        "2130706434",
        "127.0.0.2.",
        "[::ffff:127.0.0.2]",
        "[::ffff:7f00:2]",
    ),
    *("①②⑦.0.0.2", "127。0。0。2", "0", "[::1]", "[::]", "localhost.", "10.0.0.1", "192.168.1.1", "172.16.0.1"),
    *("169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "192.0.0.192", "[fe80::1]", "[64:ff9b::a00:1]"),
)
SCHEMES = ("file:///etc/hostname", "data:text/html,<b>x", "ftp://127.0.0.2/x", "s3://bucket/x", "javascript:alert(1)")


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """Loopback hosts."""
    loopback = Loopback()
    yield loopback
    loopback.close()


@pytest.fixture
def victim(loopback: Loopback) -> Host:
    """Who must never be asked."""
    return loopback.host({"/": answer(b"secret"), "/robots.txt": answer(b"secret")}, "127.0.0.2")


def rows(addresses: list[str]) -> str:
    """Rows of a list that lead there."""
    return "".join(
        f"<li><a href='{address}'>{title(number)}</a><span>2026-10-01</span></li>"
        for number, address in enumerate(addresses, 500)
    )


def serve(loopback: Loopback, site: Site, more: dict[str, Answer] | None = None) -> Host:
    """The site on the one address that is allowed."""
    return loopback.host({**site.faulty(), **(more or {})}, "127.0.0.1")


def states(crawl: Crawl) -> dict[str, str]:
    """What became of each address but those of list pages."""
    query = "SELECT u.url, f.state FROM frontier f JOIN url u ON u.id = f.url_id WHERE f.kind <> 'list'"
    with Archive(str(crawl.archive)) as archive:
        return {row["url"]: row["state"] for row in archive.query(query)}


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


CANARY = "canary-4711"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.slow
def test_entities_of_a_page_are_never_resolved(crawl: Crawl, loopback: Loopback, tmp_path: Path) -> None:
    """S9: documents that name a file of ours, an address, or a billion of laughs; as list, article and JSON."""
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    host = loopback.host({f"/{CANARY}": answer(CANARY.encode())}, "127.0.0.1")
    outside = f'<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "{host.url(f"/{CANARY}")}"><!ENTITY l0 "lol">'
    document = f'<?xml version="1.0"?><!DOCTYPE x [{outside}{LAUGHS}]>'
    page = article(0, "<p>&a;</p><p>&b;</p><p>&l9;</p>").decode().replace("<!DOCTYPE html>", document)
    kinds = ("text/html", "application/xml", "application/xhtml+xml", "text/xml; charset=utf-8")
    site = Site(len(kinds) + 1, [answer(page.encode(), kind=kind) for kind in kinds])
    listed = answer(document.encode() + site.list_page.replace(b"<ul>", b"<ul><li>&a;&b;&l9;</li>"), kind="text/xml")
    host.answers.update({**site.faulty(), "/list/": listed})
    measuring.trials(len(kinds) + 1)
    ended = crawl("zone", host.url("/list/"), **ONE)
    assert ended.code == 0, ended.reason
    assert host.times(f"/{CANARY}") == []
    assert_whole(str(crawl.archive), truth=[host.url(path) for path in site.articles])
    assert CANARY not in str(crawl.rows()).replace(f"/{CANARY}", "")
    assert ended.peak < 300 * 2**20
    assert max(len(row["text"]) for row in crawl.rows()) < 5_000


@pytest.mark.slow
def test_no_host_learns_what_another_one_set(
    crawl: Crawl, loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S26: two hosts of one site, redirects between them: no cookie, no address of the other, no credentials."""
    second = loopback.host({}, "127.0.0.2")
    site = Site(3, [redirect(second.url("/moved.html"), Set_Cookie="a=1; domain=127.0.0.2")])
    list_page = site.list_page.replace(b"</ul>", rows([second.url("/direct.html")]).encode() + b"</ul>")
    host = serve(loopback, site, {"/list/": answer(list_page, Set_Cookie="b=2", Referrer_Policy="unsafe-url")})
    second.answers.update({f"/{name}.html": answer(article(n)) for n, name in enumerate(("moved", "direct"), 7)})
    folder = write_site_file(tmp_path, "two_hosts_gxq", host.url("/list/"), "hosts=('127.0.0.2',)")
    monkeypatch.setenv("PYTHONPATH", folder)
    measuring.trials(2)
    assert crawl("two_hosts_gxq", SPIDER_MODULES=MODULES, ADDRESSES_ALLOWED="127.0.0.0/8").code == 0
    assert {seen.path for seen in second.pages()} == {"/moved.html", "/direct.html"}
    told = {name.lower() for seen in second.seen for name in seen.headers}
    assert told.isdisjoint({"cookie", "referer", "authorization", "origin"})
    assert not any("Cookie" in seen.headers for seen in host.seen)


@pytest.mark.slow
def test_a_flood_of_links_and_words_stays_within_bounds(crawl: Crawl, loopback: Loopback) -> None:
    """S32: more rows than any list has, a title of a megabyte, thousands of attachments."""
    flood = article(0, "".join(f"<p><a href='/f/{n}.pdf'>附件{n}.pdf</a></p>" for n in range(20_000)))
    site = Site(3, [answer(flood.replace(title(0).encode(), title(0).encode() + "很长".encode() * 180_000))])
    links = rows([f"/x/{number}" for number in range(MOST_ROWS + 500)])
    host = serve(loopback, site, {"/flood/": answer(f"<ul>{links}</ul>".encode())})
    measuring.trials(3)
    ended = crawl("zone", f"{host.url('/flood/')} {host.url('/list/')}", since="2026-10-02", **ONE)
    assert ended.code == 3
    assert f"{MOST_ROWS} rows or more" in ended.reason
    became = states(crawl)
    assert sum("/x/" in url for url in became) == MOST_ROWS
    assert ended.peak < 700 * 2**20
    assert max(len(row["title"]) for row in crawl.rows()) <= 1_000


SAME_HOST = (
    *("http://a.example.cn/", "http://A.EXAMPLE.CN:80/", "http://新闻.example.cn/", "http://ａ.example.cn/"),
    *("http://a。example。cn/", "http://xn--efvy88h.example.cn/", "http://a.example.cn./", "http://[::1]:8000/x"),
    *("http://a.example.cn@b.example.cn/", "http://a.example.cn:80@b.example.cn/", "http://a:b@c:d@b.example.cn/"),
    *("http://a.example.cn\\@b.example.cn/", "http://a.example.cn\\b.example.cn/", "http:\\\\a.example.cn/x"),
    *("http://a.example.cn#@b.example.cn/", "http://a.example.cn?@b.example.cn/", "http://a.example.cn/@b.example.cn"),
    *("http://a.example.cn%2Fb.example.cn/", "http://a.example.cn%00.b.example.cn/", "http://a.example.cn%20.b.cn/"),
    *("http://a.exa\tmple.cn/", "http://a.exa\nmple.cn/", "http://a.example.cn\r\nX: y/", " http://a.example.cn/ "),
    *("http:/a.example.cn/", "http:a.example.cn/", "http:///a.example.cn/", "//a.example.cn/x", "https://a.example.cn"),
    *(
        "http://аррӏе.example.cn/",
        "http://straße.example.cn/",
        "http://faß.de/",
        "http://ı.example.cn/",
        "http://K.cn/",
    ),
    *("http://a.example.cn:099/", "http://a.example.cn:/", "http://a.example.cn:80:81/", "http://[::1]@b.example.cn/"),
    *("http://[::ffff:127.0.0.1]/", "http://[::1%25eth0]/", "http://1.2.3.4.5/", "http://0x7f.1/", "http://①.cn/"),
    *(
        "http://a_b.example.cn/",
        "http://-a.example.cn/",
        "http://a..example.cn/",
        "http://xn--a.example.cn/",
        "http://℀.cn/",
    ),
    *("http://a.example.cn;b.example.cn/", "http://a.example.cn,b.example.cn/", "http://a.example.cn&@b.example.cn/"),
)


@pytest.mark.parametrize("address", SAME_HOST)
def test_the_host_that_is_compared_is_the_one_that_is_asked(address: str) -> None:
    """S33: user@host, backslashes, tabs, full-width and look-alike letters."""
    measuring.trials(1)
    spider = Spider("own")
    offsite = StrictOffsite(get_crawler())
    offsite._crawler.spider = spider
    try:
        request = Request(address)
        asked = URI.fromBytes(request.url.encode("ascii")).host.decode("ascii").strip("[]").lower()
    except ValueError:
        return  # no request is made of it
    parts = urlparse_cached(request)
    spider.hosts = frozenset([parts.hostname])  # type: ignore[attr-defined]
    if "@" in parts.netloc or not parts.hostname:
        with pytest.raises(Offsite):
            offsite.process_request(request)
    else:
        offsite.process_request(request)
        assert (parts.hostname or "").lower() == asked
