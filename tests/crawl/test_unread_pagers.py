"""A pager that is not understood ends the run as partial; a section of one page is complete."""

import pytest
from crawling import Crawl
from pages import host_of_pages

TITLES = [f"园区第{number}批重点项目集中签约仪式举行" for number in range(12)]
ROBOTS = b"User-agent: *\nAllow: /\n"


def list_page(numbers: range, pager: str) -> bytes:
    """A list page with some of the articles, and what it says about further pages."""
    lines = (f'<li><a href="/xwzx/t{n}.html">{TITLES[n]}</a><span>2026-11-{n + 1:02}</span></li>' for n in numbers)
    return f"<html><body><h2>园区要闻</h2><ul>{''.join(lines)}</ul>{pager}</body></html>".encode()


def site(**lists: bytes) -> dict[str, bytes]:
    """The pages of a site: robots.txt, all articles, and these list files."""
    pages = {"/robots.txt": ROBOTS} | {f"/xwzx/{name}.html": body for name, body in lists.items()}
    for number, title in enumerate(TITLES):
        text = f"{title}，会议部署了招商、用地与用能保障等工作。" * 6
        pages[f"/xwzx/t{number}.html"] = f"<html><body><h1>{title}</h1><p>{text}</p></body></html>".encode()
    return pages


@pytest.mark.slow
def test_a_guessed_page_two_that_is_not_there_is_no_end(crawl: Crawl) -> None:
    with host_of_pages(site(index=list_page(range(6), "<div>共 12 页 共 231 条</div>"))) as host:
        ended = crawl("zone", f"{host}/xwzx/index.html")
    run = crawl.last_run()
    assert (ended.code, run["state"], run["exit_code"]) == (3, "partial", 3)
    assert "paging not understood" in ended.reason
    assert "the address of page 2 was a guess; page 2 is not there" in ended.reason
    assert [(found["stop_reason"], found["pages"]) for found in run["sections"]] == [("error", 1)]
    assert len(crawl.rows()) == 6, "what page 1 lists is archived all the same"


@pytest.mark.slow
def test_it_is_walked_whole_again_until_somebody_says_how(crawl: Crawl) -> None:
    pages = site(index=list_page(range(6), "<div>共 2 页 共 12 条</div>"))
    with host_of_pages(pages) as host:
        assert crawl("zone", f"{host}/xwzx/index.html").code == 3
        pages["/xwzx/index_1.html"] = list_page(range(6, 12), "<div>共 2 页 共 12 条</div>")
        ended = crawl("zone", f"{host}/xwzx/index.html")
    assert (ended.code, len(crawl.rows())) == (0, 12)
    assert crawl.last_run()["sections"][0]["stop_reason"] == "last_page"


def test_a_next_button_that_no_rule_reads_is_no_end(crawl: Crawl) -> None:
    button = '<a href="javascript:turn(this)">下一页</a>'
    with host_of_pages(site(index=list_page(range(6), button))) as host:
        ended = crawl("zone", f"{host}/xwzx/index.html")
    assert ended.code == 3
    assert "the next button runs a script that no rule reads" in ended.reason


def test_a_section_of_one_page_is_complete(crawl: Crawl) -> None:
    pagers = {"a": "", "b": "<div>共 1 页 共 6 条</div>", "c": '共 6 条 <a href="javascript:turn(this)">下一页</a>'}
    with host_of_pages(site(**{name: list_page(range(6), pager) for name, pager in pagers.items()})) as host:
        ended = crawl("zone", " ".join(f"{host}/xwzx/{name}.html" for name in pagers))
    assert ended.code == 0
    assert [found["stop_reason"] for found in crawl.last_run()["sections"]] == ["last_page"] * 3
