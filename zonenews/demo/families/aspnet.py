"""ASP.NET: every list page is the same address; the pager posts the form back. AspNetPager links pages instead."""

import base64
from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import hex32, number_of, printed_as, turns
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_MARK = "PageIndex="


class Aspnet(Templated):
    """`NewsMore.aspx?lmid=<hex>` with `__VIEWSTATE` and `__EVENTTARGET`."""

    frame = "classic"
    list_template = Template(
        """  <form name="aspnetForm" method="post" action="{{links}}" id="aspnetForm">
{{pager}}
  <div class="main">
    <span id="ctl00_lblPath">{{name}}</span>
    <table id="ctl00_cph_gvNews" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;">
{{rows}}
    </table>
  </div></form>"""
    )
    article_template = Template(
        """  <form method="post" action="NewsShow.aspx" id="form1">
  <input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwULLTE2MTY2ODcyMjlkZA==" />
  <div class="main">
    <div class="place">当前位置：{{links}}</div>
    <div class="xwbt"><span id="lblTitle">{{title}}</span></div>
    <div class="xwxx">{{info}}</div>
    <div class="xwnr" id="divContent"><span id="lblContent">
{{body}}</span></div>
    {{files}}{{editor}}
  </div></form>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"/NewsMore.aspx?lmid={hex32(section_path)[:8]}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/NewsShow.aspx?id={number_of(section_path, 3) * 1000 + number}"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        name = hex32(f"{article.path} {index}")
        if kind == "png":
            return f"/UserFiles/Image/{name}.png"
        return f"/DownFile.aspx?fileid={name[:8]}"

    def asked(self, section: Section, call: Call) -> int | None:
        path, _, query = self.first_path(section.path).partition("?")
        if call.path != path or call.query.get("lmid") != query.partition("=")[2]:
            return None
        state = base64.b64decode(call.form.get("__VIEWSTATE") or "").decode()
        number = int(state.partition(_MARK)[2] or 1)
        step = {"ctl00$cph$lbtnNext": 1, "ctl00$cph$lbtnPrev": -1}.get(call.form.get("__EVENTTARGET") or "", 0)
        return max(1, number + step)

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        path = self.first_path(section.path)
        rows = "\n".join(self.row(row, section, page) for row in page.rows)
        main = self.list_template.fill(
            links=path.removeprefix("/"),
            name=f"当前位置：{self.links(section)}",
            rows=f"{rows}\n<tr><td>{self.pager(section, page)}</td></tr>",
            pager=_hidden(page),
        )
        return frame.page(f"{section.name}-{frame.zone.name}", "", main)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = (
            f'<a href="{row.target.removeprefix("/")}" title="{attribute(row.title)}">{escape(cut(row.title, 34))}</a>'
        )
        return f'<tr><td style="height:28px;">{link}</td><td><span>{row.day:%Y/%m/%d}</span></td></tr>'

    def pager(self, section: Section, page: ListPage) -> str:
        def button(name: str, text: str, number: int | None) -> str:
            way = (
                f""" href="javascript:__doPostBack('ctl00$cph$lbtn{name}','')\"""" if number else ' disabled="disabled"'
            )
            return f'<a id="ctl00_cph_lbtn{name}"{way}>{text}</a>'

        names = ("First", "Prev", "Next", "Last")
        buttons = " ".join(button(name, *turn) for name, turn in zip(names, turns(page), strict=True))
        return (
            f'第<span id="ctl00_cph_lblNow">{page.number}</span>页 '
            f'共<span id="ctl00_cph_lblAll">{page.pages}</span>页 {buttons}'
        )

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return ""

    def info(self, article: Article, content: Content) -> str:
        author = f'　作者：<span id="lblAuthor">{content.author}</span>' if content.author else ""
        return (
            f'信息来源：<span id="lblSource">{content.source or ""}</span>{author}　'
            f'发布时间：<span id="lblTime">{printed_as(article.published, "%Y/%m/%d")}</span>　'
            '浏览次数：<span id="lblHits">32</span>'
        )

    def file(self, number: int, file: File) -> str:
        return f'附件{number}：<a id="rptFile_ctl0{number}_hl" href="{file.path}">{escape(file.name)}</a>'


class AspnetPager(Aspnet):
    """The AspNetPager control in its URL mode: `?page=2`; past the end it answers the last page again."""

    past_the_end = "last page"

    def first_path(self, section_path: str) -> str:
        return f"/xwlist.aspx?lmid={hex32(section_path)[:6]}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/xwshow.aspx?lmid={hex32(section_path)[:6]}&id={number_of(section_path, 3) * 1000 + number}"

    def asked(self, section: Section, call: Call) -> int | None:
        return int(call.query.get("page") or 1) if super().asked(section, call) else None

    def pager(self, section: Section, page: ListPage) -> str:
        def link(text: str, number: int | None) -> str:
            place = escape(f"{self.first_path(section.path)}&page={number}")
            way = f'href="{place}"' if number else 'disabled="disabled"'
            return f'<a {way} style="margin-right:5px;">{text}</a>'

        first, before, after, last = (link(text, number) for text, number in turns(page))
        numbers = "".join(
            f'<span class="cpb" style="margin-right:5px;">{n}</span>' if n == page.number else link(str(n), n)
            for n in range(1, page.pages + 1)
        )
        return f'<div id="AspNetPager1" class="paginator">{first}{before}{numbers}{after}{last}</div>'


def _hidden(page: ListPage) -> str:
    state = base64.b64encode(f"/wEPDwUKLTE3MjM{_MARK}{page.number}".encode()).decode()
    return f"""<div><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" /></div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'];
function __doPostBack(eventTarget, eventArgument) {{
    if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
        theForm.__EVENTTARGET.value = eventTarget;
        theForm.__EVENTARGUMENT.value = eventArgument;
        theForm.submit();
    }}
}}
//]]>
</script>"""
