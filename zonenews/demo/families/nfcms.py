"""Guangdong's NFCMS: `/content/post_123.html` with a mobile twin, lists counted from 1."""

from datetime import date
from html import escape
from urllib.parse import urljoin

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Picture, Row
from zonenews.demo.families.family import attribute, government_metas, static_page
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Nfcms(Templated):
    """`index.html`, `index_2.html`, a next link with a class of its own."""

    separator = "<i>&gt;</i>"
    list_template = Template(
        """  <div class="content">
    <div class="mianbaoxie">您现在的位置：{{links}}</div>
    <div class="listTit">{{name}}</div>
    <ul class="News_list">
{{rows}}
    </ul>
    <div class="page">{{pager}}</div>
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="mianbaoxie">您现在的位置：{{links}}</div>
    <h1 class="content_title">{{title}}</h1>
    <div class="zw-info">{{info}}</div>
    <div class="zw"><script>var NFCMS_POST_ID = 1, NFCMS_SITE_ID = 755012;</script>
{{body}}</div>
    {{files}}{{editor}}<div class="mobile-code"><span>手机查看</span></div>
    <p class="page-turn">上一篇：{{older}}</p><p class="page-turn">下一篇：{{newer}}</p>
  </div>"""
    )

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}content/post_{number_of(section_path) * 1000 + number}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/attachment/0/{number_of(article.path) % 997}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        page = static_page(section, call, "index", "html", second=2)
        return page.number if page else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}" title="{attribute(row.title)}">{escape(row.title)}</a>'
        return f'<li><span class="time">{row.day:%Y-%m-%d}</span>{link}</li>'

    def pager(self, section: Section, page: ListPage) -> str:
        def place(number: int) -> str:
            return urljoin(section.path, "index.html" if number == 1 else f"index_{number}.html")

        numbers = "".join(
            f'<a href="{place(n)}" class="{"current" if n == page.number else "num"}">{n}</a>'
            for n in range(1, page.pages + 1)
        )
        onward = f'<a href="{place(page.number + 1)}" class="next">&gt;</a>' if page.number < page.pages else ""
        return f'<a href="{place(1)}" class="first">首页</a>{numbers}{onward}<a href="{place(page.pages)}">尾页</a>'

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        mobile = article.path.replace("post_", "mpost_")
        return government_metas(section, article, content.source or "", frame.zone.name) + (
            f'\n<meta name="mobile-agent" content="format=html5; url={mobile}">\n<link rel="alternate" href="{mobile}">'
        )

    def info(self, article: Article, content: Content) -> str:
        author = f"<em>作者：{content.author}</em>" if content.author else ""
        return f"""
      <em>时间 : {article.published.printed}</em><em>来源 : {content.source or ""}</em>{author}
      <em>【字体：<a class="big">大</a> <a class="mid">中</a> <a class="small">小</a>】</em>"""

    def picture(self, picture: Picture, article: Article) -> str:
        image = f'<img class="nfw-cms-img" src="{picture.path}" alt="{attribute(picture.alt)}">'
        return f'<p style="text-align: center;">{image}</p>\n'

    def file(self, number: int, file: File) -> str:
        return f'<a class="nfw-cms-attachment" href="{file.path}" alt="{escape(file.name)}">{escape(file.name)}</a>'
