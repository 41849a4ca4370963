"""A redirect makes an alias; an article is never kept twice, wherever its address leads."""

import pytest
from samples import HOST, Crawl, at, fetch, opened, page, reading, row, url_of

from archive import NotFound

ALIASES = "SELECT u.url, t.url AS target FROM url u JOIN url t ON t.id = u.alias_of ORDER BY u.url"
ARTICLES = """
SELECT u.url, a.state, v.number
FROM article a JOIN url u ON u.id = a.url_id JOIN revision v ON v.id = a.current_revision ORDER BY a.id
"""
A, B, C = (f"{HOST}/{name}.html" for name in "abc")
ALIAS = ("done", "alias", None)
DUE = at(60)


def redirected(*urls: str, minutes: float = 0, **values: object) -> object:
    *before, final = urls
    return fetch(urls[0], minutes, final_url=final, redirects=tuple(before), **values)


def follow(crawl: Crawl, *urls: str, minutes: float = 0, **values: object) -> str:
    return crawl.article(redirected(*urls, minutes=minutes, **values), due=DUE)  # type: ignore[arg-type]


def test_a_redirected_address_is_an_alias_of_the_last_one(crawl: Crawl) -> None:
    crawl.listed(row(1, url=A))
    assert follow(crawl, A, B, C) == "new"
    assert crawl.rows(ALIASES) == [(A, C), (B, C)]
    assert crawl.rows(ARTICLES) == [(C, "live", 1)]
    assert crawl.frontier() == {"a.html": ALIAS, "b.html": ALIAS, "c.html": ("done", None, "2026-11-23T09:00:00.000Z")}
    with opened(crawl.url) as archive:
        assert [archive.article(url)["url"] for url in (A, B, C)] == [C, C, C]
        assert archive.article(C)["sections"] == ["新闻中心"], "the list named the alias"
        assert len(list(archive.articles())) == 1


def test_a_redirect_to_an_archived_article_confirms_it(crawl: Crawl) -> None:
    crawl.article(fetch(C))
    assert follow(crawl, A, C, minutes=10) == "unchanged"
    assert crawl.rows(ARTICLES) == [(C, "live", 1)]


def test_a_redirect_to_a_pending_address_leaves_nothing_to_fetch(crawl: Crawl) -> None:
    crawl.listed(row(1, url=A), row(2, url=C))
    follow(crawl, A, C)
    with opened(crawl.url) as archive:
        assert archive.due(crawl.site, DUE) == archive.revisits(crawl.site, at(59), most=9) == []
        assert [due.url for due in archive.revisits(crawl.site, DUE, most=9)] == [C]


def test_an_article_that_moves_keeps_its_history(crawl: Crawl) -> None:
    crawl.article(fetch(A))
    assert follow(crawl, A, B, minutes=10) == "unchanged"
    assert crawl.rows(ARTICLES) == [(B, "live", 1)]
    edited = redirected(A, B, minutes=20, body=page(("新的一段。",)))
    assert crawl.article(edited, reading(("新的一段。",))) == "changed"  # type: ignore[arg-type]
    assert crawl.rows(ARTICLES) == [(B, "live", 2)]


def test_aliases_follow_an_article_that_moves_twice(crawl: Crawl) -> None:
    follow(crawl, A, B)
    assert follow(crawl, B, C, minutes=10) == "unchanged"
    assert crawl.rows(ALIASES) == [(A, C), (B, C)]
    assert crawl.rows(ARTICLES) == [(C, "live", 1)]
    with opened(crawl.url) as archive:
        assert archive.article(A)["url"] == C


def test_an_article_that_moves_back_is_no_alias_of_itself(crawl: Crawl) -> None:
    follow(crawl, A, B)
    assert follow(crawl, B, A, minutes=10) == "unchanged"
    assert crawl.rows(ALIASES) == [(B, A)]
    assert crawl.rows(ARTICLES) == [(A, "live", 1)]
    assert follow(crawl, A, minutes=20) == "unchanged"
    assert crawl.frontier()["a.html"][0:2] == ("done", None)


def test_an_alias_that_gives_a_page_again_stands_for_itself(crawl: Crawl) -> None:
    follow(crawl, A, B)
    assert follow(crawl, A, minutes=10) == "new"
    assert crawl.rows(ALIASES) == []
    assert crawl.rows(ARTICLES) == [(B, "live", 1), (A, "live", 1)]


def test_an_article_that_redirects_to_another_one_is_missing_and_kept(crawl: Crawl) -> None:
    crawl.article(fetch(A))
    crawl.article(fetch(B, body=page(("别的。",))), reading(("别的。",)))
    moved = redirected(A, B, minutes=10, body=page(("别的。",)))
    assert crawl.article(moved, reading(("别的。",))) == "unchanged"  # type: ignore[arg-type]
    assert crawl.rows(ARTICLES) == [(A, "missing", 1), (B, "live", 1)]
    assert crawl.rows("SELECT kind, detail FROM article_event") == [("missing", f'{{"redirects_to":"{B}"}}')]


def test_a_redirect_to_another_spelling_is_no_alias(crawl: Crawl) -> None:
    assert follow(crawl, url_of(1), url_of(1).replace("http:", "https:") + "?spm=1") == "new"
    assert crawl.rows(ALIASES) == []
    assert crawl.rows(ARTICLES) == [(url_of(1).replace("http:", "https:") + "?spm=1", "live", 1)]


def test_not_modified_behind_a_redirect_confirms_the_article(crawl: Crawl) -> None:
    crawl.article(fetch(C))
    same = redirected(A, C, minutes=10, status=304, outcome="not_modified", body=None)
    crawl.writer.record_not_modified(crawl.run, crawl.site, same, due=DUE)  # type: ignore[arg-type]
    assert crawl.rows(ALIASES) == [(A, C)]
    assert crawl.rows("SELECT last_seen FROM article") == [("2026-11-23T08:10:00.000Z",)]


def test_a_redirect_to_nothing_is_a_miss_of_the_address_that_was_asked(crawl: Crawl) -> None:
    crawl.article(fetch(A))
    crawl.miss(A, "missing", 10, final_url=f"{HOST}/404.html", redirects=(A,), status=200, body=b"<html>")
    assert crawl.rows(ARTICLES) == [(A, "missing", 1)]
    assert crawl.frontier()["a.html"][0] == "missing"
    assert crawl.rows(ALIASES) == []
    with opened(crawl.url) as archive, pytest.raises(NotFound, match="never met"):
        archive.article(f"{HOST}/404.html")
