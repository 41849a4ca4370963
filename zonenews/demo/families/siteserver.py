"""SiteServer: `/contents/21/72948.html` under `/channels/21.html`, page links written by its template engine."""

import re
from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import hex32, number_of, turns
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

        def cell(text: str, number: int | None) -> str:
            return f'<td><a href="{place(number)}">{text}</a></td>' if number else f"<td>{text}</td>"

        every = range(1, page.pages + 1)
        options = "".join(
            f'<option value="{place(n)}"{" selected" if n == page.number else ""}>第{n}页</option>' for n in every
        )
        first, before, after, last = (cell(text, number) for text, number in turns(page, "首页|上一页|下一页|末页"))
        numbers = "".join(cell(str(n), n if n != page.number else None) for n in every)
        jump = "self.location.href=this.options[this.selectedIndex].value;"
        return f'{first}{before}{numbers}{after}{last}<td><select onchange="{jump}">{options}</select></td>'

    def info(self, article: Article, content: Content) -> str:
        author = f"<span>作者：{content.author}</span>" if content.author else ""
        return f"<span>来源：{content.source or ''}</span>{author}<span>日期：{article.published.printed}</span>"

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return ""
