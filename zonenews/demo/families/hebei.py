"""Hebei's platform: uuids for everything, rows of later pages as a piece of HTML from the column's block."""

from datetime import date

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content
from zonenews.demo.families.printing import hex32, uuid_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Hebei(Templated):
    """`/columns/<uuid>/202310/25/<uuid>.html`, `/columns/<uuid>/templates/<uuid>/blocks/<uuid>?page=2`."""

    past_the_end = "no rows"
    list_template = Template(
        """  <div class="content">
    <div class="mbx">当前位置：{{links}}</div>
    <div class="lm-title"><h2>{{name}}</h2></div>
    {{rows}}
    <div class="fy" id="pages"></div>
    {{pager}}
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="mbx">当前位置：{{links}}</div>
    <div class="info-detail">
      <div class="title"><h1>{{title}}</h1></div>
      <div class="info-line">{{info}}<span class="size">字体：<i>大</i><i>中</i><i>小</i></span></div>
      <div class="info-content" id="content">
{{body}}</div>
      {{files}}{{editor}}
    </div>
  </div>"""
    )

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m/%d}/{uuid_of(f'{section_path} {number}')}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/files/{article.published.at:%Y/%m/%d}/{hex32(f'{article.path} {index}')}.{kind}"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path != self.block_path(section):
            return super().list_page(section, call, frame)
        page = self.shown(section, int(call.query.get("page") or 1))
        return Answer(self.block_rows(section, page).encode(), "text/html; charset=utf-8") if page else None

    def block_path(self, section: Section) -> str:
        """Where the section's rows come from, page by page."""
        template, block = uuid_of(f"{section.path} template"), uuid_of(f"{section.path} block")
        return f"{section.path}templates/{template}/blocks/{block}"

    def block_rows(self, section: Section, page: ListPage) -> str:
        """The rows of a page, as the block's script puts them into the page."""
        rows = "\n".join(self.row(row, section, page) for row in (*page.pinned, *page.rows))
        return f'<ul class="info-list">\n{rows}\n</ul>'

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        script = f"""<script>
    function turn(number) {{
      $.get("{self.block_path(section)}?page=" + number, function (html) {{ $("#block").html(html); }});
    }}
    $("#pages").paging({{ pages: {page.pages}, now: 1, turn: turn }});
    </script>"""
        main = self.list_template.fill(
            links=self.links(section),
            name=section.name,
            rows=f'<div id="block">{self.block_rows(section, page)}</div>',
            pager=script,
        )
        return frame.page(f"{section.name}-{frame.zone.name}", "", main)

    def info(self, article: Article, content: Content) -> str:
        author = f"<span>作者：{content.author}</span>" if content.author else ""
        return (
            f"<span>发布时间：{article.published.printed}</span><span>信息来源：{content.source or ''}</span>{author}"
        )
