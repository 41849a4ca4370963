"""Sichuan's platform: articles under the day alone, list files whose names a script puts together."""

from datetime import date

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut, static_page
from zonenews.demo.families.printing import hex32, printed_as
from zonenews.demo.families.templated import Templated
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Sichuan(Templated):
    """`/2023/10/25/<32 hex>.shtml`, `list.shtml`, `list_2.shtml`."""

    list_template = Template(
        """  <div class="content">
    <div class="wz">您现在的位置：{{links}}</div>
    <div class="biaoti">{{name}}</div>
    <div id="dash-table"><table width="100%">
{{rows}}
    </table></div>
    {{pager}}
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="wz">您现在的位置：{{links}}</div>
    <div id="articlecontent">
      <h2>{{title}}</h2>
      <ul id="articleattribute">{{info}}<li>【字体：<a>大</a> <a>中</a> <a>小</a>】</li></ul>
      <div id="cmsArticleContent">
{{body}}</div>
      {{files}}{{editor}}
    </div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"{section_path}list.shtml"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/{day:%Y/%m/%d}/{hex32(f'{section_path} {number}')}.shtml"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        folder = article.path.removesuffix(".shtml")
        return f"{folder}/files/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        page = static_page(section, call, "list", "shtml", second=2)
        return page.number if page else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}" title="{attribute(row.title)}" target="_blank">{cut(row.title, 36)}</a>'
        return f'<tr><td class="dot">·</td><td>{link}</td><td class="time">{row.day:%Y-%m-%d}</td></tr>'

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<script type="text/javascript">
    var now = {page.number}, all = {page.pages};
    function go(number) {{
      window.location = number < 2 ? "list.shtml" : "list_" + number + ".shtml";
    }}
    </script>
    <div class="pages"><a href="javascript:go(now - 1)">上一页</a> <a href="javascript:go(now + 1)">下一页</a>
      第{page.number}页 共{page.pages}页</div>"""

    def info(self, article: Article, content: Content) -> str:
        author = f"<li>作者：{content.author}</li>" if content.author else ""
        day = printed_as(article.published, "%Y年%m月%d日")
        return f"<li>{day}</li><li>来源：{content.source or ''}</li>{author}"
