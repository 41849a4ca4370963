"""What can be changed about a served replica, and how it answers over HTTP."""

import gzip
import http.client
import json
import time
from datetime import date
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from zonenews.demo import NEWS_PATH, NOTICES_PATH, Replica, ReplicaClient, zone_site
from zonenews.demo.answer import Call
from zonenews.demo.truth import truth_lines

TODAY = date(2025, 10, 20)

fetch = build_opener(ProxyHandler({})).open


def articles(client: ReplicaClient) -> dict[str, dict[str, object]]:
    return {line["url"]: line for line in client.truth() if line["kind"] == "article"}


def text(url: str) -> str:
    with fetch(url) as response:
        body: bytes = response.read()
    return body.decode("gb18030" if NOTICES_PATH in url else "utf-8")


def test_published_news_stand_first_and_shift_every_row(served: ReplicaClient) -> None:
    before = articles(served)
    urls = served.publish(3)
    after = articles(served)
    assert list(after)[len(before) :] == urls
    assert {url: after[url] for url in before} == before
    places = [text(served.url + NEWS_PATH).index(urlsplit(url).path.removeprefix(NEWS_PATH)) for url in urls]
    assert places == sorted(places, reverse=True)
    assert min(str(after[url]["published"]) for url in urls) > max(str(line["published"]) for line in before.values())
    assert served.publish(1) != urls[-1:]


def test_late_news_stand_where_their_day_puts_them(served: ReplicaClient) -> None:
    (url,) = served.publish(1, NEWS_PATH, days_back=200)
    path = urlsplit(url).path.removeprefix(NEWS_PATH)
    assert path not in text(served.url + NEWS_PATH)
    assert path in text(served.url + NEWS_PATH + "index_1.html")
    assert text(url)


def test_the_second_section_gets_news_too(served: ReplicaClient) -> None:
    (url,) = served.publish(1, NOTICES_PATH)
    assert urlsplit(url).path in text(f"{served.url}{NOTICES_PATH}list.shtml")
    assert articles(served)[url]["published_precision"] == "day"


def test_an_edit_changes_the_page_and_the_truth_alike(served: ReplicaClient) -> None:
    url = list(articles(served))[10]
    before, page = articles(served)[url], text(url)
    assert served.edit(url) == url
    after = articles(served)[url]
    assert {field for field in after if after[field] != before[field]} == {"paragraphs"}
    assert text(url) != page
    served.edit(url)
    assert articles(served)[url] != after


def test_a_removed_article_is_a_404_and_in_no_list(served: ReplicaClient) -> None:
    url = served.remove()
    with pytest.raises(HTTPError, match="404"):
        fetch(url)
    assert url not in articles(served)
    assert [line["expected"] for line in served.truth() if line["url"] == url] == ["gone"]
    assert urlsplit(url).path.removeprefix(NEWS_PATH) not in text(served.url + NEWS_PATH).split("侧栏")[0]


@pytest.mark.parametrize("what", ["article", "list"])
def test_what_the_client_has_is_answered_with_304(served: ReplicaClient, what: str) -> None:
    url = next(iter(articles(served))) if what == "article" else served.url + NEWS_PATH
    with fetch(url) as response:
        tag, modified = response.headers["ETag"], response.headers["Last-Modified"]
    for header in ({"If-None-Match": tag}, {"If-Modified-Since": modified}):
        with pytest.raises(HTTPError, match="304") as caught:
            fetch(Request(url, headers=header))
        assert caught.value.read() == b""
    served.edit(url) if what == "article" else served.publish()
    for header in ({"If-None-Match": tag}, {"If-Modified-Since": modified}):
        with fetch(Request(url, headers=header)) as response:
            assert (response.status, response.headers["ETag"] != tag) == (200, True)


def test_pages_are_gzipped_only_where_asked_for(served: ReplicaClient) -> None:
    url = next(iter(articles(served)))
    with fetch(Request(url, headers={"Accept-Encoding": "gzip"})) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.read()).decode() == text(url)
    with fetch(url) as response:
        assert response.headers["Content-Encoding"] is None


def test_the_charset_is_in_the_header_of_one_section_only(served: ReplicaClient) -> None:
    with fetch(served.url + NEWS_PATH) as response:
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    with fetch(f"{served.url}{NOTICES_PATH}list.shtml") as response:
        assert response.headers["Content-Type"] == "text/html"


def test_the_log_tells_every_request_and_no_control(served: ReplicaClient) -> None:
    fetch(Request(served.url + NEWS_PATH, headers={"User-Agent": "test"})).close()
    served.truth()
    assert [(line["path"], line["status"], line["agent"]) for line in served.log()] == [(NEWS_PATH, 200, "test")]
    served.reset_log()
    assert served.log() == []


def test_a_path_fails_as_often_as_ordered(served: ReplicaClient) -> None:
    served.fail(NEWS_PATH, status=503, times=2, retry_after="7")
    for _ in range(2):
        with pytest.raises(HTTPError, match="503") as caught:
            fetch(served.url + NEWS_PATH)
        assert caught.value.headers["Retry-After"] == "7"
        caught.value.close()
    assert text(served.url + NEWS_PATH)
    assert [line["status"] for line in served.log()] == [503, 503, 200]


def test_a_site_that_is_down_closes_every_connection_until_it_is_up_again(served: ReplicaClient) -> None:
    served.down()
    with pytest.raises(http.client.RemoteDisconnected):
        fetch(served.url + NEWS_PATH)
    served.heal()
    assert text(served.url + NEWS_PATH)
    assert [line["status"] for line in served.log()] == [0, 200]


def test_answers_can_be_late(served: ReplicaClient) -> None:
    served.delay(120)
    began = time.monotonic()
    text(served.url + NEWS_PATH)
    assert time.monotonic() - began >= 0.12


@pytest.mark.parametrize(
    ("method", "action", "order", "status"),
    [("POST", "dance", {}, 404), ("POST", "edit", {"url": "/no.html"}, 400), ("POST", "publish", {"many": 2}, 400)],
)
def test_an_order_that_cannot_be_carried_out_is_refused(
    served: ReplicaClient, method: str, action: str, order: dict[str, object], status: int
) -> None:
    request = Request(f"{served.url}/_replica/{action}", json.dumps(order).encode(), method=method)
    with pytest.raises(HTTPError, match=str(status)) as caught:
        fetch(request)
    assert "error" in json.loads(caught.value.read())


def test_the_same_changes_make_the_same_site(small: Replica) -> None:
    other = zone_site(TODAY, articles=70, notices=20)
    for site in (small, other):
        for section in (NEWS_PATH, NOTICES_PATH):
            site.publish(2, section)
        site.edit(site.newest(NEWS_PATH).path)
        site.remove(site.newest(NOTICES_PATH).path)
    assert list(truth_lines(small)) == list(truth_lines(other))
    assert small.answer(Call(NEWS_PATH)).body == other.answer(Call(NEWS_PATH)).body
