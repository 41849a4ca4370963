"""What pages ask for passes through the crawl: its rules hold for each part, and say so where one fails."""

import pytest
from crawling import Crawl
from loopback import Host, Loopback, answer, redirect

from tests.browser.drawn_sites import MODULE, TITLE, article, asks, draws, rows, shell

SITE = {**MODULE, "ADDRESSES_ALLOWED": "127.0.0.10/32", "RETRY_TIMES": "1", "RETRY_BACKOFF": "0"}
TOLD = (
    'document.getElementById("app").innerHTML = '
    + repr(article(text="浏览器说的话"))
    + '.replace("浏览器说的话", navigator.userAgent + "，" + navigator.webdriver + "，" + document.cookie + '
    '"，" + new Date(0).getHours() + "点钟，各部门做好服务保障工作，力争早日投产达效");'
    'document.cookie = "seen=by-script; path=/";'
)
PAGES = {
    "forbidden": shell(asks("/svc/forbidden")),
    "offsite": shell(asks("http://127.0.0.97/part")),
    "private": shell(asks("http://127.0.0.98/part")),
    "busy": shell(asks("/svc/busy")),
    "tracked": shell(draws(article()) + 'fetch("http://127.0.0.97/track");'),
    "told": shell(TOLD),
    "told_again": shell(TOLD),
    "gbk": shell(draws(article())).replace(b"utf-8", b"gbk").decode().encode("gbk"),
    "challenged": shell("document.cookie = 'wzwschallenge=1'; location.reload();"),
    "later": shell(f"setTimeout(function () {{ {asks('/svc/text')} }}, 3000);"),
    "half": shell(draws("<p>只有一句话</p>")),
}


@pytest.fixture
def host(loopback: Loopback) -> Host:
    """A site whose list is plain, and whose articles are drawn."""
    host = loopback.host({})
    paths = [f"/a/{name}.html" for name in (*PAGES, "missing", "moved")]
    host.answers |= {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /svc/forbidden\n", kind="text/plain"),
        "/list/": answer(f"<html><body>{rows(*paths)}</body></html>".encode()),
        "/svc/busy": answer(b"", "503 Service Unavailable"),
        "/svc/text": answer(article().encode()),
        "/a/moved.html": redirect("/b/here.html"),
        "/b/here.html": answer(shell(asks("part"))),
        "/b/part": answer(article().encode()),
        **{f"/a/{name}.html": answer(body, Set_Cookie="seen=by-server; Path=/") for name, body in PAGES.items()},
    }
    gbk = PAGES["gbk"]
    host.answers["/a/gbk.html"] = answer(gbk, kind="text/html")
    return host


@pytest.mark.slow
def test_every_rule_holds_for_what_pages_ask_for(host: Host, crawl: Crawl) -> None:
    ended = crawl("plain_lists", host.url("/list/"), **SITE)
    assert ended.code == 3
    query = (
        "SELECT url.url, state, coalesce(reason, '') FROM frontier JOIN url ON url.id = url_id WHERE kind = 'article'"
    )
    ends = {
        url.rpartition("/")[2].removesuffix(".html"): (state, reason) for url, state, reason in crawl._change(query)
    }
    part = "what its script asks for, "
    assert ends["forbidden"] == (
        "robots",
        f"{part}{host.url('/svc/forbidden')}, failed: robots.txt forbids {host.url('/svc/forbidden')}",
    )
    assert ends["offsite"] == (
        "failed",
        f"{part}http://127.0.0.97/part, failed: 127.0.0.97 is not one of this site's hosts",
    )
    assert ends["private"][0] == "failed"
    assert "127.0.0.98 is not a public address; to crawl it, set ADDRESSES_ALLOWED" in ends["private"][1]
    assert ends["busy"] == ("failed", f"{part}{host.url('/svc/busy')}, failed: status 503")
    assert ends["missing"][0] == "missing"
    assert ends["challenged"][0] == "blocked"
    assert ends["half"][0] == "unread"
    read = {row["url"].rpartition("/")[2].removesuffix(".html"): row for row in crawl.rows()}
    assert set(read) == {"tracked", "told", "told_again", "gbk", "later", "here"}
    assert {row["title"] for row in read.values()} == {TITLE}
    assert {ends[name][0] for name in read if name != "here"} == {"done"}
    asked = [seen.path for seen in host.seen]
    assert "/svc/forbidden" not in asked
    assert asked.count("/svc/busy") == 2
    assert asked.count("/a/challenged.html") == 1
    assert "/favicon.ico" not in asked
    for name in ("told", "told_again"):  # who it is, that it is a machine, no cookies, and Beijing's time
        assert read[name]["paragraphs"][0].startswith("zonenews/0.1.0，true，，8点钟")


@pytest.mark.slow
def test_no_request_carries_a_cookie_or_a_browsers_name(host: Host, crawl: Crawl) -> None:
    host.answers["/list/"] = answer(f"<html><body>{rows('/a/told.html', '/a/later.html')}</body></html>".encode())
    assert crawl("plain_lists", host.url("/list/"), **SITE).code == 0
    assert [seen.path for seen in host.seen][-1] == "/svc/text"
    for seen in host.seen:
        names = {name.lower() for name in seen.headers}
        assert seen.headers["User-Agent"] == "zonenews/0.1.0"
        assert not {name for name in names if name.startswith("sec-")}
        assert "cookie" not in names
    assert host.seen[-1].headers["Referer"] == host.url("/a/later.html")


@pytest.mark.slow
def test_a_list_whose_rows_may_not_be_asked_for_says_so(host: Host, crawl: Crawl) -> None:
    host.answers["/list/"] = answer(shell(asks("/svc/forbidden")))
    ended = crawl("drawn_site", host.url("/list/"), **SITE)
    assert ended.code == 6
    assert f"robots.txt forbids {host.url('/svc/forbidden')}" in ended.reason
    assert [seen.path for seen in host.seen] == ["/robots.txt", "/list/"]


def test_without_a_browser_a_crawl_is_refused_and_says_what_to_install(host: Host, crawl: Crawl) -> None:
    ended = crawl("drawn_site", host.url("/list/"), **SITE, BROWSER="/nowhere/chromium")
    assert ended.code == 10
    assert ended.reason == (
        "zonenews: Profile.drawn of drawn_site needs a browser, and /nowhere/chromium is none; "
        "install Chromium (apt-get install chromium), or set ZONENEWS_BROWSER to the path of one"
    )
    assert host.seen == []
