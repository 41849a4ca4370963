"""The page's meta tags and its `<title>`, by the names of the government standard and their misspellings."""

import re
from dataclasses import dataclass, field
from typing import Any

from zonenews.extraction.text import clean

_TAGS = re.compile(r"<[^<>]{0,200}>?")
_ENTITIES = re.compile(r"&(?:nbsp|ensp|emsp|lt|gt|amp|quot);?", re.I)
_TITLE = ("articletitle", "article_title", "pagetitle", "dc.title", "og:title")
_PUBLISHED = (
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "publishedtime",
    "firstpublishedtime",
    "article:published_time",
    "og:release_date",
    "datepublished",
    "dc.date",
    "maketime",
)
_SOURCE = ("contentsource", "content_source", "source", "mediaid", "og:article:source")


@dataclass(frozen=True, slots=True)
class Metas:
    """The meta tags that name an article's facts; an empty string stands for a tag without content."""

    values: dict[str, str] = field(default_factory=dict)
    page_title: str = ""

    def first(self, names: tuple[str, ...]) -> tuple[str, str] | None:
        """The first of these tags that has content, as name and content."""
        return next(((name, self.values[name]) for name in names if self.values.get(name)), None)

    @property
    def article_title(self) -> str:
        """The content of ArticleTitle or a tag like it, without the markup some sites leave in it."""
        found = self.first(_TITLE)
        return found[1] if found else ""

    @property
    def published(self) -> tuple[str, str] | None:
        """The first tag of a publish time, as name and content."""
        return self.first(_PUBLISHED)

    @property
    def source(self) -> tuple[str, str] | None:
        """The first tag of a source, as name and content."""
        return self.first(_SOURCE)


def read_metas(root: Any) -> Metas:
    """The metas of a parsed page; names in lower case, the first non-empty content of each."""
    values: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop")
        if name:
            name = name.strip().lower()
            values[name] = values.get(name) or unmarked(element.get("content") or "")
    titles = (clean(element.text or "") for element in root.iter("title"))
    return Metas(values, next(filter(None, titles), ""))


def unmarked(text: str) -> str:
    """Clean text without the tags and entities that were written into a value as characters."""
    text = _ENTITIES.sub(
        lambda found: {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}.get(found[0].strip("&;").lower(), " "), text
    )
    return clean(_TAGS.sub("", text))
