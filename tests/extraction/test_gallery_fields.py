"""The replica's gallery with other texts than those that are crawled: every field of every article is exact."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from zonenews.demo.answer import Call
from zonenews.demo.gallery import gallery
from zonenews.demo.replica import Replica
from zonenews.demo.truth import article_truth
from zonenews.extraction import Article, extract_article, join_pages

TOLD = ("title", "source", "author", "editor", "published", "published_precision", "document_number")


def whole(site: Replica, url: str) -> Article:
    """An article with all its pages."""
    first = extract_article(site.answer(Call(url.removeprefix(site.base))).body, url)
    return join_pages(first, [whole(site, page) for page in first.pages])


def fields(article: Article) -> dict[str, Any]:
    """What the truth tells too."""
    return {
        **{name: getattr(article, name) for name in TOLD},
        "breadcrumb": list(article.breadcrumb),
        "paragraphs": list(article.paragraphs),
        "images": [(image.url, image.caption, image.after_paragraph) for image in article.images],
        "attachments": [(file.url, file.name) for file in article.attachments],
    }


def true(site: Replica, truth: dict[str, Any]) -> dict[str, Any]:
    """The truth in the same form."""
    return {
        **{name: truth[name] for name in (*TOLD, "breadcrumb", "paragraphs")},
        "images": [(image["url"], image["caption"], image["after_paragraph"]) for image in truth["images"]],
        "attachments": [(file["url"], file["name"]) for file in truth["attachments"]],
    }


def differences(site: Replica) -> Iterator[tuple[str, str, object, object]]:
    """Every field of the site's articles that is not read as it is."""
    for article in site.articles.values():
        url = site.url(article.path)
        read, wanted = fields(whole(site, url)), true(site, article_truth(site, article))
        yield from ((url, name, read[name], wanted[name]) for name in wanted if read[name] != wanted[name])


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["7", "8"])
def test_every_field_of_every_article_is_exact(seed: str) -> None:
    assert list(differences(gallery(date(2026, 11, 20), seed))) == []
