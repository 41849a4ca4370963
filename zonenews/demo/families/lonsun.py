"""Lonsun of Anhui: `pageIndex` in the query, a pager drawn by `Ls.pagination`, past the end a page without rows."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class Lonsun(Templated):
    """`/content/column/6795?pageIndex=2`, `/content/article/123`."""

    past_the_end = "no rows"
    list_template = Template(
        """  <div class="content">
    <div class="wz_top">当前位置：{{links}}</div>
    <div class="lanmu_name">{{name}}</div>
    <div class="listnews" id="listnews"><ul class="doc_list">
{{rows}}
    </ul></div>
    <div id="page_new"></div>
    {{pager}}
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="wz_top">当前位置：{{links}} &gt; 正文</div>
    <div class="wzcon j-fontContent">
      <h1 class="newstitle">{{title}}</h1>
      <div class="newsinfo">{{info}}<span class="fontsize">【字体：<a class="j-fontBig">大</a>　<a>中</a>
        <a class="j-fontSmall">小</a>】</span> <a class="print">打印</a></div>
      <div id="zoom" class="newscontnet minh500">
{{body}}</div>
      {{files}}{{editor}}
      <div class="bshare-custom"><span>分享到：</span><a class="bshare-weixin"></a></div>
    </div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"/content/column/{number_of(section_path)}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/content/article/{number_of(section_path) * 1000 + number}"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/group{index % 3 + 1}/M00/{article.published.at:%d}/{hex32(f'{article.path} {index}')}.{kind}"

    def asked(self, section: Section, call: Call) -> int | None:
        if call.path not in (section.path, self.first_path(section.path)):
            return None
        return int(call.query.get("pageIndex") or 1)

    def row(self, row: Row, section: Section, page: ListPage) -> str:
        link = f'<a href="{row.target}" target="_blank" title="{attribute(row.title)}" class="left">'
        return f'<li>{link}{escape(cut(row.title, 38))}</a><span class="right date">{row.day:%Y-%m-%d}</span></li>'

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<script>
Ls.pagination("#page_new", function (pageIndex, pageSize) {{
  location.href = "{self.first_path(section.path)}?pageIndex=" + pageIndex;
}}, {{
  currPage: {page.number},
  pageCount: {page.pages},
  total: {page.total},
  simple: false
}});
</script>"""

    def info(self, article: Article, content: Content) -> str:
        hits = '<span>浏览次数：<b class="j-hits" id="hits"></b></span>'
        return (
            f"<span>来源：{content.source or ''}</span><span>作者：{content.author or ''}</span>"
            f"<span>发布时间：{article.published.printed}</span>{hits}"
        )

    def files(self, files: tuple[File, ...], article: Article) -> str:
        items = "".join(f'<li><a href="{file.path}">{escape(file.name)}</a></li>' for file in files)
        return f'<div class="wzfj"><b>附件：</b><ul>{items}</ul></div>\n' if files else ""
