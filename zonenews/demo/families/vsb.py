"""VSB webber: the list's files count down, articles carry no date in their address."""

import re
from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import climbing, hex32, number_of, printed_as, turns
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Vsb(Templated):
    """`tzgg.htm`, then `tzgg/10.htm`, …, `tzgg/1.htm`; `info/1001/2345.htm`."""

    separator = "&gt;&gt;"
    list_template = Template(
        """  <div class="content">
    <div class="winstyle1048"><span class="winstyle">当前位置: {{links}}</span></div>
    <h3 class="column">{{name}}</h3>
    <div class="main_conRCb"><ul>
{{rows}}
    </ul></div>
    {{pager}}
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="winstyle1048">当前位置: {{links}}&gt;&gt;正文</div>
    <form name="_newscontent_fromname"><div>
      <h1 align="center">{{title}}</h1>
      <div align="center" class="info">{{info}}</div>
      <div id="vsb_content_2"><div class="v_news_content">
{{body}}</div></div><div id="div_vote_id"></div>
      {{files}}{{editor}}
      <p align="right"><span>上一条：{{older}}</span></p>
      <p align="right"><span>下一条：{{newer}}</span></p>
      【<a href="javascript:window.opener=null;window.open('','_self');window.close();">关闭</a>】
    </div></form>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"{section_path.rstrip('/')}.htm"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/info/{number_of(section_path)}/{2000 + number}.htm"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        name = hex32(f"{article.path} {index}").upper()
        if kind == "png":
            return f"/__local/{name[0]}/{name[1:3]}/{name[3:5]}/{name.lower()}.png"
        place = f"owner=1533014&wbfileid={int(name[:6], 16)}"
        return f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&{place}"

    def asked(self, section: Section, call: Call) -> int | None:
        found = re.fullmatch(rf"{re.escape(section.path)}(\d{{1,4}})\.htm", call.path)
        return section.pages - int(found[1]) + 1 if found else super().asked(section, call)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        own = self.first_path(section.path) if page.number == 1 else f"{section.path}1.htm"
        link = f'<a href="{climbing(row.target, own)}" target="_blank" title="{attribute(row.title)}">'
        return (
            f'<li id="line_u9_{page.number}">{link}{escape(cut(row.title, 42))}</a><span>{row.day:%Y-%m-%d}</span></li>'
        )

    def place(self, section: Section, page: ListPage, number: int) -> str:
        """Where a list page stands, as this page links it."""
        name = section.path.rstrip("/").rpartition("/")[2]
        place = f"../{name}.htm" if number == 1 else f"{section.pages - number + 1}.htm"
        return f"{name}/{place}" if page.number == 1 else place

    def pager(self, section: Section, page: ListPage) -> str:

        def button(style: str, text: str, target: int | None) -> str:
            if target is None:
                return f'<span class="{style}_d p_fun_d">{text}</span>'
            place = escape(self.place(section, page, target))
            return f'<span class="{style} p_fun"><a href="{place}">{text}</a></span>'

        styles = ("p_first", "p_prev", "p_next", "p_last")
        words = turns(page, "首页|上页|下页|尾页")
        first, before, after, last = (button(style, *turn) for style, turn in zip(styles, words, strict=True))
        return (
            '<div class="pb_sys_common pb_sys_normal pb_sys_style1" style="margin-top:10px;text-align:center;">'
            f'<span class="p_t">共{len(section.rows)}条</span> <span class="p_pages">{first}{before}'
            f'<span class="p_no_d">{page.number}</span>{after}{last}</span>'
            f'<span class="p_t">{page.number}/{section.pages}</span></div>'
        )

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        title = f'<meta name="pageTitle" content="{attribute(article.title)}"/>'
        return f'<META Name="keywords" Content="{frame.zone.name}" />\n{title}'

    def info(self, article: Article, content: Content) -> str:
        hits = '<script>_showDynClicks("wbnews", 1533014, 2345)</script>次'
        author = f"作者：{content.author}&nbsp;&nbsp;" if content.author else ""
        return (
            f"发布日期：{printed_as(article.published, '%Y年%m月%d日')}&nbsp;&nbsp; {author}"
            f"来源：{content.source or ''}&nbsp;&nbsp; 点击：{hits}"
        )

    def paragraph(self, text: str) -> str:
        return f'<p class="vsbcontent_start">{escape(text)}</p>\n'

    def files(self, files: tuple[File, ...], article: Article) -> str:
        items = "".join(
            f'<li>附件【<a href="{file.path}" target="_blank">{escape(file.name)}</a>】'
            f'已下载<span id="nattach{number}"></span>次</li>\n'
            for number, file in enumerate(files)
        )
        return f'<ul style="list-style-type:none;">\n{items}</ul>' if files else ""


class VsbDynamic(Vsb):
    """The older form: `list.jsp?…&PAGENUM=2` counts up, `content.jsp?…&wbnewsid=2345`."""

    past_the_end = "last page"

    def first_path(self, section_path: str) -> str:
        return f"/list.jsp?urltype=tree.TreeTempUrl&wbtreeid={number_of(section_path)}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        tree = number_of(section_path)
        return f"/content.jsp?urltype=news.NewsContentUrl&wbtreeid={tree}&wbnewsid={2000 + number}"

    def asked(self, section: Section, call: Call) -> int | None:
        if call.path != "/list.jsp" or call.query.get("wbtreeid") != str(number_of(section.path)):
            return None
        return int(call.query.get("PAGENUM") or 1)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{escape(row.target)}" target="_blank" title="{attribute(row.title)}">'
        return f"<li>{link}{escape(cut(row.title, 42))}</a><span>{row.day:%Y/%m/%d}</span></li>"

    def place(self, section: Section, page: ListPage, number: int) -> str:
        return f"{self.first_path(section.path)}&totalpage={section.pages}&PAGENUM={number}"
