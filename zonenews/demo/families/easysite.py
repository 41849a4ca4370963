"""EasySite: one path for everything, the query is the identity; layout in tables."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import hex32, number_of, printed_as, turns
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_UI = "/eportal/ui"


class Easysite(Templated):
    """`/eportal/ui?pageId=1&currentPage=2`; past the end it answers the last page again."""

    past_the_end = "last page"
    list_template = Template(
        """  <div class="content">
    <table class="dqwz"><tr><td>当前位置：{{links}}</td></tr></table>
    <div class="portlet"><h3>{{name}}</h3>
    <ul class="easysite-list-modelone">
{{rows}}
    </ul>
    {{pager}}</div>
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <table class="dqwz"><tr><td>当前位置：{{links}}&gt; 正文</td></tr></table>
    <table width="100%" class="easysite-news">
      <tr><td class="easysite-news-title" align="center"><h2>{{title}}</h2></td></tr>
      <tr><td class="easysite-news-describe" align="center">{{info}}
        <span>访问次数：<script src="/eportal/counting-front!saveInfo.action?id=1"></script></span></td></tr>
      <tr><td class="easysite-news-text"><div id="easysiteText">
{{body}}</div></td></tr>
      <tr><td>{{files}}{{editor}}</td></tr>
      <tr><td class="easysite-news-operation"><a href="javascript:doPrint()">打印</a></td></tr>
    </table>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"{_UI}?pageId={number_of(section_path, 6)}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        page = number_of(section_path, 6)
        return f"{_UI}?pageId={page}&articleKey={page * 10 + number}&columnId={page + 1}"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return (
            f"/eportal/fileDir/resource/cms/article/{number_of(article.path)}/{hex32(f'{article.path}{index}')}.{kind}"
        )

    def asked(self, section: Section, call: Call) -> int | None:
        if (
            call.path != _UI
            or call.query.get("pageId") != str(number_of(section.path, 6))
            or "articleKey" in call.query
        ):
            return None
        return int({**call.query, **call.form}.get("currentPage") or 1)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = (
            f'<a href="{escape(row.target)}" title="{attribute(row.title)}" target="_blank" class="easysite-article">'
        )
        return f"<li>{link}{escape(cut(row.title, 34))}</a><b>{row.day:%Y-%m-%d}</b></li>"

    def pager(self, section: Section, page: ListPage) -> str:
        def button(text: str, number: int | None) -> str:
            if number is None:
                return f'<span class="easysite-disabled">{text}</span>'
            query = f"{self.first_path(section.path)}&currentPage={number}&moduleId={hex32(section.path)}"
            place = escape(f"{query}&staticRequest=yes")
            call = f"queryArticleByCondition(this,'{place}')"
            return f'<a style="cursor:pointer" tagname="{place}" onclick="{call}" title="{text}">{text}</a>'

        buttons = " ".join(button(text, number) for text, number in turns(page, "首页|上页|下页|末页"))
        return (
            f'<div class="easysite-total-page"><span>共<b>{page.pages}</b>页</span> 第<b>{page.number}</b>页 </div>'
            f'<div class="easysite-page-wrap">{buttons}</div>'
        )

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return f'<meta name="keywords" content="{frame.zone.name}">'

    def info(self, article: Article, content: Content) -> str:
        return (
            f"<span>发布日期：{printed_as(article.published, '%Y-%m-%d')}</span> "
            f"<span>信息来源：{content.source or ''}</span> "
            + (f"<span>作者：{content.author}</span>" if content.author else "")
        )

    def paragraph(self, text: str) -> str:
        return f'<div style="text-indent: 2em;"><span style="font-size: 16px;">{escape(text)}</span></div>\n'

    def file(self, number: int, file: File) -> str:
        return f'<a href="{file.path}" target="_blank" title="{attribute(file.name)}">{escape(file.name)}</a>'
