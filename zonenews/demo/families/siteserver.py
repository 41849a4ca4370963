"""SiteServer: `/contents/21/72948.html` under `/channels/21.html`, page links written by its template engine."""

import re
from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Siteserver(Templated):
    """`/channels/21.html`, `/channels/21_2.html`; the ids are no dates."""

    separator = " - "
    list_template = Template(
        """  <div class="content">
    <div class="location">您现在的位置： {{links}}</div>
    <div class="list_title">{{name}}</div>
    <table width="100%" class="list_table">
{{rows}}
    </table>
    <table align="center"><tr>{{pager}}</tr></table>
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="location">您现在的位置： {{links}}</div>
    <div class="content_box">
      <div class="c_title">{{title}}</div>
      <div class="c_info">{{info}}<span>阅读：<script src="/sitefiles/services/cms/PageService.aspx?type=Hits"></script>
        次</span></div>
      <div class="c_text">
{{body}}</div>
      {{files}}{{editor}}
      <ul class="c_near"><li>上一篇：{{older}}</li><li>下一篇：{{newer}}</li></ul>
    </div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"/channels/{number_of(section_path)}.html"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/contents/{number_of(section_path)}/{72000 + number}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        folder = "images" if kind == "png" else "files"
        place = f"{article.published.at.year}/{article.published.at.month}"
        return f"/upload/{folder}/{place}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        found = re.fullmatch(rf"/channels/{number_of(section.path)}_(\d{{1,4}})\.html", call.path)
        return int(found[1]) if found else super().asked(section, call)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}" target="_blank" title="{attribute(row.title)}">{escape(cut(row.title, 30))}</a>'
        return f'<tr><td height="28">·{link}</td><td width="90" align="right">{row.day:%Y/%m/%d}</td></tr>'

    def pager(self, section: Section, page: ListPage) -> str:
        def place(number: int) -> str:
            first = self.first_path(section.path)
            return first if number == 1 else first.replace(".html", f"_{number}.html")

        def cell(text: str, number: int, on: bool) -> str:
            return f'<td><a href="{place(number)}">{text}</a></td>' if on else f"<td>{text}</td>"

        number, last = page.number, page.pages
        options = "".join(
            f'<option value="{place(n)}"{" selected" if n == number else ""}>第{n}页</option>'
            for n in range(1, last + 1)
        )
        numbers = "".join(cell(str(n), n, n != number) for n in range(1, last + 1))
        return (
            f"{cell('首页', 1, number > 1)}{cell('上一页', number - 1, number > 1)}{numbers}"
            f"{cell('下一页', number + 1, number < last)}{cell('末页', last, number < last)}"
            f'<td><select onchange="self.location.href=this.options[this.selectedIndex].value;">{options}</select></td>'
        )

    def info(self, article: Article, content: Content) -> str:
        author = f"<span>作者：{content.author}</span>" if content.author else ""
        return f"<span>来源：{content.source or ''}</span>{author}<span>日期：{article.published.printed}</span>"

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return ""
