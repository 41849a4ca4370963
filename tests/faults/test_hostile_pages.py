"""Pages and answers that a hostile site may send: entities, cookies and referrers, floods (S9, S26, S32)."""

from pathlib import Path

import measuring
import pytest
from crawling import Crawl
from invariants import assert_whole
from loopback import Loopback, answer, redirect
from small_sites import MODULES, ONE, Site, article, rows, serve, states, title, write_site_file

from zonenews.walks.walk import MOST_ROWS

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
