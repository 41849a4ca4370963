"""Hanweb's classic JCMS: rows as XML in a script, later ones by POST, comments around every field, days unpadded."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import ClassVar

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content, File, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import hex32, number_of, printed_as
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_UNIT = "415678"
_WEB = "%E7%A4%BA%E8%8C%83"
_BLOCK_PAGES = 3


class Hanweb(Templated):
    """`/col/col123/index.html`, `/art/2023/1/5/art_123_456.html`, `dataproxy.jsp`."""

    proxy: ClassVar[str] = "/module/web/jpage/dataproxy.jsp"
    list_template = Template(
        f"""  <div class="content">
    <div class="bt-position">您当前的位置：{{{{links}}}}</div>
    <div class="lm-name">{{{{name}}}}</div>
    <div id="{_UNIT}" class="default_pgContainer">{{{{rows}}}}</div>
    <script>{{{{pager}}}}</script>
  </div>"""
    )
    article_template = Template(
        """  <table width="100%" border="0" cellspacing="0" cellpadding="0" id="article" class="content">
    <tr><td class="bt-position">当前位置：{{links}}</td></tr>
    <tr><td class="title" align="center"><!--<$[标题名称(html)]>begin-->{{title}}<!--<$[标题名称(html)]>end--></td></tr>
    <tr><td align="center" class="xinxi">{{info}}
      <span>浏览次数：<script src="/vc/vc/interface/artcount.jsp?i_columnid=1&i_articleid=2"></script></span>
      <span>字号：[ <a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a>
        <a href="javascript:doZoom(14)">小</a> ]</span></td></tr>
    <tr><td><div id="zoom" class="bt_content"><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin-->
<meta name="ContentStart">
{{body}}<meta name="ContentEnd">
<!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div></td></tr>
    <tr><td>{{files}}{{editor}}</td></tr>
    <tr><td><!--<$[上一篇]>begin-->上一篇：{{older}}<!--<$[上一篇]>end--></td></tr>
    <tr><td><!--<$[下一篇]>begin-->下一篇：{{newer}}<!--<$[下一篇]>end--></td></tr>
  </table>"""
    )

    def columns(self, section: Section) -> str:
        """The numbers of the columns whose articles the section lists."""
        return str(number_of(section.path))

    def article_path(self, section_path: str, number: int, day: date) -> str:
        column = number_of(section_path)
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{3000000 + number * 11}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        name = f"{hex32(f'{article.path} {index}')}.{kind}"
        if kind == "png":
            return f"/picture/0/{name}"
        return f"/module/download/downfile.jsp?classid=0&filename={name}"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        sent = {**call.query, **call.form}
        if call.path == self.proxy and sent.get("columnid") == self.columns(section):
            first, last = int(sent.get("startrecord", 1)), int(sent.get("endrecord", 45))
            return Answer(_datastore(section, section.rows[first - 1 : last]).encode(), "text/html;charset=UTF-8")
        return super().list_page(section, call, frame)

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        """The section's page: its rows are data inside a script, three displayed pages of them."""
        rows = section.rows[: section.page_rows * _BLOCK_PAGES]
        group = f"<nextgroup><![CDATA[{self._group_link(section)}]]></nextgroup>"
        main = self.list_template.fill(
            links=self.links(section),
            name=section.name,
            rows=f'<script type="text/xml">{_datastore(section, rows, group)}</script>',
            pager=self._pager(section),
        )
        return frame.page(f"{frame.zone.name} {section.name}", "", main)

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return (
            f'<meta name="Maketime" content="{article.published.printed}">\n'
            f'<meta name="author" content="{frame.zone.name}">\n<meta name="ColumnName" content="{section.name}">'
        )

    def info(self, article: Article, content: Content) -> str:
        source = f"<!--<$[信息来源]>begin-->{content.source or ''}<!--<$[信息来源]>end-->"
        author = f"<span>作者：{content.author}</span>" if content.author else ""
        day = printed_as(article.published, "%Y-%m-%d")
        return f"<span>发布日期：{day}</span>\n      <span>信息来源：{source}</span>{author}"

    def paragraph(self, text: str) -> str:
        return f'<p style="text-indent: 2em;"><span style="font-family: 宋体;">{escape(text)}</span></p>\n'

    def files(self, files: tuple[File, ...], article: Article) -> str:
        return "".join(f"<p>{self.file(number, file)}</p>\n" for number, file in enumerate(files, start=1))

    def file(self, number: int, file: File) -> str:
        icon = '<img src="/module/jslib/icons/word.png" border="0">'
        return f'{icon}<a href="{escape(file.path)}" target="_blank">{escape(file.name)}</a>'

    def _group_link(self, section: Section) -> str:
        query = f"page=1&appid=1&webid=5&path=/&columnid={self.columns(section)}&unitid={_UNIT}&webname={_WEB}"
        return f'<a href="{self.proxy}?{query}&permissiontype=0"></a>'

    def _pager(self, section: Section) -> str:
        fields = (
            f"col:1,appid:'1',webid:'5',path:'/',columnid:'{self.columns(section)}',sourceContentType:3,"
            f"unitid:'{_UNIT}',webname:'{_WEB}',permissiontype:0"
        )
        return (
            f"$('#{_UNIT}').jpage({{perPage:{section.page_rows},groupSize:{_BLOCK_PAGES},proxyUrl:'{self.proxy}',"
            f"ajaxParam:{{{fields}}}}});"
        )


class HanwebSealed(Hanweb):
    """The parameters are encrypted: only the links that the answers give lead on."""

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path != self.proxy or call.query.get("columnid") != _sealed(section):
            return Templated.list_page(self, section, call, frame)
        number = int(call.query.get("page") or 0)
        return Answer(self._block(section, number).encode(), "text/html;charset=UTF-8")

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        """The section's page with the first block."""
        script = f'<script type="text/xml">{self._block(section, 0)}</script>'
        pager = f"$('#{_UNIT}').jpage({{perPage:{section.page_rows},groupSize:1,proxyUrl:'{self.proxy}'}});"
        main = self.list_template.fill(links=self.links(section), name=section.name, rows=script, pager=pager)
        return frame.page(f"{frame.zone.name} {section.name}", "", main)

    def _block(self, section: Section, number: int) -> str:
        page = section.page(number + 1)
        query = f"page={number + 1}&appid=1&webid=5&path=/&columnid={_sealed(section)}&unitid={hex32(_UNIT)}"
        onward = f'<nextgroup><![CDATA[<a href="{self.proxy}?{query}"></a>]]></nextgroup>'
        return _datastore(section, page.rows if page else (), onward if number + 1 < section.pages else "")


def _datastore(section: Section, rows: Sequence[Row], group: str = "") -> str:
    records = "\n".join(f"<record><![CDATA[{_record(row)}]]></record>" for row in rows)
    total, pages = len(section.rows), section.pages
    return (
        f"<datastore>\n<totalrecord>{total}</totalrecord><totalpage>{pages}</totalpage>{group}"
        f"<recordset>\n{records}\n</recordset></datastore>"
    )


def _record(row: Row) -> str:
    link = f'<a href="{row.target}" title="{attribute(row.title)}" target="_blank">{escape(cut(row.title, 24))}</a>'
    return f'<li>{link}<span class="bt-data-time">\n{row.day.isoformat()}\n</span></li>'


def _sealed(section: Section) -> str:
    return hex32(section.path)
