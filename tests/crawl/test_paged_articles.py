"""An article that its site spreads over several pages is archived whole, with the bytes of each page."""

import pytest
from crawling import Crawl
from pages import host_of_pages

from archive import Archive
from archive.sqlite import library

TITLE = "经开区新一批产业项目集中开工"
ROBOTS = b"User-agent: *\nAllow: /\n"
LIST = f'<html><body><h2>园区要闻</h2><ul><li><a href="/xw/a1.html">{TITLE}</a><span>2026-11-02</span></li></ul>'


def sentence(number: int) -> str:
    """A paragraph of its own for each page."""
    return f"第{number}部分：开工仪式上，各项目单位介绍了建设内容、投资规模和进度安排，园区表示将做好服务保障。"


def pages(*, next_alone: bool = False) -> dict[str, bytes]:
    """A site with one article of three pages; each names all of them, or the next one alone."""
    names = [(1, ""), (2, "_2"), (3, "_3")]
    pager = "".join(f'<a href="a1{suffix}.html">{number}</a> ' for number, suffix in names)
    found = {"/robots.txt": ROBOTS, "/xw/index.html": LIST.encode()}
    for number, suffix in names:
        if next_alone:
            pager = f'<a href="a1_{number + 1}.html">下一页</a>' if number < len(names) else "下一页"
        body = f"<p>{sentence(number)}</p><p>{sentence(number * 10)}</p>"
        found[f"/xw/a1{suffix}.html"] = (
            f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
            f"<p>来源：本站 发布时间：2026-11-02 10:20</p>"
            f'<div class="TRS_Editor">{body}<p>{pager}</p></div></body></html>'
        ).encode()
    return found


def paragraphs(*numbers: int) -> list[str]:
    """What these pages hold, joined."""
    return [text for number in numbers for text in (sentence(number), sentence(number * 10))]


def captures(crawl: Crawl) -> list[tuple[int, str]]:
    """The further pages that are kept: their place and the address they came from."""
    connection = library().connect(str(crawl.archive))
    found = connection.execute(
        'SELECT p.position, f.final_url FROM revision_page p JOIN "fetch" f ON f.id = p."fetch" ORDER BY p.position'
    ).fetchall()
    connection.close()
    return [(position, url.rpartition("/")[2]) for position, url in found]


def test_all_pages_make_one_article(crawl: Crawl) -> None:
    with host_of_pages(pages()) as host:
        assert crawl("zone", f"{host}/xw/index.html").code == 0
        (row,) = crawl.rows()
        assert (row["title"], row["paragraphs"]) == (TITLE, paragraphs(1, 2, 3))
        assert captures(crawl) == [(2, "a1_2.html"), (3, "a1_3.html")]
        with Archive(str(crawl.archive)) as archive:
            assert archive.article(f"{host}/xw/a1_3.html")["url"] == row["url"], "a page's address leads to its article"


def test_pages_that_name_the_next_one_alone_are_all_found(crawl: Crawl) -> None:
    with host_of_pages(pages(next_alone=True)) as host:
        assert crawl("zone", f"{host}/xw/index.html").code == 0
        (row,) = crawl.rows()
        assert row["paragraphs"] == paragraphs(1, 2, 3)
        assert captures(crawl) == [(2, "a1_2.html"), (3, "a1_3.html")]


@pytest.mark.slow
def test_an_edit_on_a_further_page_is_an_edit_and_none_is_none(crawl: Crawl) -> None:
    site, due = pages(), {"REVISIT_FIRST_DAYS": "0.000001", "REVISIT_LAST_DAYS": "0.00001"}
    with host_of_pages(site) as host:
        crawl("zone", f"{host}/xw/index.html", **due)
        crawl("zone", f"{host}/xw/index.html", **due)
        assert crawl.rows()[0]["revision"] == 1
        site["/xw/a1_2.html"] = site["/xw/a1_2.html"].replace(sentence(2).encode(), sentence(4).encode())
        crawl("zone", f"{host}/xw/index.html", **due)
    (row,) = crawl.rows()
    assert row["revision"] == 2
    assert row["paragraphs"] == [*paragraphs(1), sentence(4), sentence(20), *paragraphs(3)]


@pytest.mark.slow
def test_where_a_page_is_gone_the_article_ends_and_says_so(crawl: Crawl) -> None:
    site = pages()
    del site["/xw/a1_3.html"]
    with host_of_pages(site) as host:
        assert crawl("zone", f"{host}/xw/index.html").code == 0
    (row,) = crawl.rows()
    assert row["paragraphs"] == paragraphs(1, 2)
    connection = library().connect(str(crawl.archive))
    assert connection.execute("SELECT flags FROM v_article").fetchall() == [('["pages_missing"]',)]
    connection.close()


def test_where_a_page_fails_the_article_waits_for_the_next_run(crawl: Crawl) -> None:
    with host_of_pages(pages(), failing={"/xw/a1_2.html"}) as host:
        crawl("zone", f"{host}/xw/index.html", RETRY_TIMES="0")
    assert crawl.rows() == []
    (miss,) = crawl.last_run()["misses"]
    assert "its further page" in miss["error"]
    assert "status 503" in miss["error"]
    connection = library().connect(str(crawl.archive))
    kept = (
        "SELECT count(*) FROM capture c JOIN \"fetch\" f ON f.body_digest = c.digest WHERE f.final_url LIKE '%/a1.html'"
    )
    assert connection.execute(kept).fetchone() == (1,), "the bytes of the page that came are kept"
    connection.close()
