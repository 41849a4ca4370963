"""A UCAP-like site whose lists come from its search service as JSON."""

from datetime import date

import orjson

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Row
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.ucap import Ucap
from zonenews.demo.frame import Frame
from zonenews.demo.section import Section
from zonenews.demo.template import Template

_LIST = Template(
    """  <div class="content">
    <div class="crumb">当前位置：{{links}}</div>
    <div class="channel-name">{{name}}</div>
    <div class="pageList"><ul id="result"></ul></div>
    <div class="page" id="page_div"></div>
    <script>
    var channelId = "{{channel}}", size = {{size}};
    function load(page) {
      $.getJSON("/common/search/" + channelId + "?_isAgg=true&_isJson=true&_pageSize=" + size +
        "&_template=index&_rangeTimeGte=&_channelName=&page=" + page, function (answer) {
        $("#result").html(template("rows", answer.data.results));
        $("#page_div").paging({ page: answer.data.page, total: answer.data.total, rows: answer.data.rows, go: load });
      });
    }
    load(1);
    </script>
  </div>"""
)


class UcapSearch(Ucap):
    """`/common/search/<32 hex>?_isJson=true&page=2`, `/site/c100123/c100456/content.shtml`."""

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}c{number_of(section_path) * 10 + number}/content.shtml"

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path != f"/common/search/{hex32(section.path)}":
            return self._shell(section, frame) if call.path == self.first_path(section.path) else None
        if call.query.get("_isJson") != "true":
            return "<div class='result'></div>"
        number = int(call.query.get("page", 1))
        page = section.page(number)
        results = [_result(row) for row in (page.rows if page else ())]
        data = {"total": len(section.rows), "page": number, "rows": section.page_rows, "results": results}
        return Answer(orjson.dumps({"success": True, "data": data}), "application/json;charset=UTF-8")

    def _shell(self, section: Section, frame: Frame) -> str:
        """The section's page: a place for the rows, and the script that asks for them."""
        main = _LIST.fill(
            links=self.links(section), name=section.name, channel=hex32(section.path), size=str(section.page_rows)
        )
        return frame.page(f"{section.name}-{frame.zone.name}", "", main)


def _result(row: Row) -> dict[str, object]:
    return {
        "id": hex32(row.target),
        "title": row.title,
        "subTitle": "",
        "url": row.target,
        "publishedTimeStr": f"{row.day} 00:00:00",
        "content": f"{row.title}。",
        "contentHtml": f"<p>{row.title}。</p>",
        "domainMetaList": [{"domainName": "文件", "resultList": [{"key": "wh", "name": "文号", "value": ""}]}],
    }
