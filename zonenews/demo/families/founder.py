"""Founder's publishing system: `node_123.htm`, `node_123_2.htm`, tags of its own round title, source and text."""

import re
from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.printing import climbing, hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Founder(Templated):
    """`/2023-10/25/content_123.htm`."""

    list_template = Template(
        """  <div class="content">
    <div class="crumbs">当前位置：{{links}}</div>
    <div class="node-name">{{name}}</div>
    <ul class="founder-list">
{{rows}}
    </ul>
    <div class="displaypagenum">{{pager}}</div>
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="crumbs">当前位置：{{links}} &gt; 正文</div>
    <!--enpproperty <title>{{title}}</title> /enpproperty-->
    <div id="title"><founder-title>{{title}}</founder-title></div>
    <div class="info">{{info}}</div>
    <div id="ozoom"><founder-content><!--enpcontent-->
{{body}}<!--/enpcontent--></founder-content></div>
    {{files}}{{editor}}
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"/node_{number_of(section_path)}.htm"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/{day:%Y-%m/%d}/content_{number_of(section_path) * 100 + number}.htm"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        folder = article.path.rpartition("/")[0]
        return f"{folder}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        found = re.fullmatch(rf"/node_{number_of(section.path)}_(\d+)\.htm", call.path)
        return int(found[1]) if found else super().asked(section, call)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = (
            f'<a href="{climbing(row.target, self.first_path(section.path))}" target="_blank">{escape(row.title)}</a>'
        )
        return f"<li>{link}<span>{row.day:%Y-%m-%d}</span></li>"

    def pager(self, section: Section, page: ListPage) -> str:
        stem = f"node_{number_of(section.path)}"

        def link(text: str, number: int) -> str:
            return f'<a href="{stem}{"" if number == 1 else f"_{number}"}.htm">{text}</a>'

        numbers = "".join(
            f'<span class="current">{n}</span>' if n == page.number else link(f"[{n}]", n)
            for n in range(1, page.pages + 1)
        )
        back = link("上一页", page.number - 1) if page.number > 1 else ""
        onward = link("下一页", page.number + 1) if page.number < page.pages else ""
        return f"{back}{numbers}{onward}"

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return f'<meta name="publishdate" content="{article.published.at:%Y-%m-%d}">'

    def info(self, article: Article, content: Content) -> str:
        source = f"来源：<founder-source>{content.source or ''}</founder-source>"
        author = f"　作者：<founder-author>{content.author}</founder-author>" if content.author else ""
        return f"<founder-date>{article.published.printed}</founder-date>　{source}{author}"

    def editor(self, content: Content) -> str:
        return f'<div class="editor">[责任编辑:{content.editor}]</div>\n' if content.editor else ""
