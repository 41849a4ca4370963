"""A list whose rows are an array in a script of the page, drawn in the browser."""

import json

from zonenews.demo.answer import Call
from zonenews.demo.families.onclick import Onclick
from zonenews.demo.families.printing import number_of
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section


class InlineJson(Onclick):
    """`var newsList = […]`; pages by `?page=2`, in a function of the script."""

    def asked(self, section: Section, call: Call) -> int | None:
        if call.path not in (section.path, self.first_path(section.path)):
            return None
        return int(call.query.get("page") or 1)

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        rows = [
            {"id": number_of(row.target), "title": row.title, "url": row.target, "pubDate": f"{row.day}"}
            for row in page.rows
        ]
        main = self.list_template.fill(
            links=self.links(section),
            name=section.name,
            rows="",
            pager=f"""<script>
  var newsList = {json.dumps(rows, ensure_ascii=False)};
  var pageCount = {page.pages}, pageNo = {page.number}, total = {page.total};
  function goPage(n) {{ location.href = "{self.first_path(section.path).rpartition("/")[2]}?page=" + n; }}
  document.querySelector(".rightLs ul").innerHTML = template("tpl", newsList);
</script>
<a href="javascript:goPage(pageNo - 1)">上一页</a><a href="javascript:goPage(pageNo + 1)">下一页</a>
<span>共 {page.pages} 页 {page.total} 条</span>""",
        )
        return frame.page(f"{section.name}-{frame.zone.name}", "", main)
