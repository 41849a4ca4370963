"""Lists in gov.cn's manner: a page without rows whose script loads all of them from a file of JSON."""

import orjson

from zonenews.demo.answer import Answer, Call
from zonenews.demo.families.trs_dialects import TrsHome
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section


class Feed(TrsHome):
    """`home.htm` with `$.getJSON("./feed.json")`; the script shows some rows at a time."""

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path == f"{section.path}feed.json":
            rows = [
                {"TITLE": row.title, "SUB_TITLE": "", "URL": row.target, "DOCRELPUBTIME": row.day.isoformat()}
                for row in (*section.pinned, *section.rows)
            ]
            return Answer(orjson.dumps(rows), "application/json")
        own = call.path in (section.path, self.first_path(section.path))
        return super().list_page(section, call, frame) if own else None

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        empty = ListPage(1, page.pages, page.total, (), ())
        return super().listing(section, empty, frame)

    def pager(self, section: Section, page: ListPage) -> str:
        return f"""<div class="newspage"></div><script>
    $.getJSON("./feed.json", function (rows) {{
      function draw(now) {{ $(".lists").html(template("rows", rows.slice((now - 1) * {section.page_rows}))); }}
      $(".newspage").paging({{ total: rows.length, size: {section.page_rows}, draw: draw }});
      draw(1);
    }});
    </script>"""
