"""TRS sites whose lists come from its search service, asked by POST with a JSON body."""

import orjson

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Row
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.families.trs import Trs
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section

_SERVICE = "/irs/front/list"
_TENANT = "303"


class TrsService(Trs):
    """`POST /irs/front/list`; rows have a `doc_pub_url` and fields with numbers for names; past the end no rows."""

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        asked = call.form.get("customFilter", ""), call.form.get("tableName"), call.form.get("tenantId")
        if call.path != _SERVICE or f'"{_channel(section)}"' not in asked[0]:
            own = call.path in (section.path, self.first_path(section.path))
            return super().list_page(section, call, frame) if own else None
        if asked[1:] != (_table(section), _TENANT):
            return _answer({"success": False, "code": 500, "data": None})
        number, size = int(call.form.get("pageNo", 1)), section.page_rows
        page = section.page(number)
        rows = [_record(row) for row in (page.rows if page else ())]
        pager = {"total": len(section.rows), "pageNo": number, "pageSize": size, "pageCount": section.pages}
        return _answer({"success": True, "code": 200, "data": {"list": rows, "pager": pager}})

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        return super().listing(section, ListPage(1, page.pages, page.total, (), ()), frame)

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<div id="pages"></div><script type="text/javascript">
    var size = {section.page_rows}, channel = "{_channel(section)}";
    function load(number) {{
      $.ajax({{
        url: "{_SERVICE}",
        type: "post",
        dataType: "json",
        contentType: "application/json;charset=utf-8",
        success: function (answer) {{
          $(".lists").html(template("rows", answer.data.list));
          $("#pages").pages({{ now: number, all: answer.data.pager.pageCount, turn: load }});
        }},
        data: JSON.stringify({{
          tenantId: {_TENANT}, tableName: "{_table(section)}", pageNo: number, pageSize: size, isPage: true,
          searchFields: [], sorts: [{{ sortField: "save_time", sortOrder: "DESC" }}],
          customFilter: {{ operator: "or", properties: [{{ property: "channel_id", operator: "eq", value: channel }}] }}
        }})
      }});
    }}
    load(1);
    </script>"""


def _channel(section: Section) -> str:
    return str(5_900_000 + number_of(section.path))


def _table(section: Section) -> str:
    return f"t_{hex32(section.path)[:11]}"


def _record(row: Row) -> dict[str, object]:
    return {
        "rec_id": number_of(row.target),
        "f_2021632615": row.title,
        "f_2021638700": "管理委员会办公室",
        "doc_pub_url": row.target,
        "save_time": f"{row.day} 00:00:00",
    }


def _answer(value: object) -> Answer:
    return Answer(orjson.dumps(value), "application/json;charset=utf-8")
