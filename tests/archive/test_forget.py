"""An article that is forgotten is gone from every byte of the file, and does not come back."""

from pathlib import Path

import pytest
from samples import LIST, SITE, Crawl, at, fetch, opened, page, reading, row, url_of

from archive import Forgotten, NotFound
from archive.forgetting import Erased

SECRET = ("王某某身份证号码尾号四四五六七八。", "刘某某住在幸福路三百二十一号。")
TITLE = "关于王某某等人的公示"
ON_SQLITE = pytest.mark.parametrize("archive_url", ["sqlite"], indirect=True)


@pytest.fixture
def known(crawl: Crawl) -> Crawl:
    """Two articles; the first has two revisions, a second page, an attachment and an address that leads to it."""
    crawl.listed(row(1, title=TITLE), row(2))
    crawl.article(fetch(url_of(2), body=page(("别的。",))), reading(("别的。",)))
    said = reading(SECRET, title=TITLE, attachments=({"url": url_of(7), "name": "名单.xlsx"},))
    start = "http://www.example.cn/go/1"
    crawl.article(fetch(start, final_url=url_of(1), redirects=(start,), body=page(SECRET)), said)
    further = [fetch(f"{url_of(1)}?page=2", 10, body=page(SECRET, "second"))]
    edited = reading((*SECRET, "又及。"), title=TITLE)
    crawl.writer.record_article(
        crawl.run, SITE, fetch(url_of(1), 10, body=page((*SECRET, "又及。"))), edited,
        due=None, reread=lambda pages: None, further=further,
    )  # fmt: skip
    return crawl


def test_it_is_erased_and_what_was_erased_is_said(known: Crawl) -> None:
    erased = known.writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    assert erased == Erased(addresses=3, revisions=2, readings=2, captures=3, fetches=3, lists=1)
    with opened(known.url) as archive:
        assert [article["url"] for article in archive.articles()] == [url_of(2)]
        assert list(archive.problems()) == []
        with pytest.raises(Forgotten, match="was erased by request"):
            archive.article(url_of(1))
    assert known.rows("SELECT reason FROM forgotten") == [("个人信息",)] * 3


@ON_SQLITE
def test_no_word_of_it_is_left_in_the_file(known: Crawl) -> None:
    file = Path(known.url)
    words = [SECRET[0].encode(), SECRET[1].encode(), "名单.xlsx".encode(), url_of(1).encode()]
    known.writer.index_search()
    assert any(word in file.read_bytes() + file.with_name("zonenews.db-wal").read_bytes() for word in words)
    known.writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    left = file.read_bytes() + file.with_name("zonenews.db-wal").read_bytes()
    assert [word for word in words if word in left] == []
    assert "王某".encode() not in left


def test_it_is_not_listed_nor_archived_again(known: Crawl) -> None:
    known.writer.forget(f"{url_of(1)}?utm_source=x", at(20), reason="个人信息", by="管理员")
    known.next_run(30)
    assert known.listed(row(1, title=TITLE), row(2), row(3), minutes=31)[0] == 1, "only the third row is new"
    with pytest.raises(Forgotten):
        known.article(fetch(url_of(1), 40, body=page(SECRET)), reading(SECRET))
    with pytest.raises(Forgotten):
        known.article(fetch(url_of(4), 40, final_url=url_of(1), redirects=(url_of(4),)), reading(SECRET))
    with opened(known.url) as archive:
        assert [due.url for due in archive.due(SITE, at(60))] == [url_of(3)]
    assert TITLE not in str(known.rows("SELECT url, key FROM url") + known.rows("SELECT listed_title FROM frontier"))


def test_bytes_that_another_page_shares_stay(known: Crawl) -> None:
    known.article(fetch(url_of(5), 15, body=page(SECRET)), reading(SECRET))
    erased = known.writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    assert erased.captures == 2
    with opened(known.url) as archive:
        assert archive.capture(archive.article(url_of(5))["capture"]) == page(SECRET)


def test_what_another_address_led_to_is_erased_with_it(crawl: Crawl) -> None:
    """A page that a redirect led to, and that could not be read then, is kept with the address that was asked for."""
    crawl.listed(row(4))
    came = {"final_url": url_of(1), "redirects": (url_of(4),), "status": 200, "outcome": "unread"}
    crawl.miss(url_of(4), "unread", 1, body=page(SECRET, "half"), **came)
    crawl.article(fetch(f"{url_of(1)}?utm_source=x", 2, body=page(SECRET)), reading(SECRET))
    erased = crawl.writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    assert (erased.captures, erased.fetches) == (2, 2)
    assert url_of(1) not in str(crawl.rows('SELECT final_url FROM "fetch"'))
    with opened(crawl.url) as archive:
        assert [kept.url for kept in archive.captures()] == [LIST]


@pytest.mark.parametrize("gone", [1, 2], ids=["the address", "where it led"])
def test_an_address_that_led_elsewhere_for_a_while_leaves_nothing_there(crawl: Crawl, gone: int) -> None:
    crawl.listed(row(1, title=TITLE), row(2))
    crawl.article(fetch(url_of(1), 1, body=page(SECRET)), reading(SECRET))
    away = fetch(url_of(1), 2, final_url=url_of(2), redirects=(url_of(1),), body=page(("维护中。",)))
    crawl.article(away, reading(("维护中。",)), due=at(9000))
    crawl.article(fetch(url_of(1), 3, body=page(SECRET)), reading(SECRET))
    erased = crawl.writer.forget(url_of(gone), at(20), reason="个人信息", by="管理员")
    assert erased.revisions == (3 if gone == 1 else 2)
    with opened(crawl.url) as archive:
        assert [article["url"] for article in archive.articles()] == ([] if gone == 1 else [url_of(1)])
        assert list(archive.problems()) == []
        assert [due.url for due in archive.revisits(SITE, at(30), most=9)] == ([url_of(2)] if gone == 1 else [])
    if gone == 1:  # the other address is not forgotten: what it says by itself is archived
        assert crawl.article(fetch(url_of(2), 30, body=page(("维护中。",))), reading(("维护中。",))) == "new"


def test_the_event_of_an_article_that_led_there_does_not_name_it(crawl: Crawl) -> None:
    crawl.article(fetch(url_of(1), 1, body=page(SECRET)), reading(SECRET))
    crawl.article(fetch(url_of(2), 1), reading())
    crawl.article(fetch(url_of(2), 2, final_url=url_of(1), redirects=(url_of(2),), body=page(SECRET)), reading(SECRET))
    crawl.article(fetch(url_of(2), 3), reading())
    crawl.writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    with opened(crawl.url) as archive:
        events = archive.events(url_of(2))
    assert [(event["kind"], event["detail"]) for event in events] == [("missing", {}), ("back", {})]


def test_an_unknown_address_cannot_be_forgotten(crawl: Crawl) -> None:
    with pytest.raises(NotFound, match="was never met"):
        crawl.writer.forget(LIST + "none.html", at(), reason="x", by="y")
