"""The replica's gallery, a section in each family's manner: each list page is a list, each article page an article."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from listpages import plain

from zonenews.demo.answer import Answer, Call, form_values
from zonenews.demo.gallery import ROOMS, Room, gallery
from zonenews.demo.replica import Replica
from zonenews.extraction import Listing, NotAnArticle, extract_article, extract_listing
from zonenews.extraction.results import Post

MOST_PAGES = 12


@pytest.fixture(scope="module")
def site() -> Replica:
    """The gallery, which no test changes."""
    return gallery(date(2026, 11, 20))


def get(site: Replica, url: str, post: Post | None = None) -> Answer:
    """What the site answers to a request."""
    parts = urlsplit(url)
    form = form_values(post.body) if post else {}
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return site.answer(Call(parts.path, query, form, "POST" if post else "GET", site.base))


def list_pages(site: Replica, room: Room) -> Iterator[tuple[str, Answer, Listing]]:
    """The section's list pages as a walk finds them, with their addresses."""
    url: str | None = site.base + room.first_path
    listing: Listing | None = None
    for _ in range(MOST_PAGES):
        if url is None:
            return
        answer = get(site, url, listing.post if listing else None)
        if answer.status != 200:
            return
        listing = plain(extract_listing(answer.body, url, cursor=listing.cursor if listing else None))
        yield url, answer, listing
        url = listing.next


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.family)
def test_no_list_page_is_an_article(site: Replica, room: Room) -> None:
    found = list(list_pages(site, room))
    assert found
    for url, answer, listing in found:
        with pytest.raises(NotAnArticle) as caught:
            extract_article(answer.body, url)
        if listing.links and answer.content_type.startswith("text/html"):
            assert caught.value.kind == "list"
        elif listing.links:
            assert caught.value.kind in ("list", "not_html")


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.family)
def test_no_article_page_is_a_list(site: Replica, room: Room) -> None:
    articles = [article for article in site.articles.values() if article.section == room.path]
    for article in articles[::4]:
        url = site.url(article.path)
        assert extract_article(get(site, url).body, url).title == article.title
