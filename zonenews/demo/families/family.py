"""What a family of sites settles: where things stand, and how list pages and article pages look."""

import re
from datetime import date
from html import escape
from typing import Protocol, runtime_checkable

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content
from zonenews.demo.frame import Frame
from zonenews.demo.grammar import Pen
from zonenews.demo.section import ListPage, Section


class Family(Protocol):
    """The manner of one kind of site."""

    charset: str
    frame: str

    def first_path(self, section_path: str) -> str:
        """The path of a section's first list page."""

    def article_path(self, section_path: str, number: int, day: date) -> str:
        """The path of an article."""

    def file_path(self, article: Article, index: int, kind: str) -> str:
        """The path of an article's picture or attached file."""

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        """The list page that the call asks for, as HTML or as a whole answer; None where it asks for none there is."""

    def article_page(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        """An article's page."""


@runtime_checkable
class Spreading(Family, Protocol):
    """A family whose articles may be spread over several pages, named `stem.ext`, `stem_N.ext`."""

    def further_page(
        self, section: Section, article: Article, content: Content, frame: Frame, number: int
    ) -> str | None:
        """The article's page with this N; None where it has no such page."""


def static_page(section: Section, call: Call, stem: str, extension: str, second: int) -> ListPage | None:
    """The list page kept as a file: `stem.ext`, then `stem_N.ext`, where page 2 has the N `second`."""
    if call.path in (section.path, f"{section.path}{stem}.{extension}"):
        return section.page(1)
    found = re.fullmatch(rf"{re.escape(section.path + stem)}_(\d{{1,6}})\.{extension}", call.path)
    number = int(found[1]) - second + 2 if found else 0
    return section.page(number) if number >= 2 else None


def relative(target: str, folder: str) -> str:
    """The target as a page in this folder links it: `./…` below the folder, as it stands elsewhere."""
    return "./" + target.removeprefix(folder) if target.startswith(folder) else target


def cut(title: str, limit: int) -> str:
    """A title cut to a row's width, as lists do."""
    return title if len(title) <= limit else title[: limit - 2] + "…"


def attribute(text: str) -> str:
    """Text for an attribute's value."""
    return escape(text, quote=True)


def entities(text: str) -> str:
    """Text as a rich text editor saves it: quotes and dashes as named entities."""
    return (
        escape(text, quote=False)
        .replace("“", "&ldquo;")
        .replace("”", "&rdquo;")
        .replace("—", "&mdash;")
        .replace("·", "&middot;")
    )


def markup_pen(article: Article) -> Pen:
    """The pen for how an article is marked up: the same for each of its edits."""
    return Pen(f"{article.key.seed}/{article.number}/markup", {})


def government_metas(section: Section, article: Article, source: str, zone_name: str) -> str:
    """The meta tags of the government standard, with the article's own ones."""
    values = {
        "SiteName": f"{zone_name}管理委员会",
        "SiteDomain": "jkq.example.cn",
        "SiteIDCode": "3699000042",
        "ColumnName": section.name,
        "ColumnDescription": f"{section.name}栏目发布{zone_name}有关信息",
        "ColumnKeywords": section.name,
        "ColumnType": "工作动态",
        "ArticleTitle": article.title,
        "PubDate": article.published.printed[:16],
        "ContentSource": source,
        "Keywords": f"{section.name},{zone_name}",
    }
    return "\n".join(f'<meta name="{name}" content="{attribute(value)}">' for name, value in values.items())


def breadcrumb_links(section: Section, separator: str) -> str:
    """The links from the home page to the section."""
    return separator.join(f'<a href="{path}">{escape(name)}</a>' for name, path in section.breadcrumb)
