"""Articles in several pages: DedeCMS links the others, TRS has a script write the links, UCAP hides all but one."""

from collections.abc import Sequence
from dataclasses import replace

from zonenews.demo.article import Article, Content, Paragraph, Picture
from zonenews.demo.families.dedecms import Dedecms
from zonenews.demo.families.trs import Trs
from zonenews.demo.families.ucap import Ucap
from zonenews.demo.frame import Frame
from zonenews.demo.section import Section

_BLOCKS = 4
_FEWEST = 2


class DedecmsParts(Dedecms):
    """`123.html`, `123_2.html`, `123_3.html`, each with links to the others below its text."""

    charset = "utf-8"

    def article_page(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return self._part(section, article, content, frame, 1) or ""

    def further_page(
        self, section: Section, article: Article, content: Content, frame: Frame, number: int
    ) -> str | None:
        return self._part(section, article, content, frame, number) if number > 1 else None

    def _part(self, section: Section, article: Article, content: Content, frame: Frame, number: int) -> str | None:
        parts = parts_of(content.body)
        if number > len(parts):
            return None
        page = super().article_page(section, article, replace(content, body=tuple(parts[number - 1])), frame)
        mark = '<div class="boxoff">'
        return page.replace(mark, _links(article, number, len(parts)) + mark, 1)


class TrsParts(Trs):
    """`t20231025_4567.html`, `t20231025_4567_1.html`, with `createPageHTML` below the text."""

    def article_page(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return self._part(section, article, content, frame, 0) or ""

    def further_page(
        self, section: Section, article: Article, content: Content, frame: Frame, number: int
    ) -> str | None:
        return self._part(section, article, content, frame, number) if number else None

    def _part(self, section: Section, article: Article, content: Content, frame: Frame, index: int) -> str | None:
        parts = parts_of(content.body)
        if index >= len(parts):
            return None
        page = super().article_page(section, article, replace(content, body=tuple(parts[index])), frame)
        stem = article.path.rpartition("/")[2].removesuffix(".html")
        pager = (
            f'    <div class="pages"><script>createPageHTML({len(parts)}, {index}, "{stem}", "html");</script></div>\n'
        )
        mark = '    <div class="tools">'
        return page.replace(mark, pager + mark, 1)


class UcapParts(Ucap):
    """`<div id="manuscriptPage_2" style="display:none">`: all pages stand in one, of which a script shows one."""

    def body(self, article: Article, blocks: Sequence[Paragraph | Picture]) -> str:
        parts = [super(UcapParts, self).body(article, part) for part in parts_of(blocks)]
        hidden = ' style="display: none;"'
        pages = "".join(
            f'<div id="manuscriptPage_{number}"{hidden if number > 1 else ""}>\n{part}</div>\n'
            for number, part in enumerate(parts, start=1)
        )
        links = " ".join(f'<a href="javascript:manuscriptPage({n + 1})">{n + 1}</a>' for n in range(len(parts)))
        return pages + (f'<div class="pageturn">{links}</div>\n' if len(parts) > 1 else "")


def parts_of(body: Sequence[Paragraph | Picture]) -> list[Sequence[Paragraph | Picture]]:
    """The body cut into pages of a few blocks; what is left over for the last one stays with the page before."""
    cuts = [place for place in range(0, len(body), _BLOCKS) if place == 0 or len(body) - place >= _FEWEST]
    return [body[start:end] for start, end in zip(cuts, [*cuts[1:], len(body)], strict=True)]


def _links(article: Article, number: int, last: int) -> str:
    """The pager of DedeCMS; an article of one page has an empty one."""
    stem = article.path.rpartition("/")[2].removesuffix(".html")

    def item(text: str, page: int | None) -> str:
        if page is None:
            return f"<li><a href='#'>{text}</a></li>"
        return (
            f"<li><a href='{stem}.html'>{text}</a></li>"
            if page == 1
            else (f"<li><a href='{stem}_{page}.html'>{text}</a></li>")
        )

    if last == 1:
        return '<div class="dede_pages"><ul class="pagelist"></ul></div>\n'
    before = item("上一页", number - 1 if number > 1 else None)
    after = item("下一页", number + 1 if number < last else None)
    numbers = "".join(
        f'<li class="thisclass"><a href="#">{page}</a></li>' if page == number else item(str(page), page)
        for page in range(1, last + 1)
    )
    total = f"<li><a>共{last}页: </a></li>"
    return f'<div class="dede_pages"><ul class="pagelist">{total}{before}{numbers}{after}</ul></div>\n'
