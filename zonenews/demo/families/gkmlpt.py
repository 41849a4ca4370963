"""Guangdong's catalogue: an empty page with `window._CONFIG`, rows from a JSON API whose pages 0 and 1 are the same."""

from datetime import date
from html import escape

import orjson

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content, File
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_SID = "755012"


class Gkmlpt(Templated):
    """`/gkmlpt/index`, `/gkmlpt/api/all/<category>`, `/gkmlpt/content/10/10123/post_10123456.html`."""

    list_template = Template(
        """  <div class="content">
    <div class="crumb">当前位置：{{links}}</div>
    <h2 class="gkml-title">{{name}}</h2>
    <div id="gkml-app">{{rows}}</div>
    {{pager}}
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="crumb">当前位置：{{links}}</div>
    <div class="classify"><table>
      <tr><td class="label">索 引 号：</td><td>755012-04-2025-000123</td>
        <td class="label">分类：</td><td>{{name}}</td></tr>
      <tr><td class="label">名称：</td><td colspan="3">{{title}}</td></tr>
      <tr><td class="label">文号：</td><td></td><td class="label">主题词：</td><td></td></tr>
    </table></div>
    <h1 class="title document-number">{{title}}</h1>
    <div class="date-row">{{info}}</div>
    <div class="article-content">
{{body}}    </div>
    {{files}}{{editor}}<div class="share-code">扫一扫在手机打开当前页<canvas></canvas></div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return "/gkmlpt/index"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        whole = 11_300_000 + number * 17
        return f"/gkmlpt/content/{whole // 1_000_000}/{whole // 1000}/post_{whole}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/gkmlpt/attachment/0/{number_of(article.path) % 1000}/{hex32(f'{article.path} {index}')}.{kind}"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path != f"/gkmlpt/api/all/{number_of(section.path)}" or call.query.get("sid") != _SID:
            return super().list_page(section, call, frame)
        page = section.page(max(1, int(call.query.get("page") or 0)))
        answer = {"articles": _articles(page) if page else [], "total": len(section.rows), "page_size": 100}
        return Answer(orjson.dumps(answer), "application/json")

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        """The page without rows; its script knows the categories."""
        tree = [{"id": number_of(section.path), "name": section.name, "children": []}]
        config = f'window._CONFIG = {{SITE: "{frame.zone.stem}", SID: "{_SID}", TREE: {orjson.dumps(tree).decode()}}};'
        main = self.list_template.fill(
            links=self.links(section),
            name=section.name,
            rows="",
            pager=f'<script>{config}</script>\n<script src="/gkmlpt/static/js/app.js"></script>',
        )
        return frame.page(f"政府信息公开目录-{frame.zone.name}", "", main)

    def info(self, article: Article, content: Content) -> str:
        author = f"　 作者：{content.author}" if content.author else ""
        return (
            f"发布日期：{article.published.printed}　 <span>浏览次数：<i id='visits'>-</i></span>{author}　"
            f" 来源：{content.source or ''}　 <span>【字体： <a>大</a> <a>中</a> <a>小</a>】</span>"
        )

    def file(self, number: int, file: File) -> str:
        return f'<a class="nfw-cms-attachment" href="{file.path}" alt="{escape(file.name)}">{escape(file.name)}</a>'


def _articles(page: ListPage) -> list[dict[str, object]]:
    return [
        {
            "id": number_of(row.target),
            "title": row.title,
            "url": row.target,
            "post_url": row.target.replace("post_", "mpost_"),
            "date": int(row.article.published.at.timestamp()) if row.article else 0,
            "publisher": "",
            "attachments": [],
        }
        for row in page.rows
    ]
