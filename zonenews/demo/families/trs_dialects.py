"""TRS sites whose pagers say the same in other words."""

import re
from datetime import date
from typing import ClassVar

from zonenews.demo.answer import Answer, Call
from zonenews.demo.families.trs import Trs
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_STUB = b"<html><head><title></title></head><body>" + b"<!-- -->" * 36 + b"</body></html>"
_MAIN_TEXT = Template(
    """  <div class="wrap">
    <div class="position">您当前所在的位置：{{links}} &gt; 正文</div>
    <div class="header"><h1>{{title}}</h1>
      <p class="fl">日期：{{published}}&nbsp;&nbsp;&nbsp;&nbsp;来源：{{source}}&nbsp;&nbsp;{{author}}</p>
      <p class="fr">【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】<a href="#">打印本页</a></p>
      <div class="share-box">分享： <div class="social-share" data-sites="weibo,wechat"></div></div>
    </div>
    <div id="mainText">
      <div class="view TRS_UEDITOR trs_paper_default trs_word">
{{body}}      </div>
    </div>
{{files}}{{editor}}    <div class="relation"><h4>相关阅读</h4></div>
  </div>"""
)


class TrsRecords(Trs):
    """`createPageHTML(records, pages, current, …)`; past the end stands a stub of some 330 bytes, not a 404."""

    article_template: ClassVar[Template] = _MAIN_TEXT

    def pager(self, section: Section, page: ListPage) -> str:
        return f'<script>createPageHTML({page.total}, {page.pages}, {page.number - 1}, "index", "html");</script>'

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        found = super().list_page(section, call, frame)
        past = re.fullmatch(rf"{re.escape(section.path)}index_\d+\.html", call.path)
        return Answer(_STUB) if found is None and past else found


class TrsCreatePage(Trs):
    """`createPage(pages, current, stem, extension)`."""

    def pager(self, section: Section, page: ListPage) -> str:
        return f'<script>\ncreatePage({page.pages}, {page.number - 1}, "index", "html");\n</script>'


class TrsClassed(Trs):
    """`createPageHTML(pages, current, stem, extension, css class, records)`."""

    extension = "shtml"

    def pager(self, section: Section, page: ListPage) -> str:
        numbers = f"{page.pages}, {page.number - 1}"
        return f'<script>createPageHTML({numbers}, "index", "shtml", "black2", {page.total});</script>'


class TrsObject(Trs):
    """`Pager({size, current, prefix, suffix})`."""

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<div id="pages"></div><script>
        new Pager({{
          el: document.getElementById('pages'),
          size: {page.pages},
          current: {page.number - 1},
          prefix: 'index',
          suffix: 'html'
        }});</script>"""


class TrsHome(Trs):
    """Another stem, `home.htm`, `home_1.htm`; articles named `content_`."""

    stem, extension = "home", "htm"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m}/content_{6900000 + number * 7}.htm"


class TrsPaging(Trs):
    """`createPageHTML('paging', pages, current, stem, extension, records)`, counted from 1."""

    second = 2

    def pager(self, section: Section, page: ListPage) -> str:
        numbers = f"'paging',{page.pages},{page.number}"
        return f"<div id='paging'></div><script>createPageHTML({numbers},'index','html',{page.total});</script>"


class TrsConfig(Trs):
    """`pagination_script_config = {pageNumber, total}`."""

    def pager(self, section: Section, page: ListPage) -> str:
        config = f"{{pageNumber: {page.number}, total: {page.pages}, pageSize: {section.page_rows}}}"
        return f'<script>var pagination_script_config = {config};</script><script src="/js/pagination.js"></script>'
