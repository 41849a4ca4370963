"""A list drawn by an app from a JSON API, which only a profile can describe; articles are pages as usual."""

from datetime import date

import orjson

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class App(Templated):
    """`POST /api/v1/info/list` with a JSON body, pages counted from 0; past the end no rows."""

    article_template = Template(
        """  <div class="content">
    <nav class="el-breadcrumb">当前位置：{{links}}</nav>
    <h1 class="detail-title">{{title}}</h1>
    <div class="detail-info">{{info}}</div>
    <div class="detail-content rich-text">
{{body}}</div>
    {{files}}{{editor}}
  </div>"""
    )

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/info/detail/{number_of(section_path) * 100 + number}"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return f"/oss/{article.published.at:%Y/%m}/{hex32(f'{article.path} {index}')}.{kind}"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path != "/api/v1/info/list" or call.form.get("channel") != str(number_of(section.path)):
            return super().list_page(section, call, frame)
        page = section.page(int(call.form.get("pageNo") or 0) + 1)
        rows = [
            {
                "id": number_of(row.target),
                "name": row.title,
                "publishTime": int(row.article.published.at.timestamp() * 1000) if row.article else None,
            }
            for row in (page.rows if page else ())
        ]
        return Answer(orjson.dumps({"code": 0, "data": {"total": len(section.rows), "list": rows}}), "application/json")

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        return (
            f"<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8><title>{frame.zone.name}</title></head>"
            "<body><noscript>您的浏览器不支持脚本</noscript><div id=app></div>"
            "<script src=/js/chunk-vendors.7a1b.js></script><script src=/js/app.90fe.js></script></body></html>"
        )

    def info(self, article: Article, content: Content) -> str:
        author = f"<span>作者：{content.author}</span>" if content.author else ""
        return f"<span>{article.published.printed}</span><span>来源：{content.source or ''}</span>{author}"
