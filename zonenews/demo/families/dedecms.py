"""DedeCMS: `list_23_2.html` in the column's folder, labels in `<small>`, counters by script, GBK."""

import re
from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Row
from zonenews.demo.families.family import cut
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Dedecms(Templated):
    """`/a/2023/1025/123.html`; page 1 is also `list_23_1.html`."""

    charset = "gb18030"
    frame = "classic"
    list_template = Template(
        """  <div class="main">
    <div class="place"><strong>当前位置:</strong> {{links}}&gt;</div>
    <div class="listbox"><h2>{{name}}</h2>
      <ul class="e2">
{{rows}}
      </ul></div>
    <div class="dede_pages"><ul class="pagelist">{{pager}}</ul></div>
  </div>"""
    )
    article_template = Template(
        """  <div class="main">
    <div class="place"><strong>当前位置:</strong> {{links}} &gt; </div>
    <div class="viewbox">
      <div class="title"><h2>{{title}}</h2></div>
      <div class="info">{{info}}<small>点击:</small><script src="/plus/count.php?view=yes&aid=1&mid=2"
        type='text/javascript' language="javascript"></script>次</div>
      <div class="content"><table width='100%'><tr><td>
{{body}}</td></tr></table>
        {{files}}(责任编辑：{{editor}})</div>
      <div class="boxoff"><strong>------分隔线----------------------------</strong></div>
      <div class="handle"><div class="context"><ul><li>上一篇：{{older}} </li><li>下一篇：{{newer}} </li></ul></div>
        <div class="actbox"><ul><li><a href="/plus/stow.php?aid=1">收藏</a></li><li><a href="#">打印</a></li></ul></div>
      </div>
    </div>
  </div>"""
    )

    def article_path(self, section_path: str, number: int, day: date) -> str:
        folder = section_path.strip("/").rpartition("/")[2]
        return f"/a/{folder}/{day:%Y/%m%d}/{number_of(section_path, 2) * 100 + number}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        folder = "allimg" if kind == "png" else "soft"
        return f"/uploads/{folder}/{article.published.at:%y%m%d}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        found = re.fullmatch(rf"{re.escape(section.path)}list_{number_of(section.path, 2)}_(\d+)\.html", call.path)
        return int(found[1]) if found else super().asked(section, call)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        return f"""<li>
  <b>[<a href='{self.first_path(section.path)}'>{section.name}</a>]</b>
  <a href="{row.target}" class="title">{escape(cut(row.title, 60))}</a>
  <span class="info"><small>日期：</small>{row.day:%Y-%m-%d}</span>
</li>"""

    def place(self, section: Section, number: int) -> str:
        """Where a list page stands, as the pager links it."""
        return f"list_{number_of(section.path, 2)}_{number}.html"

    def pager(self, section: Section, page: ListPage) -> str:
        def item(text: str, number: int, on: bool) -> str:
            return f"<li><a href='{self.place(section, number)}'>{text}</a></li>" if on else f"<li>{text}</li>"

        number, last = page.number, page.pages
        numbers = "".join(
            f'<li class="thisclass">{n}</li>' if n == number else item(str(n), n, True) for n in range(1, last + 1)
        )
        before = item("首页", 1, number > 1) + (item("上一页", number - 1, True) if number > 1 else "")
        after = (item("下一页", number + 1, True) if number < last else "") + item("末页", last, number < last)
        total = f'<li><span class="pageinfo">共 <strong>{last}</strong>页<strong>{page.total}</strong>条</span></li>'
        return before + numbers + after + total

    def metas(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return f'<meta name="keywords" content="{section.name}" />\n<meta name="description" content="" />'

    def info(self, article: Article, content: Content) -> str:
        return (
            f"<small>时间:</small>{article.published.printed}<small>来源:</small>{content.source or '未知'} "
            f"<small>作者:</small>{content.author or ''} "
        )

    def files(self, files: tuple[File, ...], article: Article) -> str:
        items = "".join(f'<li><a href="{file.path}" target="_blank">{escape(file.name)}</a></li>' for file in files)
        return f'<ul class="downurllist">{items}</ul>\n' if files else ""

    def editor(self, content: Content) -> str:
        return content.editor or ""


class DedecmsDynamic(Dedecms):
    """`/plus/list.php?tid=23&TotalResult=120&PageNo=2`; past the end it answers the last page again."""

    charset = "utf-8"
    past_the_end = "last page"

    def first_path(self, section_path: str) -> str:
        return f"/plus/list.php?tid={number_of(section_path, 2)}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/plus/view.php?aid={number_of(section_path, 2) * 1000 + number}"

    def asked(self, section: Section, call: Call) -> int | None:
        if call.path != "/plus/list.php" or call.query.get("tid") != str(number_of(section.path, 2)):
            return None
        return int(call.query.get("PageNo") or 1)

    def place(self, section: Section, number: int) -> str:
        return f"/plus/list.php?tid={number_of(section.path, 2)}&TotalResult={len(section.rows)}&PageNo={number}"
