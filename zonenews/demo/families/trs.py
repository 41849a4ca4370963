"""TRS WCM as most sites have it: dated names, its editor's container, a pager that counts from 0."""

from datetime import date
from html import escape
from typing import ClassVar

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content, File, Paragraph, Picture, Row
from zonenews.demo.families.family import (
    attribute,
    breadcrumb_links,
    cut,
    government_metas,
    relative,
    static_page,
)
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_LIST = Template(
    """  <div class="content">
    <div class="crumb">您现在的位置：{{links}}</div>
    <div class="channel-name">{{name}}</div>
    <ul class="lists">
{{rows}}
    </ul>
    <div class="page">{{pager}}</div>
  </div>"""
)
_ARTICLE = Template(
    """  <div class="content">
    <div class="crumb">您现在的位置：{{links}}</div>
    <h1 class="article-title">{{title}}</h1>
    <div class="info">
      <span>发布时间：{{published}}</span><span>来源：{{source}}</span>{{author}}
      <span>【字体：<a href="javascript:changeSize(20)">大</a> <a href="javascript:changeSize(17)">中</a>
        <a href="javascript:changeSize(14)">小</a>】</span>
      <span>分享：</span>
    </div>
    <div class="article-content">
      <div class="view TRS_UEDITOR trs_paper_default trs_editor_view">
{{body}}      </div>
    </div>
{{files}}{{editor}}    <div class="tools">
      【<a href="javascript:window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>】
    </div>
  </div>"""
)


class Trs:
    """The manner of TRS WCM."""

    charset = "utf-8"
    frame = "portal"
    stem = "index"
    extension = "html"
    second = 1
    article_template: ClassVar[Template] = _ARTICLE

    def first_path(self, section_path: str) -> str:
        return f"{section_path}{self.stem}.{self.extension}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m}/t{day:%Y%m%d}_{4500000 + number * 7}.{self.extension}"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        folder = article.path.rpartition("/")[0]
        letter = "W" if kind == "png" else "P"
        return f"{folder}/{letter}0{article.published.at:%Y%m%d%H%M}{article.number:06}{index:02}.{kind}"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        page = static_page(section, call, self.stem, self.extension, second=self.second)
        return self.listing(section, page, frame) if page else None

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        """A list page."""
        main = _LIST.fill(
            links=breadcrumb_links(section, " &gt; "),
            name=section.name,
            rows="\n".join(self.row(row, section) for row in (*page.pinned, *page.rows)),
            pager=self.pager(section, page),
        )
        return frame.page(f"{section.name}_{frame.zone.name}", "", main)

    def pager(self, section: Section, page: ListPage) -> str:
        """The script that draws the pager."""
        files = f'"{self.stem}", "{self.extension}"'
        return f"<script>createPageHTML({page.pages}, {page.number - 1}, {files});</script>"

    def row(self, row: Row, section: Section) -> str:
        """A row of the list."""
        link = f'<a href="{relative(row.target, section.path)}" title="{attribute(row.title)}">'
        return f"      <li>{link}{escape(cut(row.title, 38))}</a><span>{row.day.isoformat()}</span></li>"

    def article_page(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        main = self.article_template.fill(
            links=breadcrumb_links(section, " &gt; "),
            title=escape(article.title),
            published=article.published.printed,
            source=content.source or "",
            author=f"<span>作者：{content.author}</span>" if content.author else "",
            body="".join(_block(block, article) for block in content.body),
            files=_files(content.files, article),
            editor=f'    <div class="editor">责任编辑：{content.editor}</div>\n' if content.editor else "",
        )
        metas = government_metas(section, article, content.source or "", frame.zone.name)
        return frame.page(f"{escape(article.title)}_{frame.zone.name}", metas, main)


def _block(block: Paragraph | Picture, article: Article) -> str:
    if isinstance(block, Picture):
        folder = article.path.rpartition("/")[0] + "/"
        src, alt = relative(block.path, folder), attribute(block.alt)
        return f'<p align="center"><img src="{src}" alt="{alt}" oldsrc="{src.removeprefix("./")}" /></p>\n'
    if block.centred:
        return f'<p align="center">{escape(block.text)}</p>\n'
    return f"<p>　　{escape(block.text)}</p>\n"


def _files(files: tuple[File, ...], article: Article) -> str:
    folder = article.path.rpartition("/")[0] + "/"
    links = "".join(f'<p>附件：<a href="{relative(file.path, folder)}">{escape(file.name)}</a></p>\n' for file in files)
    return f'    <div class="attach">\n{links}    </div>\n' if files else ""
