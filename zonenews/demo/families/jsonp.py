"""A list that a script loads from a service as JSONP, where pages are counted from 0."""

import orjson

from zonenews.demo.answer import Answer, Call
from zonenews.demo.families.printing import number_of
from zonenews.demo.families.queries import Query
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section


class Jsonp(Query):
    """`/api/news/list?channelId=7&pageIndex=0&callback=f` answers `f({…});`; past the end no rows."""

    def first_path(self, section_path: str) -> str:
        return f"{section_path}index.html"

    def asked(self, section: Section, call: Call) -> int | None:
        return 1 if call.path in (section.path, self.first_path(section.path)) else None

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path != "/api/news/list" or call.query.get("channelId") != str(number_of(section.path)):
            return super().list_page(section, call, frame)
        page = section.page(int(call.query.get("pageIndex", 0)) + 1)
        rows = [
            {"newsTitle": row.title, "linkUrl": row.target, "publishDate": f"{row.day:%Y/%m/%d}"}
            for row in (page.rows if page else ())
        ]
        value = orjson.dumps({"code": 0, "totalCount": len(section.rows), "list": rows}).decode()
        return Answer(f"{call.query.get('callback', '')}({value});".encode(), "application/javascript;charset=utf-8")

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str | Answer:
        return super().listing(section, ListPage(1, page.pages, page.total, (), ()), frame)

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<a href="javascript:turn(-1)">上一页</a> <a href="javascript:turn(1)">下一页</a><script>
    var now = 0;
    function turn(step) {{
      now = now + step;
      $.ajax({{
        type: "get", url: "/api/news/list", dataType: "jsonp", jsonp: "callback",
        data: {{ channelId: {number_of(section.path)}, pageIndex: now, size: {section.page_rows}, t: Math.random() }},
        success: function (answer) {{ $(".zx-list").empty().append(draw(answer.list)); }}
      }});
    }}
    turn(0);
    </script>"""
