"""What a right crawl of the replica must find, as JSON Lines.

A line with `"kind": "article"` tells every field of an article; one with `"kind": "row"` a listed address that is none,
and what to expect of it: `external` (another host, not to be fetched), `attachment` (a file on the site itself),
`robots` (forbidden), `missing` (a soft 404), `alias` (redirects to `alias_of`), `gone` (was removed).

What counts as what. A paragraph is a `<p>` of the body that holds text, a centred legend below a picture too. The lines
that only hold an attachment's link, and the editor's line, are no paragraphs. A picture's caption is its `alt` or a
`<figcaption>`, unless that is only a file name. An attachment's name is its link's text.
"""

from collections.abc import Iterator
from typing import Any

import orjson

from zonenews.demo.article import Article, Row
from zonenews.demo.replica import Replica


def truth_lines(replica: Replica) -> Iterator[bytes]:
    """The truth about the site as it stands, a JSON object a line."""
    for line in (*articles(replica), *other_rows(replica)):
        yield orjson.dumps(line) + b"\n"


def articles(replica: Replica) -> Iterator[dict[str, Any]]:
    """Every article that is on the site."""
    for article in replica.articles.values():
        yield article_truth(replica, article)


def article_truth(replica: Replica, article: Article) -> dict[str, Any]:
    """All that is true of one article."""
    content, sections = replica.content(article), replica.sections_of(article)
    return {
        "kind": "article",
        "url": replica.url(article.path),
        "sections": [section.name for section in sections],
        "title": article.title,
        "source": content.source,
        "author": content.author,
        "editor": content.editor,
        "published": article.published.true,
        "published_precision": article.published.precision,
        "document_number": content.document_number,
        "breadcrumb": [name for name, _ in sections[0].breadcrumb],
        "paragraphs": content.paragraphs,
        "images": [
            {"url": replica.url(picture.path), "caption": picture.caption, "after_paragraph": before}
            for picture, before in content.pictures()
        ],
        "attachments": [{"url": replica.url(file.path), "name": file.name} for file in content.files],
    }


def other_rows(replica: Replica) -> Iterator[dict[str, Any]]:
    """Every listed address that is not an article's own, and the articles that were removed."""
    for section in replica.sections:
        for row in (*section.pinned, *section.rows):
            if row.expected != "done":
                yield _row_truth(replica, section.name, row)
    for article in replica.removed.values():
        row = Row(article.path, article.title, article.published.at.date(), article, "gone")
        yield _row_truth(replica, replica.section(article.section).name, row)


def _row_truth(replica: Replica, section: str, row: Row) -> dict[str, Any]:
    alias_of = replica.url(row.article.path) if row.article and row.expected == "alias" else None
    return {
        "kind": "row",
        "url": replica.url(row.target),
        "sections": [section],
        "title": row.title,
        "date": row.day.isoformat(),
        "expected": row.expected,
        "alias_of": alias_of,
    }
