"""Sites whose rows and pager are no links: `onclick`, `data-url`, buttons."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut, static_page
from zonenews.demo.families.printing import hex32, number_of, turns
from zonenews.demo.families.templated import Templated
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_ARTICLE = Template(
    """  <div class="content">
    <div class="current">所在位置：{{links}}</div>
    <div class="show-title">{{title}}</div>
    <div class="show-info">{{info}}</div>
    <div class="show-con"><section>
{{body}}</section></div>
    {{files}}{{editor}}
  </div>"""
)


class Onclick(Templated):
    """Rows that `window.open`, a button that sets `location.href`."""

    list_template = Template(
        """  <div class="content">
    <div class="current">所在位置：{{links}}</div>
    <div class="rightLs"><h3>{{name}}</h3>
    <ul>
{{rows}}
    </ul>
    <div class="nub channelpages">{{pager}}</div></div>
  </div>"""
    )
    article_template = _ARTICLE

    def first_path(self, section_path: str) -> str:
        return f"{section_path}index.shtml"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m%d}/{number_of(section_path) * 100 + number}.shtml"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"{article.path.rpartition('/')[0]}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        page = static_page(section, call, "index", "shtml", second=2)
        return page.number if page else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        return (
            f'<li style="cursor:pointer" title="{attribute(row.title)}" onclick="window.open(\'{row.target}\')">'
            f'<p class="tit">{escape(cut(row.title, 36))}</p><p class="date">{row.day:%Y-%m-%d}</p></li>'
        )

    def pager(self, section: Section, page: ListPage) -> str:
        def button(text: str, number: int | None) -> str:
            target = number or page.number
            place = "index.shtml" if target == 1 else f"index_{target}.shtml"
            off = "" if number else " disabled"
            return f'<input type="button" value="{text}" onclick="window.location.href=\'{place}\'"{off}>'

        return "".join(button(text, number) for text, number in turns(page)) + f" {page.number}/{page.pages}"

    def info(self, article: Article, content: Content) -> str:
        parts = [f"<i>{article.published.printed}</i>", f"<i>来源：{content.source or ''}</i>"]
        parts += [f"<i>作者：{content.author}</i>"] if content.author else []
        return "｜".join(parts)


class DataUrl(Onclick):
    """Rows that keep their address in `data-url`."""

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        return (
            f'<li class="item" data-url="{row.target}"><h4>{escape(row.title)}</h4>'
            f'<span class="time">{row.day:%Y-%m-%d}</span></li>'
        )
