"""Hanweb's jpaas: the first rows stand in the page, later ones come as HTML inside JSON, only with a Referer."""

import json
from datetime import date
from html import escape
from typing import ClassVar
from urllib.parse import urlencode

import orjson

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content, Row
from zonenews.demo.families.family import attribute, cut
from zonenews.demo.families.hanweb import Hanweb
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_SERVICE = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_TAG = "当前栏目列表"


class Jpaas(Templated):
    """`queryData="{'webId':…}"` and `/front/page/build/unit`."""

    drawn: ClassVar[bool] = False
    list_template = Template(
        """  <div class="content">
    <div class="bt-position"><span>您当前的位置：</span>{{links}}</div>
    <h2 class="column-name">{{name}}</h2>
    {{rows}}
    {{pager}}
  </div>"""
    )
    article_template = Template(
        """  <div class="content">
    <div class="bt-position"><span>您当前的位置：</span>{{links}}</div>
    <div class="main-txt">
      <h1 class="bt-title">{{title}}</h1>
      <div class="bt-info clearfix">{{info}}</div>
      <div class="article" id="zoom"><div class="jpaas-content">
{{body}}</div></div>
      {{files}}{{editor}}
      <div class="ewm"><div id="qrcode"></div><p>扫一扫在手机打开当前页</p></div>
    </div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return f"/col/col{number_of(section_path)}/index.html"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"/xwdt/col{number_of(section_path)}/content/content_{1_700_000_000_000_000_000 + number * 131}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        return Hanweb().file_path(article, index, kind)

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path != _SERVICE or call.query.get("pageId") != f"col{number_of(section.path)}":
            return super().list_page(section, call, frame)
        if not call.referer:
            return Answer(b"403 Forbidden", status=403)
        return Answer(orjson.dumps({"success": True, "code": "200", "data": {"html": self._unit(section, call)}}),
                      "application/json;charset=UTF-8")  # fmt: skip

    def _unit(self, section: Section, call: Call) -> str:
        if call.query != {**call.query, **_query(section)}:
            return "<div>模板暂无数据</div>"
        asked = json.loads(call.query.get("paramJson") or "{}")
        page = section.page(int(asked.get("pageNo", 1)))
        return _part(section, "\n".join(map(_row, page.rows)) if page else "")

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        """The section's page: the unit with its first rows, and the parameters to ask for the others."""
        query = str(_query(section)).replace('"', "'").replace(" ", "")
        unit = f'<div id="unit{hex32(section.path)[:8]}" class="unit" queryData="{query}" url="{_SERVICE}">'
        main = self.list_template.fill(
            links=self.links(section),
            name=section.name,
            rows=unit + ("" if self.drawn else _part(section, chr(10).join(map(_row, page.rows)))) + "</div>",
            pager='<script src="/js/jpaas/pagination.js"></script>',
        )
        return frame.page(f"{section.name}-{frame.zone.name}", "", main)

    def info(self, article: Article, content: Content) -> str:
        author = f"<span>作者：{content.author}</span>" if content.author else ""
        return f"""
        <span class="date"><b>发布日期：</b><i>{article.published.printed}</i></span>
        <span class="xxly"><b>信息来源：</b><i>{content.source or ""}</i></span>{author}
        <span class="share">分享到：<a class="wx"></a><a class="wb"></a></span>"""


class JpaasDrawn(Jpaas):
    """The page holds no rows at all, only what to ask for."""

    drawn = True


def _query(section: Section) -> dict[str, str]:
    return {
        "parseType": "bulidstatic",
        "webId": "140",
        "tplSetId": hex32(section.path)[:22],
        "pageType": "column",
        "tagId": _TAG,
        "editType": "null",
        "pageId": f"col{number_of(section.path)}",
    }


def _part(section: Section, rows: str) -> str:
    size, total = section.page_rows, len(section.rows)
    return f"""<div class='page-content'><ul class='list'>{rows}</ul></div>
<div class='pagination' rows='{size}' count='{total}' unit='{urlencode({"t": _TAG})}'></div>"""


def _row(row: Row) -> str:
    link = f'<a href="{row.target}" title="{attribute(row.title)}" target="_blank">{escape(cut(row.title, 40))}</a>'
    return f"<li>{link}<b>{row.day.isoformat()}</b></li>"
