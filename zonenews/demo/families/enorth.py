"""Enorth WebPublisher: archive files with nine digits that count down, their number in a script, pages in GBK."""

import re
from datetime import date
from html import escape
from typing import ClassVar

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.printing import number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Enorth(Templated):
    """`/system/2023/10/25/012345678.shtml`; archives are cut from the oldest row on: the newest repeats the index."""

    charset = "gb18030"
    separator = "&gt; "
    repeats: ClassVar[bool] = True
    list_template = Template(
        """  <div class="content">
    <div class="brumb">您当前的位置 ：{{links}}</div>
    <div class="left-title">{{name}}</div>
    <div class="newslist"><ul>
{{rows}}
    </ul></div>
    <div class="pages">{{pager}}</div>
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="brumb">您当前的位置 ：{{links}}</div>
    <div class="BiaoTi">{{title}}</div>
    <div class="info">{{info}}</div>
    <div class="Content" id="Zoom">
{{body}}</div>
    {{files}}<div class="share"><!-- JiaThis Button BEGIN --><div class="jiathis_style">分享到：</div></div>
    {{editor}}
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"{section_path}index.shtml"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/system/{day:%Y/%m/%d}/{12_000_000 + number_of(section_path) * 1000 + number:09d}.shtml"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        folder = _folder(section)
        if call.path == f"{folder}count_page_list_{_column(section)}.js":
            return Answer(f"var maxpage = {self._highest(section)};".encode(), "application/javascript")
        found = re.fullmatch(rf"{folder}\d{{3}}/\d{{3}}/c{_column(section)}_(\d{{9}})\.shtml", call.path)
        if not found:
            return super().list_page(section, call, frame)
        number = int(found[1])
        return self.listing(section, self._archive(section, number), frame) if self._is_there(section, number) else None

    def _highest(self, section: Section) -> int:
        return section.pages if self.repeats else section.pages - 1

    def _is_there(self, section: Section, number: int) -> bool:
        return 1 <= number <= self._highest(section)

    def _archive(self, section: Section, number: int) -> ListPage:
        """The archive of this number: so many rows as a page has, counted from the oldest one."""
        end = len(section.rows) - (number - 1) * section.page_rows
        rows = section.rows[max(0, end - section.page_rows) : end]
        return ListPage(number, section.pages, len(section.rows), (), rows)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        return (
            f'<li><a href="{row.target}" target="_blank">{escape(row.title)}</a> <span>{row.day:%Y-%m-%d}</span></li>'
        )

    def pager(self, section: Section, page: ListPage) -> str:
        return (
            f'<script language="javascript" src="{_folder(section)}count_page_list_{_column(section)}.js"></script>\n'
            '<script language="javascript">showPageList(maxpage);</script>'
        )

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return f'<meta name="publishdate" content="{article.published.at:%Y-%m-%d}">'

    def info(self, article: Article, content: Content) -> str:
        author = f'<span id="author_baidu">作者：{content.author or ""}</span>'
        return f"""<span id="pubtime_baidu">{article.published.printed}</span>
      <span id="source_baidu">来源：{content.source or ""}</span> {author}
      <span id="editor_baidu">编辑：{content.editor or ""}</span>"""

    def editor(self, content: Content) -> str:
        return ""


class EnorthFollowing(Enorth):
    """The other habit: the highest archive follows the index and repeats nothing of it."""

    repeats = False

    def _archive(self, section: Section, number: int) -> ListPage:
        page = section.page(section.pages - number + 1)
        assert page is not None
        return page


def _column(section: Section) -> str:
    return f"{number_of(section.path):07d}{0:012d}"


def _folder(section: Section) -> str:
    return f"/system/count//{number_of(section.path):07d}/{0:012d}/"
