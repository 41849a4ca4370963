"""What can happen to a served list: rows slip in, are pinned, move with each request."""

import re
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from zonenews.demo import NEWS_PATH, ReplicaClient

fetch = build_opener(ProxyHandler({})).open


def rows(client: ReplicaClient, page: str = "") -> list[str]:
    """The names of the articles that a list page shows, in its order."""
    with fetch(client.url + NEWS_PATH + page) as response:
        return re.findall(r"(t\d{8}_\d+)\.html", response.read().decode())


def name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].removesuffix(".html")


def test_a_row_slips_in_where_its_day_does_not_put_it(served: ReplicaClient) -> None:
    before = rows(served, "index_1.html")
    late = name(served.slip_in(NEWS_PATH, 25))
    assert late not in before
    assert late in rows(served, "index_1.html")


def test_a_pinned_article_stands_on_top_of_every_page_and_nowhere_else(served: ReplicaClient) -> None:
    pinned = name(served.pin(NEWS_PATH))
    pages = [rows(served), rows(served, "index_1.html"), rows(served, "index_2.html")]
    assert [page.index(pinned) for page in pages] == [0, 0, 0]
    assert [page.count(pinned) for page in pages] == [1, 1, 1]


def test_rows_move_by_one_with_each_request_until_they_are_told_to_stay(served: ReplicaClient) -> None:
    first = rows(served)
    served.move(NEWS_PATH, 1)
    seen = [rows(served) for _ in range(3)]
    served.move(NEWS_PATH, 0)
    assert seen[0] == first
    assert len(set(seen[2]) - set(first)) == 2
    assert rows(served) == rows(served)
