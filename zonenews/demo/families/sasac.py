"""Sites in SASAC's manner: numbers for sections and articles, each article a `content.html`, a `<select>` of pages."""

from datetime import date

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut, static_page
from zonenews.demo.families.printing import climbing, hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Sasac(Templated):
    """`/n123/n456/c789/content.html`."""

    list_template = Template(
        """  <div class="content">
    <div class="currentpath">您所在的位置：{{links}}</div>
    <div class="zsy_conlist"><h3>{{name}}</h3>
    <ul>
{{rows}}
    </ul>
    <div class="zsy_page">{{pager}}</div></div>
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="currentpath">您所在的位置：{{links}} &gt; 正文</div>
    <div class="zsy_content">
      <div class="zsy_cotitle">{{title}}
        <p>{{info}}</p></div>
      <div class="zsy_comain">
{{body}}</div>
      {{files}}{{editor}}
    </div>
  </div>"""
    )

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}c{number_of(section_path, 7) * 10 + number}/content.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"{article.path.rpartition('/')[0]}/part/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        page = static_page(section, call, "index", "html", second=2)
        return page.number if page else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{climbing(row.target, section.path)}" title="{attribute(row.title)}">{cut(row.title, 34)}</a>'
        return f"<li><span>[{row.day:%Y-%m-%d}]</span>{link}</li>"

    def pager(self, section: Section, page: ListPage) -> str:
        def option(number: int) -> str:
            place = f"index_{number}.html" if number > 1 else "index.html"
            return f'<option value="{place}"{" selected" if number == page.number else ""}>{number}</option>'

        options = "".join(map(option, range(1, page.pages + 1)))
        return f'转到第<select onchange="window.location.href=this.value">{options}</select>页'

    def info(self, article: Article, content: Content) -> str:
        author = f"　作者：{content.author}" if content.author else ""
        return f"文章来源：{content.source or ''}{author}　发布时间：{article.published.printed}"
