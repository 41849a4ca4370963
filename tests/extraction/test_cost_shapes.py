"""Pages built to make a rule look at the same things again and again cost no more than their size."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from articlepages import URL, article, page, paragraphs
from listpages import SECTION

from zonenews.extraction import NotAnArticle, extract_article, extract_listing

LINE = "来源：示例日报　发布时间：2023-10-25 16:27"


def read_article(html: str) -> None:
    with suppress(NotAnArticle):
        extract_article(html.encode(), URL)


def read_list(html: str) -> None:
    extract_listing(html.encode(), SECTION)


def figure(caption: str) -> str:
    return article(LINE, f"<figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure>{paragraphs()}")


@pytest.mark.parametrize(
    ("read", "grow"),
    [
        (read_article, lambda n: article(LINE, "<p>来源：示例日报</p>" * n + paragraphs())),
        (read_article, lambda n: article(LINE, "<table><tr>" + "<td>来源</td>" * n + "</tr></table>" + paragraphs())),
        (read_article, lambda n: figure("<p>图一</p>" * n)),
        (read_article, lambda n: figure("图一<img src='b.jpg'>" * n)),
        (read_article, lambda n: article(LINE, paragraphs() + "<!-- x -->" * (8 * n))),
        (read_article, lambda n: article(LINE, paragraphs() + "<!--" * (8 * n))),
        (read_list, lambda n: page("".join(f"<a onclick='turn({i})'>下一页</a>" for i in range(n)))),
    ],
    ids=["labels", "label_cells", "caption", "caption_pictures", "comments", "open_comments", "next_links"],
)
def test_cost_grows_no_faster_than_the_page(read: Callable[[str], None], grow: Callable[[int], str]) -> None:
    small, large = cost(read, grow(1000)), cost(read, grow(8000))
    # linear is 8 times; a quadratic rule takes 64 times
    assert large <= 20 * max(small, 0.004) + 0.05


def cost(read: Callable[[str], None], html: str) -> float:
    """The best of three runs, in seconds of CPU."""
    times = []
    for _ in range(3):
        began = time.process_time()
        read(html)
        times.append(time.process_time() - began)
    return min(times)
