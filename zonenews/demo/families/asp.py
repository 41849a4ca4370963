"""Classic ASP: GBK, tables within tables, fonts, attributes without quotes; past the end the last page again."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Picture, Row
from zonenews.demo.families.family import cut
from zonenews.demo.families.printing import hex32, number_of, printed_as, turns
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Asp(Templated):
    """`list.asp?class=3&page=2`, `show.asp?id=123`."""

    charset = "gb18030"
    frame = "table"
    past_the_end = "last page"
    list_template = Template(
        """<table width=100% border=0 cellspacing=0 cellpadding=0>
<tr><td height=30 background=images/bg.gif>您现在的位置：{{links}}</td></tr>
<tr><td><table width=98% border=0 align=center>
{{rows}}
</table></td></tr>
<tr><td align=center height=40><form action="" method=get>{{pager}}</form></td></tr>
</table>"""
    )
    article_template = Template(
        """<table width=98% border=0 align=center cellpadding=4>
<tr><td height=30>您现在的位置：{{links}} &gt; 正文</td></tr>
<tr><td align=center><font size=4 color=#CC0000><b>{{title}}</b></font></td></tr>
<tr><td align=center bgcolor=#F2F2F2>{{info}}</td></tr>
<tr><td style="line-height:200%"><font size=3>{{body}}</font></td></tr>
<tr><td>{{files}}</td></tr>
<tr><td align=right>{{editor}}[<a href=javascript:window.print()>打印</a>]
[<a href=javascript:window.close()>关闭</a>]</td></tr>
</table>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"/list.asp?class={number_of(section_path, 2)}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/show.asp?id={number_of(section_path, 2) * 1000 + number}"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/edit/UploadFile/{article.published.at:%Y%m}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        if call.path != "/list.asp" or call.query.get("class") != str(number_of(section.path, 2)):
            return None
        return int(call.query.get("page") or 1)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f"<a href={row.target.removeprefix('/')} target=_blank>{escape(cut(row.title, 60))}</a>"
        day = f"{row.day.year}-{row.day.month}-{row.day.day}"
        cell = f"<td height=25>{link} <font color=#999999>({day})</font></td>"
        return f"<tr><td width=20><img src=images/dot.gif></td>{cell}</tr>"

    def pager(self, section: Section, page: ListPage) -> str:
        def button(text: str, number: int | None) -> str:
            place = f"?class={number_of(section.path, 2)}&page={number}"
            return f"<a href={place}>[{text}]</a>" if number else f"[{text}]"

        buttons = " ".join(button(text, number) for text, number in turns(page))
        return (
            f"共<font color=red>{page.total}</font>条 {buttons} 页次：{page.number}/{page.pages}页 "
            f"转到：<input name=page size=3 value={page.number}><input type=submit value=Go>"
        )

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return ""

    def info(self, article: Article, content: Content) -> str:
        at = article.published.at
        day = printed_as(article.published, f"{at.year}-{at.month}-{at.day}")
        author = f"　作者：{content.author}" if content.author else ""
        return f"发布时间：{day}　点击数：<font color=red>{at.day * 37}</font>次　来源：{content.source or ''}{author}"

    def paragraph(self, text: str) -> str:
        return f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(text)}<br><br>\n"

    def centred(self, text: str) -> str:
        return f"<center>{escape(text)}</center><br>\n"

    def picture(self, picture: Picture, article: Article) -> str:
        alt = f" alt={picture.alt}" if picture.alt else ""
        return f"<center><img src={picture.path.removeprefix('/')} border=0{alt}></center><br>\n"

    def files(self, files: tuple[File, ...], article: Article) -> str:
        return "".join(f"{self.file(number, file)}<br>" for number, file in enumerate(files, start=1))

    def editor(self, content: Content) -> str:
        return f"（责任编辑：{content.editor}） " if content.editor else ""
