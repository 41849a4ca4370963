"""TRS sites that count, write or slice in scripts of their own."""

import json
import re
from html import escape
from typing import ClassVar

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Row
from zonenews.demo.families.family import cut, relative
from zonenews.demo.families.printing import number_of
from zonenews.demo.families.trs import Trs
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template

_OLD_EDITOR = Template(
    """  <table width="960" border="0" align="center" cellpadding="0" cellspacing="0" class="content">
    <tr><td height="30" class="dqwz">当前位置：{{links}}</td></tr>
    <tr><td align="center" class="biaoti">{{title}}</td></tr>
    <tr><td align="center" bgcolor="#f0f0f0" height="28">发布时间：{{published}}　　来源：{{source}}　　{{author}}
      【字体：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a>
      <a href="javascript:doZoom(14)">小</a>】</td></tr>
    <tr><td id="td_DocContent">
      <div class=TRS_Editor><style type="text/css">
.TRS_Editor P{margin-top:0;margin-bottom:0;line-height:2;font-family:宋体;font-size:16px;}
</style>.TRS_Editor P{margin-top:0;margin-bottom:0;line-height:2;font-family:宋体;font-size:16px;}
<div class=TRS_Editor>
{{body}}</div></div>
    </td></tr>
    <tr><td>{{files}}{{editor}}</td></tr>
    <tr><td align="right">【<a href="javascript:window.print()">打印</a>】
      【<a href="javascript:window.close()">关闭</a>】</td></tr>
  </table>"""
)


class TrsCounted(Trs):
    """`var countPage = 12; var currentPage = 0;`, in GBK, with the old editor in a table."""

    charset = "gb18030"
    article_template: ClassVar[Template] = _OLD_EDITOR

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<script language="JavaScript">
<!--
var currentPage = {page.number - 1};//所在页从0开始
var prevPage = currentPage-1//上一页
var nextPage = currentPage+1//下一页
var countPage = {page.pages}//共多少页
document.write("共"+countPage+"页&nbsp;&nbsp;");
if(countPage>1&&currentPage!=(countPage-1))
    document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">下一页</a>&nbsp;");
//-->
</script>"""


class TrsPageId(Trs):
    """`index_<page id>_N.shtml`: the id stands only in the page's script."""

    extension = "shtml"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        stem = f"{section.path}index_{number_of(section.path)}"
        found = re.fullmatch(rf"{re.escape(stem)}_(\d{{1,4}})\.shtml", call.path)
        number = int(found[1]) + 1 if found and int(found[1]) else 0
        page = section.page(1 if call.path in (section.path, self.first_path(section.path)) else number)
        return self.listing(section, page, frame) if page else None

    def pager(self, section: Section, page: ListPage) -> str:
        stem = f"index_{number_of(section.path)}_"
        return f"""<script type="text/javascript">
var currentPage = {page.number - 1};
var countPage = {page.pages};
function toPage(n) {{ location.href = n == 0 ? "index.shtml" : "{stem}" + n + ".shtml"; }}
</script>
<a href="javascript:toPage(0)">首页</a> <a href="javascript:toPage(currentPage + 1)">下一页</a>"""


class TrsWritten(Trs):
    """Each row is written by a script of its own."""

    def row(self, row: Row, section: Section) -> str:
        return f"""      <script>
        var url = '{relative(row.target, section.path)}';
        var title = {json.dumps(row.title, ensure_ascii=False)};
        var time = '{row.day.isoformat()}';
        document.write('<li><a href="' + url + '" title="' + title + '" target="_blank">' + title + '</a>'
          + '<span>' + time + '</span></li>');
      </script>"""


class TrsSliced(Trs):
    """All rows stand in the page; a script shows a few of them at a time."""

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path not in (section.path, self.first_path(section.path)):
            return None
        whole = ListPage(1, section.pages, len(section.rows), section.pinned, section.rows)
        return self.listing(section, whole, frame)

    def row(self, row: Row, section: Section) -> str:
        link = f'<a href="{relative(row.target, section.path)}">{escape(cut(row.title, 60))}</a>'
        return f'      <li>{link}<em>{row.day.isoformat()}</em></li><li class="line"></li>'

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<div id="slices"></div><script>
$(function () {{
  var size = {section.page_rows}, rows = $(".lists li"), now = 0;
  function show(n) {{ now = n; rows.hide().slice(n * size * 2, (n + 1) * size * 2).show(); }}
  $("#slices").html('<a href="javascript:;">上一页</a><a href="javascript:;">下一页</a>');
  show(0);
}});
</script>"""
