"""PowerEasy SiteFactory: `/Item/123.aspx` under `/Category_5/Index.aspx`."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut, static_page
from zonenews.demo.families.printing import hex32, number_of, printed_as, turns
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Powereasy(Templated):
    """`Index.aspx`, `Index_2.aspx`."""

    frame = "classic"
    separator = " >> "
    list_template = Template(
        """  <div class="main">
    <div id="path">您现在的位置：{{links}}</div>
    <div class="c_main_box"><h3>{{name}}</h3>
      <ul class="p_list">
{{rows}}
      </ul>
      <div class="p_pager">{{pager}}</div></div>
  </div>"""
    )
    article_template = Template(
        """  <div class="main">
    <div id="path">您现在的位置：{{links}} >> 正文</div>
    <div class="c_main_one">
      <h2 class="title">{{title}}</h2>
      <div class="property">{{info}}<span>【字号：<a href="javascript:fontZoom(18)">大</a>
        <a href="javascript:fontZoom(14)">小</a>】</span></div>
      <div id="fontzoom" class="c_content_overflow">
{{body}}</div>
      {{files}}{{editor}}
      <ul class="p_near"><li>上一篇：{{older}}</li><li>下一篇：{{newer}}</li></ul>
      <div class="p_tools"><a href="javascript:window.print()">打印本文</a> <a href="#">加入收藏</a></div>
    </div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"{section_path}Index.aspx"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/Item/{number_of(section_path, 2) * 1000 + number}.aspx"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/UploadFiles/Article/{article.published.at:%Y/%m}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        page = static_page(section, call, "Index", "aspx", second=2)
        return page.number if page else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        hint = attribute(f"标题：{row.title}")
        link = f'<a href="{row.target}" title="{hint}" target="_blank">{escape(cut(row.title, 28))}</a>'
        return f'<li><span class="date">{row.day:%Y年%m月%d日}</span>{link}</li>'

    def pager(self, section: Section, page: ListPage) -> str:
        def button(text: str, number: int | None) -> str:
            place = section.path + ("Index.aspx" if number == 1 else f"Index_{number}.aspx")
            return f'<a href="{place}">{text}</a>' if number else text

        buttons = " | ".join(button(text, number) for text, number in turns(page))
        return (
            f"共 <b>{page.total}</b> 条信息　{buttons}　"
            f"页次：<b>{page.number}</b>/{page.pages}页　{section.page_rows}条信息/页"
        )

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return ""

    def info(self, article: Article, content: Content) -> str:
        author = f"<span>【作者：{content.author}】</span>" if content.author else ""
        day = printed_as(article.published, "%Y年%m月%d日")
        hits = '<span>【点击数：<script src="/Common/ShowHits.aspx?id=1"></script>】</span>'
        return f"<span>【来源：{content.source or ''}】</span>{author}<span>【发布日期：{day}】</span>{hits}"
