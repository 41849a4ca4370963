"""Finds the further pages of an article that a site spreads over several, and joins them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from zonenews.extraction.layout import Layout
from zonenews.extraction.page import Page, join, path_of
from zonenews.extraction.results import Article, Image

_SCRIPT = re.compile(
    r"createPage(?:HTML)?\(\s{0,9}(\d{1,3})\s{0,9},\s{0,9}\d{1,3}\s{0,9},\s{0,9}[\"']([\w./-]{1,80})[\"']\s{0,9},\s{0,9}[\"'](\w{3,5})[\"']"
)
_ENDING = re.compile(r"(?:_(?P<number>\d{1,3}))?\.s?html?$")
_NUMBERED = re.compile(r"(?:_\d{1,3}\.s?html?|[?&]p(?:age)?=\d{1,3})$")
_QUERY = re.compile(r"(?:^|&)(?:page|p)=(?P<number>\d{1,3})$")
_MOST = 100
_BEHIND = 4  # the pager begins at the body's end or so many blocks behind it, and its links stand as near to each other


def further_pages(page: Page, layout: Layout, first: str) -> tuple[str, ...]:
    """The addresses of the article's other pages in their order; never those of its neighbours.

    They are told by the address of the first page: a number at the end of an address may also be the article's own.
    """
    numbered: dict[int, str] = {}
    end = max(layout.body.end, layout.span.end) + _BEHIND
    for mark in layout.outline.links:
        link = mark.element.get("href") or ""
        if not layout.body.start <= mark.index <= end or not _NUMBERED.search(link):
            continue
        url = page.resolve(link)
        if url and (number := _number(first, url)):
            numbered[number] = url
            end = max(end, mark.index + _BEHIND)
    return _whole(numbered) or _scripted(page)


def _whole(numbered: dict[int, str]) -> tuple[str, ...]:
    """The addresses up to the last linked page; a long pager leaves out some between."""
    last = max(numbered, default=0)
    if not 0 < last <= _MOST:
        return tuple(numbered[number] for number in sorted(numbered))
    before, _, behind = numbered[last].rpartition(str(last))
    return tuple(numbered.get(number) or f"{before}{number}{behind}" for number in range(min(numbered), last + 1))


def _number(own: str, other: str) -> int | None:
    """The page number of an address that differs from the first page's in nothing else."""
    try:
        mine, theirs = urlsplit(own), urlsplit(other)
    except ValueError:
        return None
    if mine.netloc != theirs.netloc or own == other:
        return None
    if mine.path == theirs.path and not mine.query and (query := _QUERY.search(theirs.query)):
        return int(query["number"])
    ending, other_ending = _ENDING.search(mine.path), _ENDING.search(theirs.path)
    if not ending or not other_ending or other_ending["number"] is None or mine.query or theirs.query:
        return None
    stem = mine.path.rpartition(".")[0]
    return int(other_ending["number"]) if theirs.path[: other_ending.start()] == stem else None


def _scripted(page: Page) -> tuple[str, ...]:
    """The pages that a pager script of the article's own name announces."""
    found = _SCRIPT.search(page.text) if "createPage" in page.text else None
    path = path_of(page.url)
    if not found or not 1 < int(found[1]) <= _MOST or not path.endswith(f"/{found[2]}.{found[3]}"):
        return ()
    return tuple(
        filter(None, (join(page.url, f"{found[2]}_{number}.{found[3]}") for number in range(1, int(found[1]))))
    )


def join_pages(first: Article, others: Sequence[Article]) -> Article:
    """The whole article: its first page's fields, and what stands in all its pages."""
    paragraphs, images, attachments = list(first.paragraphs), list(first.images), list(first.attachments)
    for other in others:
        before = len(paragraphs)
        images += [Image(image.url, image.caption, image.after_paragraph + before) for image in other.images]
        paragraphs += other.paragraphs
        attachments += [each for each in other.attachments if each not in attachments]
    return replace(first, paragraphs=tuple(paragraphs), images=tuple(images), attachments=tuple(attachments), pages=())
