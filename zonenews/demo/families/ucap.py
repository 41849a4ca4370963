"""UCAP-like sites: custom tags round title and body, hex names, a pager that counts from 1 and knows the records."""

from collections.abc import Sequence
from datetime import date
from hashlib import md5
from html import escape

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content, File, Paragraph, Picture, Row
from zonenews.demo.families.family import (
    attribute,
    breadcrumb_links,
    cut,
    government_metas,
    markup_pen,
    static_page,
)
from zonenews.demo.frame import Frame
from zonenews.demo.section import Section
from zonenews.demo.template import Template

_LIST = Template(
    """  <div class="content">
    <div class="crumb">当前位置：{{links}}</div>
    <div class="channel-name">{{name}}</div>
    <div class="pageList">
      <ul>
{{rows}}
      </ul>
    </div>
    <div class="page" id="page_div"></div>
    <script>createPageHTML('page_div', {{pages}}, {{current}}, '{{stem}}', 'shtml', {{total}});</script>
  </div>"""
)
_ARTICLE = Template(
    """  <div class="content">
    <div class="crumb">当前位置：{{links}} &gt; <span>正文</span></div>
    <ucaptitle><h1 class="article-title">{{title}}</h1></ucaptitle>
    <div class="info">{{info}}
      <span>浏览次数：<i id="viewCount"></i>次</span>
      <span>字号：[<a href="javascript:changeSize(20)">大</a> <a href="javascript:changeSize(17)">中</a>
        <a href="javascript:changeSize(14)">小</a>]</span>
      <span class="share">分享到：<i class="share-wechat"></i><i class="share-weibo"></i></span></div>
    <div class="article-content" id="UCAP-CONTENT"><ucapcontent>
{{body}}</ucapcontent></div>
{{files}}{{editor}}    <div class="tools"><a href="javascript:window.print()">打印本页</a>
      <a href="javascript:window.close()">关闭窗口</a></div>
    <div class="qr"><p>扫一扫在手机打开当前页</p></div>
  </div>"""
)


class Ucap:
    """The manner of UCAP and of what looks like it."""

    charset = "utf-8"
    frame = "portal"
    stem = "list"

    def first_path(self, section_path: str) -> str:
        return f"{section_path}{self.stem}.shtml"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m}/{_hex(f'{section_path} {number}')}.shtml"

    def file_path(self, article: Article, index: int, kind: str) -> str:
        folder = "images" if kind == "png" else "files"
        return f"{_stem(article)}/{folder}/{_hex(f'{article.path} {index}')}.{kind}"

    def links(self, section: Section) -> str:
        """The breadcrumb's links."""
        return breadcrumb_links(section, " &gt; ")

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        page = static_page(section, call, self.stem, "shtml", second=2)
        if page is None:
            return None
        rows = [_row(row, '<i class="top">【置顶】</i>') for row in page.pinned] + [_row(row) for row in page.rows]
        main = _LIST.fill(
            links=self.links(section),
            name=section.name,
            rows="\n".join(rows),
            pages=str(page.pages),
            current=str(page.number),
            stem=self.stem,
            total=str(page.total),
        )
        return frame.page(f"{section.name}-{frame.zone.name}", "", main)

    def article_page(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        main = _ARTICLE.fill(
            links=self.links(section),
            title=escape(article.title),
            info=_info(article, content),
            body=self.body(article, content.body),
            files=_files(content.files, article),
            editor=f'    <div class="editor">[编辑：{content.editor}]</div>\n' if content.editor else "",
        )
        metas = government_metas(section, article, content.source or "", frame.zone.name)
        return frame.page(f"{escape(article.title)}-{section.name}-{frame.zone.name}", metas, main)

    def body(self, article: Article, blocks: Sequence[Paragraph | Picture]) -> str:
        """The article's text and pictures."""
        return "".join(_block(block, article) for block in blocks)


def _hex(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _stem(article: Article) -> str:
    return article.path.removesuffix(".shtml")


def _row(row: Row, mark: str = "") -> str:
    title = f'title="{attribute(row.title)}"'
    link = f'<a href="{row.target}" {title} target="_blank">{escape(cut(row.title, 36))}</a>'
    return f"        <li>{mark}<h4>{link}</h4><span>{row.day.isoformat()}</span></li>"


def _info(article: Article, content: Content) -> str:
    """The printed line; where no source is printed at all, the meta tag may still name one."""
    pen = markup_pen(article)
    printed = not pen.chance(0.15)
    spans = [f"来源：{content.source or ''}"] if printed else []
    spans += [f"作者：{content.author}"] if content.author else []
    spans += [f"发布时间：<publishtime>{article.published.printed}</publishtime>"]
    spans += [f"文号：{content.document_number}"] if content.document_number else []
    return "".join(f"\n      <span>{span}</span>" for span in spans)


def _block(block: Paragraph | Picture, article: Article) -> str:
    if isinstance(block, Picture):
        return _picture(block, article)
    style = "text-align: center;" if block.centred else "text-indent: 2em;"
    return f'<p style="{style}">{escape(block.text)}</p>\n'


def _picture(picture: Picture, article: Article) -> str:
    src = _relative(picture.path, article)
    if picture.caption:
        return f'<figure><img src="{src}" alt=""><figcaption>{picture.caption}</figcaption></figure>\n'
    return f'<p style="text-align: center;"><img src="{src}" alt="{attribute(picture.alt)}"></p>\n'


def _files(files: tuple[File, ...], article: Article) -> str:
    links = "".join(
        f'<li><a href="{_relative(file.path, article)}" title="{attribute(file.name)}">{escape(file.name)}</a></li>\n'
        for file in files
    )
    return f'    <div class="attach"><h4>附件下载：</h4><ul>\n{links}</ul></div>\n' if files else ""


def _relative(path: str, article: Article) -> str:
    return path.removeprefix(article.path.rpartition("/")[0] + "/")
