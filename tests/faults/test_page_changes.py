"""What changes on a page without meaning anything, and what does: counters, edits, removals, returns (F38, F39)."""

from collections.abc import Iterator, MutableMapping
from itertools import count

import pytest
from crawling import Crawl
from invariants import assert_whole
from pages import host_of_pages
from samples import opened

ARTICLES = 50
NOISE = count(1)
SOON = {"REVISIT_FIRST_DAYS": "0", "REVISIT_LAST_DAYS": "0.0000001"}
REMOVED = "<html><head><title>提示</title></head><body><p>对不起，您访问的文章已删除。</p></body></html>".encode()


class NoisyPages(dict[str, bytes]):
    """Pages whose counters, tokens and advertisements are others each time somebody asks."""

    def get(self, path: str, default: bytes | None = None) -> bytes | None:  # type: ignore[override]
        body = super().get(path, default)
        return body and body.replace(b"NOISE", str(next(NOISE)).encode())


def article(number: int, said: str = "项目落地。") -> bytes:
    """An article page, of a synthetic zone."""
    text = f"第{number}个项目在园区开工建设，总投资二十亿元，各部门做好服务保障工作，{said}"
    return (
        f"<html><head><title>第{number}个项目开工</title><meta name='csrf-token' content='NOISE'></head><body>"
        f"<h1>第{number}个项目开工</h1><div>发布时间：2026-10-{number % 28 + 1:02} 来源：云麓日报 浏览次数：NOISE</div>"
        f"<div class='content'><p>{text}</p><p>{text[::-1]}</p></div>"
        f"<div class='ad'><a href='/ad/NOISE.html'>广告 NOISE</a></div></body></html>"
    ).encode()


@pytest.fixture
def pages() -> Iterator[tuple[str, MutableMapping[str, bytes]]]:
    """The address of a list page, and what its host serves."""
    rows = "".join(
        f"<li><a href='/a/{number}.html'>第{number}个项目开工</a><span>2026-10-{number % 28 + 1:02}</span></li>"
        for number in range(ARTICLES)
    )
    bodies = NoisyPages({"/robots.txt": b"User-agent: *\nAllow: /\n", "/list/": f"<ul>{rows}</ul>".encode()})
    bodies |= {f"/a/{number}.html": article(number) for number in range(ARTICLES)}
    with host_of_pages(bodies) as host:
        yield f"{host}/list/", bodies


@pytest.mark.slow
def test_noise_is_no_edit(crawl: Crawl, pages: tuple[str, MutableMapping[str, bytes]]) -> None:
    url, _ = pages
    for _ in range(3):  # a hundred pages that were there before, each with other noise
        ended = crawl("zone", url, **SOON)
    assert ended.reason == f"zonenews: 0 new articles, 0 changed, {ARTICLES} unchanged"
    host = url.removesuffix("/list/")
    assert_whole(str(crawl.archive), truth=[f"{host}/a/{number}.html" for number in range(ARTICLES)])
    assert {row["revision"] for row in crawl.rows()} == {1}


@pytest.mark.slow
@pytest.mark.parametrize("without", [None, REMOVED], ids=["404", "200 that says so"])
def test_an_article_is_edited_removed_and_back(
    crawl: Crawl, pages: tuple[str, MutableMapping[str, bytes]], without: bytes | None
) -> None:
    url, bodies = pages
    host = url.removesuffix("/list/")
    mine, path = f"{host}/a/3.html", "/a/3.html"
    crawl("zone", url, **SOON)
    edited = bodies[path] = article(3, "另有两个项目签约。")
    assert ", 1 changed" in crawl("zone", url, **SOON).reason
    if without is None:
        del bodies[path]
    else:
        bodies[path] = without
    crawl("zone", url, **SOON)
    with opened(str(crawl.archive)) as archive:
        assert archive.article(mine)["state"] == "missing"
        assert "另有两个项目签约" in archive.article(mine)["text"], "what it said is kept"
    bodies[path] = edited
    crawl.expire(mine)
    crawl("zone", url, **SOON)
    assert_whole(str(crawl.archive), truth=[f"{host}/a/{number}.html" for number in range(ARTICLES)])
    with opened(str(crawl.archive)) as archive:
        assert archive.article(mine)["state"] == "live"
        assert [event["kind"] for event in archive.events(mine)] == ["edited", "missing", "back"]
        assert [revision["revision"] for revision in archive.revisions(mine)] == [1, 2]
