"""What the replica's site is made of: articles, their contents, and the rows of its lists."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from zonenews.demo.writing import Key

Precision = Literal["second", "minute", "day"]
Expected = Literal["done", "alias", "external", "attachment", "robots", "missing", "gone"]
_PRINTED = {"second": "%Y-%m-%d %H:%M:%S", "minute": "%Y-%m-%d %H:%M", "day": "%Y-%m-%d"}
_TRUE = {"second": "%Y-%m-%dT%H:%M:%S+08:00", "minute": "%Y-%m-%dT%H:%M+08:00", "day": "%Y-%m-%d"}


@dataclass(frozen=True, slots=True)
class Published:
    """When an article came out, and how much of it the page prints."""

    at: datetime
    precision: Precision

    @property
    def printed(self) -> str:
        """As the page prints it."""
        return self.at.strftime(_PRINTED[self.precision])

    @property
    def true(self) -> str:
        """As the truth says it."""
        return self.at.strftime(_TRUE[self.precision])


@dataclass(slots=True, eq=False)
class Article:
    """An article of the site; its content is written when a page of it is asked for."""

    number: int
    key: Key
    title: str
    path: str
    published: Published
    section: str
    edits: int = 0
    newer: "Article | None" = field(default=None, repr=False)
    older: "Article | None" = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: str
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture between paragraphs; `alt` is what its tag says, which is a caption only where it is words."""

    path: str
    alt: str = ""
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """An attached file and its printed name."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that an article's page prints."""

    source: str | None
    author: str | None
    editor: str | None
    document_number: str | None
    body: tuple[Paragraph | Picture, ...]
    files: tuple[File, ...]

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs' texts."""
        return [block.text for block in self.body if isinstance(block, Paragraph)]

    def pictures(self) -> Iterator[tuple[Picture, int]]:
        """The pictures, each with the number of paragraphs before it."""
        before = 0
        for block in self.body:
            if isinstance(block, Picture):
                yield block, before
            else:
                before += 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: where it points (a path of the site, or a whole URL), and what a crawler should make of it."""

    target: str
    title: str
    day: date
    article: Article | None = None
    expected: Expected = "done"
