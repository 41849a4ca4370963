"""Home-made sites that count pages in the address: in the query, or in the path as ThinkPHP does."""

import re
from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import hex32, number_of, printed_as, turns
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Query(Templated):
    """`/news?cid=303&pageNo=2` behind bare numbers; past the end it answers the last page again."""

    past_the_end = "last page"
    list_template = Template(
        """  <div class="content">
    <div class="daohang">您的位置：{{links}}</div>
    <div class="hd"><h2>{{name}}</h2></div>
    <dl class="zx-list">
{{rows}}
    </dl>
    <div class="fanye">{{pager}}</div>
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="daohang">您的位置：{{links}}</div>
    <article>
      <h1>{{title}}</h1>
      <div class="docInfo">{{info}}</div>
      <div class="con1_text">
{{body}}</div>
      {{files}}{{editor}}
    </article>
    <div class="prenext"><div>上一篇：{{older}}</div><div>下一篇：{{newer}}</div></div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"/news?cid={number_of(section_path, 3)}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/news/show?id={number_of(section_path, 3) * 100 + number}"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/static/upload/{article.published.at:%Y%m%d}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        if call.path != "/news" or call.query.get("cid") != str(number_of(section.path, 3)):
            return None
        return int(call.query.get("pageNo") or 1)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}">{escape(row.title)}</a>'
        return f'<dd><div class="day"><b>{row.day:%d}</b><i>{row.day:%Y-%m}</i></div><div class="tit">{link}</div></dd>'

    def pager(self, section: Section, page: ListPage) -> str:
        first = self.first_path(section.path)
        return " ".join(
            f"<strong>{n}</strong>" if n == page.number else f'<a href="{escape(first)}&amp;pageNo={n}">{n}</a>'
            for n in range(1, page.pages + 1)
        )

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return ""

    def info(self, article: Article, content: Content) -> str:
        author = f"<span>作者：{content.author}</span>" if content.author else ""
        return (
            f'<span class="con1_time">{printed_as(article.published, "%Y年%m月%d日")}</span>'
            f"<span>来源：{content.source or ''}</span>{author}<span>浏览：<em>--</em></span>"
        )


class Thinkphp(Query):
    """`/Content/browse/cid/303/p/2.html`."""

    past_the_end = "no rows"

    def first_path(self, section_path: str) -> str:
        return f"/Content/browse/cid/{number_of(section_path, 3)}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/Content/detail/id/{number_of(section_path, 3) * 100 + number}.html"

    def asked(self, section: Section, call: Call) -> int | None:
        found = re.fullmatch(rf"{self.first_path(section.path)}(?:/p/(\d+)(?:\.html)?)?", call.path)
        return int(found[1] or 1) if found else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}" title="{attribute(row.title)}">{escape(cut(row.title, 30))}</a>'
        return f"<dd>{link}<em>{row.day:%Y.%m.%d}</em></dd>"

    def pager(self, section: Section, page: ListPage) -> str:
        def link(text: str, number: int, name: str) -> str:
            return f"<a class='{name}' href='{self.first_path(section.path)}/p/{number}.html'>{text}</a>"

        numbers = "".join(
            f"<span class='current'>{n}</span>" if n == page.number else link(str(n), n, "num")
            for n in range(1, page.pages + 1)
        )
        onward = link(">>", page.number + 1, "next") if page.number < page.pages else ""
        back = link("<<", page.number - 1, "prev") if page.number > 1 else ""
        return f" {page.total} 条记录 {page.number}/{page.pages} 页 {back}{numbers}{onward}"


class Numid(Query):
    """Articles at `/123456/index.html`, which look like sections; lists at `/web/sec/<id>/index.shtml?page=2`."""

    past_the_end = "404"

    def first_path(self, section_path: str) -> str:
        return f"{section_path}index.shtml"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/{number_of(section_path, 6) % 10**6 + number}/index.html"

    def asked(self, section: Section, call: Call) -> int | None:
        return int(call.query.get("page") or 1) if call.path in (section.path, self.first_path(section.path)) else None

    def pager(self, section: Section, page: ListPage) -> str:
        links = "".join(f'<li><a href="?page={n}">{text}</a></li>' for text, n in turns(page, "首页|‹|›|末页") if n)
        return f'<ul class="pagination">{links}<li class="total">共{page.pages}页</li></ul>'
