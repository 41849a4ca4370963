"""A family told by its parts: each family replaces what differs from a plain site."""

from datetime import date
from html import escape
from typing import ClassVar

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content, File, Paragraph, Picture, Row
from zonenews.demo.families.family import attribute, cut, government_metas
from zonenews.demo.families.printing import hex32, neighbour
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Templated:
    """Pages filled into two templates.

    The list's has the slots links, name, rows and pager; the article's links, name, title, info, body, files, editor,
    older and newer. `past_the_end` is "404", or what stands there under a 200: "last page" again, or "no rows".
    """

    charset = "utf-8"
    frame = "portal"
    separator = " &gt; "
    past_the_end = "404"
    list_template: ClassVar[Template]
    article_template: ClassVar[Template]

    def first_path(self, section_path: str) -> str:
        return f"{section_path}index.html"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m}/{number}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/upload/{article.published.at:%Y%m}/{hex32(f'{article.path} {index}')}.{kind}"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        number = self.asked(section, call)
        page = self.shown(section, number) if number is not None else None
        return self.listing(section, page, frame) if page else None

    def shown(self, section: Section, number: int) -> ListPage | None:
        """The list page of this number; past the end what the family shows there, None for the site's 404."""
        page = section.page(number)
        if page is None and self.past_the_end == "last page":
            return section.page(section.pages)
        if page is None and self.past_the_end == "no rows":
            return ListPage(number, section.pages, len(section.rows), section.pinned, ())
        return page

    def article_page(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        main = self.article_template.fill(
            links=self.links(section),
            name=section.name,
            title=escape(article.title),
            info=self.info(article, content),
            body="".join(self.block(block, article) for block in content.body),
            files=self.files(content.files, article),
            editor=self.editor(content),
            older=neighbour(article.older),
            newer=neighbour(article.newer),
        )
        metas = self.metas(section, article, content, frame)
        return frame.page(f"{escape(article.title)}-{section.name}-{frame.zone.name}", metas, main)

    # what families replace

    def asked(self, section: Section, call: Call) -> int | None:
        """The number of the list page that the call asks for; None where it asks for something else."""
        return 1 if call.path in (section.path, self.first_path(section.path)) else None

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str | Answer:
        """A list page."""
        main = self.list_template.fill(
            links=self.links(section),
            name=section.name,
            rows="\n".join(self.row(row, section, page) for row in (*page.pinned, *page.rows)),
            pager=self.pager(section, page),
        )
        return frame.page(f"{section.name}-{frame.zone.name}", "", main)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        """A row of the list."""
        link = f'<a href="{escape(row.target)}" title="{attribute(row.title)}" target="_blank">'
        return f"<li>{link}{escape(cut(row.title, 36))}</a><span>{row.day.isoformat()}</span></li>"

    def pager(self, section: Section, page: ListPage) -> str:
        """The way to the other list pages."""
        return ""

    def links(self, section: Section) -> str:
        """The breadcrumb's links, from the home page to the section's first list page."""
        *above, (name, _) = section.breadcrumb
        last = f'<a href="{escape(self.first_path(section.path))}">{name}</a>'
        return self.separator.join([*(f'<a href="{path}">{escape(name)}</a>' for name, path in above), last])

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        """The tags of an article's head."""
        return government_metas(section, article, content.source or "", frame.zone.name)

    def info(self, article: Article, content: Content) -> str:
        """What is printed between title and body."""
        return f"发布时间：{article.published.printed}　来源：{content.source or ''}"

    def block(self, block: Paragraph | Picture, article: Article) -> str:
        """A paragraph or a picture of the body."""
        if isinstance(block, Picture):
            return self.picture(block, article)
        if block.centred:
            return self.centred(block.text)
        return self.paragraph(block.text)

    def centred(self, text: str) -> str:
        """A centred paragraph, such as a picture's legend."""
        return f'<p style="text-align: center;">{escape(text)}</p>\n'

    def paragraph(self, text: str) -> str:
        """A plain paragraph."""
        return f"<p>　　{escape(text)}</p>\n"

    def picture(self, picture: Picture, article: Article) -> str:
        """A picture, in a paragraph of its own."""
        return f'<p style="text-align: center;"><img src="{picture.path}" alt="{attribute(picture.alt)}" /></p>\n'

    def files(self, files: tuple[File, ...], article: Article) -> str:
        """The attached files, below the body; nothing where there are none."""
        if not files:
            return ""
        links = "".join(f"<p>{self.file(number, file)}</p>\n" for number, file in enumerate(files, start=1))
        return f'<div class="fujian">\n{links}</div>\n'

    def file(self, number: int, file: File) -> str:
        """One attached file."""
        return f'附件{number}：<a href="{escape(file.path)}">{escape(file.name)}</a>'

    def editor(self, content: Content) -> str:
        """The editor's line; nothing where there is none."""
        return f'<div class="bianji">责任编辑：{content.editor}</div>\n' if content.editor else ""
