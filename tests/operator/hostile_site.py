"""A site whose titles, addresses and answers try to steer the operator's terminal and to forge lines of the log."""

from collections.abc import Iterator
from contextlib import contextmanager

from pages import host_of_pages

EVIL = "\x1b]0;owned\x07\x1b[2J\u009b31m\u202egnp"
FORGED = "\nFORGED 2026-11-23 08:00:00 [zonenews.runs.record] INFO: all is well"
ARTICLE = "/2026/11/20/t20261120_100.html"
_GOOD = "<p>{}</p>".format("园区召开第四季度招商工作推进会，部署重点项目建设。" * 6)


def _page(title: str, body: str) -> bytes:
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1><p>来源：{EVIL}{FORGED} 发布时间：2026-11-20 09:30</p>{body}</body>".encode()


def _row(number: int, address: str) -> str:
    return (
        f'<li><a href="{address}">第{number}季度{EVIL}{FORGED}招商工作推进会</a><span>2026-11-{number + 10}</span></li>'
    )


@contextmanager
def served_hostile() -> Iterator[str]:
    """The site; gives its address."""
    addresses = [
        *(ARTICLE, "/2026/11/20/t20261120_101.html", "/2026/11/20/t20261120_102.html"),
        *(f"/2026/11/20/t20261120_10{number}.html?a={EVIL}&#10;FORGED" for number in range(3, 7)),
        *(f"/2026/11/20/t20261120_10{number}.html%1b]0;owned%07%0aFORGED" for number in range(7, 9)),
        f"http://other.example.cn/{EVIL}&#10;FORGED",
    ]
    rows = "".join(_row(number, address) for number, address in enumerate(addresses))
    title = f"季度工作推进会{EVIL}{FORGED}"
    pages = {
        "/": f"<html><head><title>要闻{EVIL}</title></head><body><ul>{rows}</ul></body></html>".encode(),
        ARTICLE: _page(title, _GOOD),
        "/2026/11/20/t20261120_101.html": _page(title, ""),
        "/2026/11/20/t20261120_102.html": f"{EVIL}{FORGED}".encode(),
    }
    with host_of_pages(pages) as url:
        yield url
