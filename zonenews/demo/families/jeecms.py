"""JEECMS: `.jhtml`, buttons that set `location.href`, attachments with a key."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Row
from zonenews.demo.families.family import attribute, cut, static_page
from zonenews.demo.families.printing import hex32, number_of, turns
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Jeecms(Templated):
    """`/news1/123.jhtml`; `index.jhtml`, `index_2.jhtml`."""

    frame = "classic"
    list_template = Template(
        """  <div class="main">
    <div class="pos">当前位置：{{links}}&nbsp;&gt;&nbsp;列表</div>
    <h2 class="colname">{{name}}</h2>
    <ul class="newslist">
{{rows}}
    </ul>
    <div class="pagebar">{{pager}}</div>
  </div>"""
    )
    article_template = Template(
        """  <div class="main">
    <div class="pos">当前位置：{{links}}&nbsp;&gt;&nbsp;正文</div>
    <div class="w668"><h1 class="f20">{{title}}</h1>
      <div class="msgbar">{{info}}</div>
      <div class="summary" style="display:none">{{title}}</div>
      <div class="txt" id="content-txt">
{{body}}</div>
      {{files}}{{editor}}
      <div class="sxp"><span>上一篇：{{older}}</span><br/><span>下一篇：{{newer}}</span></div>
      <div class="pinglun"><a href="/comment.jspx?contentId=1">查看评论</a></div>
    </div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"{section_path}index.jhtml"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{number_of(section_path, 3) * 100 + number}.jhtml"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        key = hex32(f"{article.path} {index}")
        if kind == "png":
            return f"/u/cms/www/{article.published.at:%Y%m}/{key}.png"
        stamp = int(article.published.at.timestamp() * 1000)
        return f"/attachment.jspx?cid={number_of(article.path)}&i={index}&t={stamp}&k={key}"

    def asked(self, section: Section, call: Call) -> int | None:
        page = static_page(section, call, "index", "jhtml", second=2)
        return page.number if page else None

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}" title="{attribute(row.title)}" target="_blank">{escape(cut(row.title, 32))}</a>'
        return f'<li><span class="fr">[{row.day:%Y-%m-%d}]</span>{link}</li>'

    def pager(self, section: Section, page: ListPage) -> str:
        def place(number: int) -> str:
            return "index.jhtml" if number == 1 else f"index_{number}.jhtml"

        def button(text: str, number: int | None) -> str:
            go = f"location.href=encodeURI('{place(number or page.number)}');"
            off = "" if number else ' disabled="disabled"'
            return f'<input type="button" value="{text}" onclick="{go}"{off}/>'

        buttons = "".join(button(text, number) for text, number in turns(page, "首 页|上一页|下一页|尾 页"))
        options = "".join(
            f'<option value="{place(n)}"{" selected" if n == page.number else ""}>{n}</option>'
            for n in range(1, page.pages + 1)
        )
        return (
            f"<div>共 {page.total} 条记录&nbsp;{page.number}/{page.pages}&nbsp;页&nbsp; {buttons}&nbsp; "
            f'第<select onchange="location.href=encodeURI(this.value);">{options}</select>页</div>'
        )

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return f'<meta name="keywords" content="{section.name}"/>\n<meta name="description" content="{section.name}"/>'

    def info(self, article: Article, content: Content) -> str:
        source = f'<a href="http://www.example.cn/" target="_blank">{content.source}</a>' if content.source else ""
        return (
            f"发布时间：{article.published.printed} &nbsp; 来源：{source} &nbsp; 作者：{content.author or ''} &nbsp; "
            '浏览：<span id="views">0</span>次 &nbsp; <a href="javascript:window.print()">打印</a>'
        )

    def file(self, number: int, file: File) -> str:
        return f'附件： <a id="attach{number}" href="{escape(file.path)}">{escape(file.name)}</a>'
