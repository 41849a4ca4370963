"""Feeds of searches and of changes, as RFC 4287 wants them."""

import asyncio
import re
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from samples import at

from archive.web.addresses import origin_of
from archive.web.serving import desk

ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def _texts(feed: Element, name: str) -> list[str]:
    return [found.text or "" for found in feed.iter(ATOM + name)]


@pytest.mark.parametrize(
    "path",
    [
        "/feed.atom",
        "/feed.atom?q=招商",
        "/feed.atom?site=example_jkq&section=新闻中心",
        "/changes.atom",
        "/feed.atom?q=无",
    ],
)
def test_a_feed_is_valid(get: Any, path: str) -> None:
    response = get(path)
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = fromstring(response.content)
    ids = _texts(feed, "id")
    assert len(ids) == len(set(ids)) == 1 + len(feed.findall(f"{ATOM}entry"))
    assert all(_MOMENT.fullmatch(text) for name in ("updated", "published") for text in _texts(feed, name))
    (itself,) = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert itself.startswith("http://localhost/")  # type: ignore[union-attr]
    again = get(itself.removeprefix("http://localhost"))  # type: ignore[union-attr]
    assert fromstring(again.content).findtext(f"{ATOM}id") == ids[0]


def test_a_feed_has_the_newest_hits(get: Any) -> None:
    titles = [
        entry.findtext(f"{ATOM}title") for entry in fromstring(get("/feed.atom?q=光伏").content).iter(f"{ATOM}entry")
    ]
    assert titles == ["园区召开光伏项目推进会", "园区召开光伏产业园推进会"]


def test_a_feed_of_changes_says_what_happened(get: Any) -> None:
    entries = fromstring(get("/changes.atom").content).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "missing: 关于开展检查的通知",
        "edited: 园区召开光伏产业园推进会",
    ]
    only = fromstring(get("/changes.atom?kind=edited").content).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in only] == [entries[1].findtext(f"{ATOM}id")]


def test_links_lead_to_where_a_proxy_offers_the_desk(desk_file: str) -> None:
    served = desk(desk_file, now=lambda: at(120), public="https://desk.example.cn/")
    with asyncio.Runner() as runner:
        for host in ("desk.example.cn", "127.0.0.1:8001"):
            asked = {"host": host, "x-forwarded-proto": "http", "x-forwarded-host": "evil.example"}
            answer = runner.run(served.client.get("/feed.atom?q=光伏", headers=asked))
            assert b'href="https://desk.example.cn/feed.atom?q=' in answer.content
            table = runner.run(served.client.get("/archive/v_article", headers=asked))
            assert table.headers["link"].startswith("https://desk.example.cn/archive/v_article.json;")
        assert runner.run(served.client.get("/", headers={"host": "evil.example"})).status_code == 421
    served.get_database("archive").close()
    served.zonenews_desk.close()
    served.executor.shutdown()


@pytest.mark.parametrize(
    "url", ["desk.example.cn", "https://a/desk", "ftp://a", "https://u@a", "https://a?x", "https://"]
)
def test_a_public_address_that_cannot_be_served_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"write https?://"):
        origin_of(url)


def test_pages_name_their_feeds(get: Any) -> None:
    found = re.search(
        r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', get("/search?q=光伏").text
    )
    assert found
    assert get(found[1].replace("&amp;", "&")).status_code == 200
