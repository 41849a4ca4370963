"""EmpireCMS: everything in tables, `index_2.html`; its dynamic lists count from page 0."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut, static_page
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Empire(Templated):
    """`/news/2023-10-25/123.html`; `index.html`, `index_2.html`."""

    frame = "classic"
    separator = "&nbsp;>&nbsp;"
    list_template = Template(
        """  <div class="main">
    <table width="100%" border="0" cellspacing="1" cellpadding="3"><tr><td>您当前的位置：{{links}}</td></tr></table>
    <table width="100%" class="list_title"><tr><td><strong>{{name}}</strong></td></tr></table>
    <table width="100%"><tr><td><ul>
{{rows}}
    </ul></td></tr></table>
    <div class="list_page">{{pager}}</div>
  </div>"""
    )
    article_template = Template(
        """  <div class="main">
    <table width="100%" class="position"><tr><td>您当前的位置：{{links}}&nbsp;>&nbsp;正文</td></tr></table>
    <table width="100%" border="0" cellspacing="0" cellpadding="0" class="title_info">
      <tr><td class="title_td"><h1>{{title}}</h1></td></tr>
      <tr><td class="info_text" align="center">{{info}}</td></tr></table>
    <table width="100%" border="0"><tr><td id="text">
{{body}}</td></tr>
      <tr><td>{{files}}{{editor}}</td></tr></table>
    <table width="100%"><tr><td>上一篇：{{older}}</td></tr><tr><td>下一篇：{{newer}}</td></tr></table>
    <div class="sharebox">分享到：<a href="#">微信</a></div>
  </div>"""
    )

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y-%m-%d}/{number_of(section_path, 3) * 10 + number}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/d/file/p/{article.published.at:%Y-%m-%d}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        page = static_page(section, call, "index", "html", second=2)
        return page.number if page else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{escape(row.target)}" title="{attribute(row.title)}">{escape(cut(row.title, 36))}</a>'
        return f"<li>{link} <span>{row.day:%Y-%m-%d}</span></li>"

    def place(self, section: Section, number: int) -> str:
        """Where a list page stands, as the pager links it."""
        return section.path + ("index.html" if number == 1 else f"index_{number}.html")

    def pager(self, section: Section, page: ListPage) -> str:
        number, last = page.number, page.pages
        shown = [
            f"<b>{n}</b>" if n == number else f'<a href="{escape(self.place(section, n))}">{n}</a>'
            for n in range(1, last + 1)
        ]
        if number > 1:
            shown.insert(0, f'<a href="{escape(self.place(section, number - 1))}">上一页</a>')
            shown.insert(0, f'<a href="{escape(self.place(section, 1))}">首页</a>')
        if number < last:
            shown.append(f'<a href="{escape(self.place(section, number + 1))}">下一页</a>')
            shown.append(f'<a href="{escape(self.place(section, last))}">尾页</a>')
        return f'<a title="总数">&nbsp;<b>{page.total}</b> </a>&nbsp;&nbsp;{"&nbsp;".join(shown)}'

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return f'<meta name="keywords" content="{section.name}" />'

    def info(self, article: Article, content: Content) -> str:
        source = f'<a href="http://www.example.cn" target="_blank">{content.source}</a>' if content.source else ""
        author = f"&nbsp;&nbsp;作者：{content.author}" if content.author else ""
        hits = '<script src="/e/public/ViewClick/?classid=5&id=1&addclick=1"></script>'
        return f"时间：{article.published.printed}&nbsp;&nbsp;来源：{source}{author}&nbsp;&nbsp;点击：{hits} 次"


class EmpireDynamic(Empire):
    """`/e/action/ListInfo/?classid=5`, page 2 is `page=1`; past the end stands a list without rows."""

    past_the_end = "no rows"

    def first_path(self, section_path: str) -> str:
        return f"/e/action/ListInfo/?classid={number_of(section_path, 2)}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        column = number_of(section_path, 2)
        return f"/e/action/ShowInfo.php?classid={column}&id={column * 100 + number}"

    def asked(self, section: Section, call: Call) -> int | None:
        known = call.path in ("/e/action/ListInfo/", "/e/action/ListInfo/index.php")
        if not known or call.query.get("classid") != str(number_of(section.path, 2)):
            return None
        return int(call.query.get("page") or 0) + 1

    def place(self, section: Section, number: int) -> str:
        query = f"page={number - 1}&classid={number_of(section.path, 2)}&totalnum={len(section.rows)}"
        return f"/e/action/ListInfo/index.php?{query}"
