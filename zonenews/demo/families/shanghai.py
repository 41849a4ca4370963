"""Shanghai's platform: a jQuery pagination plugin, rows left in comments, announced pages that are not there."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut, static_page
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Shanghai(Templated):
    """`/nw1234/20231025/<32 hex>.html`; `index.html`, `index_2.html`."""

    list_template = Template(
        """  <div class="content container">
    <ol class="breadcrumb"><li class="fa-map">当前位置：</li><li>{{links}}</li></ol>
    <h2 class="main-title">{{name}}</h2>
    <ul class="tadaty-list list-unstyled">
{{rows}}
    </ul>
    {{pager}}
  </div>"""
    )
    article_template = Template(
        """  <div class="content container Article">
    <ol class="breadcrumb"><li class="fa-map">当前位置：</li><li>{{links}}</li></ol>
    <h2 id="ivs_title">{{title}}<small class="PBtime">{{info}}</small></h2>
    <div id="ivs_content" class="Article_content">
{{body}}</div>
    {{files}}{{editor}}
    <div class="shareBox"><span>分享：</span><div class="share-component" data-disabled="google,twitter"></div></div>
  </div>"""
    )

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/nw{number_of(section_path)}/{day:%Y%m%d}/{hex32(f'{section_path} {number}')}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/cmsres/{hex32(article.path)[:2]}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        page = static_page(section, call, "index", "html", second=2)
        return page.number if page else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}" target="_blank" title="{attribute(row.title)}">{escape(cut(row.title, 44))}</a>'
        old = f'<!-- <li><a href="/nw1/{row.day:%Y%m%d}/u1aw{row.day:%d}.html">{escape(row.title)}</a></li> -->'
        return f'{old}\n<li>{link}<span class="time">{row.day:%Y-%m-%d}</span></li>'

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<ul class="pagination" id="pagination"></ul>
    <script>
      $(function () {{
        $("#pagination").pagination("setPage", {page.number}, {page.pages});
        $("#pagination").on("page", function (event, number) {{
          location.href = number == 1 ? "index.html" : "index_" + number + ".html";
        }});
      }});
    </script>"""

    def info(self, article: Article, content: Content) -> str:
        source = f"　来源：{content.source}" if content.source else ""
        author = f"　作者：{content.author}" if content.author else ""
        return f"（{article.published.printed}{source}{author}）"
