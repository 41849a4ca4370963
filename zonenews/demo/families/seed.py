"""The seed's template: labels with ASCII colons, an often empty 来源, en-space indents, a pager drawn by script."""

from datetime import date
from html import escape

from zonenews.demo.answer import Call
from zonenews.demo.article import Article, Content, File, Paragraph, Picture, Row
from zonenews.demo.families.family import (
    attribute,
    breadcrumb_links,
    cut,
    entities,
    government_metas,
    markup_pen,
    relative,
    static_page,
)
from zonenews.demo.frame import Frame
from zonenews.demo.grammar import Pen
from zonenews.demo.section import Section
from zonenews.demo.template import Template

_INDENT = "&ensp;" * 4
_GAP = "<p>&nbsp;</p>\n"
_PLACE = '<div class="place">您当前的位置 : {{links}}</div>'
_SIZE = '<a href="javascript:doZoom({})"></a>'
_LIST = Template(
    f"""  <div class="main">
    {_PLACE}
    <div class="list-title">{{{{name}}}}</div>
    <div class="list">
      <ul>
{{{{rows}}}}
      </ul>
    </div>
    <div class="page">
      <script type="text/javascript">createPageHTML({{{{pages}}}}, {{{{current}}}}, "index", "html");</script>
    </div>
  </div>"""
)
_ARTICLE = Template(
    f"""  <div class="main">
    {_PLACE}
    <div class="share">分享到:
      <div class="bdsharebuttonbox"><a href="#" data-cmd="tsina"></a><a href="#" data-cmd="weixin"></a></div>
    </div>
    <h1>{{{{title}}}}</h1>
    <ul class="info">
      <li>来源:{{{{source}}}}</li>
      <li>发布时间: {{{{published}}}}</li>
      <li>字体【&nbsp;{_SIZE.format(20)}&nbsp;{_SIZE.format(16)}&nbsp;{_SIZE.format(14)}&nbsp;】</li>
    </ul>
    <div class="con" id="zoom">
{{{{body}}}}    </div>
{{{{files}}}}{{{{editor}}}}    <div class="near">
      <p>上一篇：{{{{older}}}}</p>
      <p>下一篇：{{{{newer}}}}</p>
    </div>
    <div class="qr"><span class="qr-code"></span><p>扫一扫在手机打开当前页</p></div>
    <p class="tools">
      【<a href="javascript:window.print()">打印本页</a>】【<a href="javascript:window.close()">关闭窗口</a>】
    </p>
  </div>"""
)


class Seed:
    """The site of the seed's zone."""

    charset = "utf-8"
    frame = "classic"

    def first_path(self, section_path: str) -> str:
        return f"{section_path}index.html"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m}/t{day:%Y%m%d}_{20000 + number * 3}.html"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        folder = article.path.rpartition("/")[0]
        letter = "W" if kind == "png" else "P"
        return f"{folder}/{letter}0{article.published.at:%Y%m%d%H%M}{article.number:06}{index:02}.{kind}"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | None:
        page = static_page(section, call, "index", "html", second=1)
        if page is None:
            return None
        rows = [_row(row, section, pinned=True) for row in page.pinned] + [_row(row, section) for row in page.rows]
        main = _LIST.fill(
            links=breadcrumb_links(section, "&nbsp;&gt;&nbsp;"),
            name=section.name,
            rows="\n".join(rows),
            pages=str(page.pages),
            current=str(page.number - 1),
        )
        return frame.page(f"{section.name}_{frame.zone.name}", "", main)

    def article_page(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        pen = markup_pen(article)
        metas = _metas(section, article, content, frame, pen) if pen.chance(0.4) else ""
        inside = content.editor is not None and pen.chance(0.4)
        body = _body(article, content, pen)
        if inside:
            body += f'<p style="text-align: right;">（责任编辑：{content.editor}）</p>\n'
        main = _ARTICLE.fill(
            links=breadcrumb_links(section, "&nbsp;&gt;&nbsp;"),
            title=escape(article.title),
            source=f" {content.source}" if content.source else "",
            published=article.published.printed,
            body=body,
            files=_files(content.files, article),
            editor="" if inside or not content.editor else f'    <div class="bjry">责任编辑：{content.editor}</div>\n',
            older=_neighbour(article.older),
            newer=_neighbour(article.newer),
        )
        return frame.page(f"{escape(article.title)}_{section.name}_{frame.zone.name}", metas, main)


def _metas(section: Section, article: Article, content: Content, frame: Frame, pen: Pen) -> str:
    """The government's meta tags; where the page prints no source some claim the site's own name as one."""
    unsaid = frame.zone.short if pen.chance(0.2) else ""
    return government_metas(section, article, content.source or unsaid, frame.zone.name)


def _row(row: Row, section: Section, *, pinned: bool = False) -> str:
    mark = '<em class="zd">[置顶]</em>' if pinned else ""
    link = f'<a href="{relative(row.target, section.path)}" title="{attribute(row.title)}" target="_blank">'
    return f"        <li>{mark}{link}{escape(cut(row.title, 34))}</a><span>{row.day.isoformat()}</span></li>"


def _body(article: Article, content: Content, pen: Pen) -> str:
    parts = []
    spans, saved = pen.chance(0.2), pen.chance(0.5)
    for block in content.body:
        if isinstance(block, Picture):
            parts.append(_picture(block, article))
        else:
            parts.append(_paragraph(block, pen, spans=spans, saved=saved))
        if pen.chance(0.18):
            parts.append(_GAP)
    return "".join(parts)


def _paragraph(block: Paragraph, pen: Pen, *, spans: bool, saved: bool) -> str:
    """A paragraph; `spans` marks it up as pasted from Word, `saved` writes its quotes as an editor saves them."""
    if block.centred:
        return f'<p style="text-align: center;">{escape(block.text)}</p>\n'
    write = entities if saved else escape
    if not spans:
        return f"<p>{_INDENT}{write(block.text)}</p>\n"
    place = 1 + pen.below(len(block.text) - 1)
    font = '<span style="font-family: 仿宋_GB2312; font-size: 16px;">'
    return f"<p>{font}{_INDENT}{write(block.text[:place])}</span>{font}{write(block.text[place:])}</span></p>\n"


def _picture(picture: Picture, article: Article) -> str:
    folder = article.path.rpartition("/")[0] + "/"
    alt = attribute(picture.alt)
    title = f' title="{alt}"' if alt else ""
    return f'<p style="text-align: center;"><img src="{relative(picture.path, folder)}" alt="{alt}"{title} /></p>\n'


def _files(files: tuple[File, ...], article: Article) -> str:
    if not files:
        return ""
    folder = article.path.rpartition("/")[0] + "/"
    links = "".join(
        f'<p>附件{number}：<a href="{relative(file.path, folder)}" target="_blank">{escape(file.name)}</a></p>\n'
        for number, file in enumerate(files, start=1)
    )
    return f'    <div class="fj">\n{links}    </div>\n'


def _neighbour(article: Article | None) -> str:
    return f'<a href="{article.path}">{escape(article.title)}</a>' if article else "没有了"
