"""Epoint: class names that begin with `ewb-`, uuid addresses, page 2 is `2.html`."""

import re
from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import hex32, printed_as, turns, uuid_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Epoint(Templated):
    """`/zfxx/002/002001/20231025/<uuid>.html`, `subpage.html`, `2.html`."""

    separator = '<span class="ewb-sep">&gt;</span>'
    list_template = Template(
        """  <div class="content ewb-container">
    <div class="ewb-location">您现在的位置：{{links}}</div>
    <div class="ewb-list-hd"><h3>{{name}}</h3></div>
    <ul class="ewb-list">
{{rows}}
    </ul>
    <div class="ewb-page">{{pager}}</div>
  </div>"""
    )
    article_template = Template(
        """  <div class="content ewb-container">
    <div class="ewb-location">您现在的位置：{{links}}<span class="ewb-sep">&gt;</span><span>正文</span></div>
    <div class="ewb-article">
      <h3 class="ewb-article-tt" id="title">{{title}}</h3>
      <div class="ewb-article-sources"><p>{{info}}【 字号 <a>大</a> <a>中</a> <a>小</a> 】
        【<a href="javascript:window.print()">我要打印</a>】【<a href="javascript:window.close()">关闭</a>】</p></div>
      <div class="ewb-article-info">
{{body}}</div>
      {{files}}{{editor}}
    </div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"{section_path}subpage.html"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m%d}/{uuid_of(f'{section_path} {number}')}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/uploadfile/{article.published.at:%Y%m%d}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        found = re.fullmatch(rf"{re.escape(section.path)}(\d{{1,4}})\.html", call.path)
        return int(found[1]) if found else super().asked(section, call)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}" class="ewb-list-name" title="{attribute(row.title)}" target="_blank">'
        return f"""<li class="ewb-list-node clearfix">{link}
  {escape(cut(row.title, 40))}
</a><span class="ewb-list-date">{row.day:%Y-%m-%d}</span></li>"""

    def pager(self, section: Section, page: ListPage) -> str:
        def item(text: str, number: int | None) -> str:
            place = "subpage.html" if number == 1 else f"{number}.html" if number else "javascript:void(0)"
            return f'<li class="ewb-page-li"><a class="wb-page-default wb-page-number" href="{place}">{text}</a></li>'

        first, before, after, last = (item(text, number) for text, number in turns(page, "首页|上页|下页|尾页"))
        own = f'<li class="ewb-page-li"><span id="index">{page.number}/{page.pages}</span></li>'
        return f'<ul class="m-pagination-page">{first}{before}{own}{after}{last}</ul>'

    def info(self, article: Article, content: Content) -> str:
        day = printed_as(article.published, "%Y/%m/%d")
        author = f"<span>【作者：{content.author}】</span>" if content.author else ""
        return f"<span>【 信息时间：{day} 】</span><span>【来源：{content.source or ''}】</span>{author}\n        "

    def file(self, number: int, file: File) -> str:
        return f'<a href="{file.path}" class="ewb-attach" target="_blank">{number}、{escape(file.name)}</a>'

    def editor(self, content: Content) -> str:
        return f'<p class="ewb-editor" align="right">（责任编辑：{content.editor}）</p>' if content.editor else ""
