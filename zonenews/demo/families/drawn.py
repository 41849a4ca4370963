"""Lists and articles that scripts draw from what they ask for themselves: nothing to read without a browser."""

from datetime import date

import orjson

from zonenews.demo.answer import Answer, Call
from zonenews.demo.article import Article, Content
from zonenews.demo.families.app import App
from zonenews.demo.families.templated import Templated
from zonenews.demo.frame import Frame
from zonenews.demo.section import ListPage, Section

_SCRIPTS = {
    "/app/list.js": """(function () {
  var app = document.getElementById("app");
  var page = Number(new URLSearchParams(location.search).get("p") || 1);
  function row(r) {
    return '<li><a href="' + r[0] + '">' + r[1] + "</a><span>" + r[2] + "</span></li>";
  }
  function turn(n, name) { return '<a href="' + location.pathname + "?p=" + n + '">' + name + "</a>"; }
  function draw(answer) {
    app.innerHTML = '<div class="list"><ul>' + answer.rows.map(row).join("") + '</ul></div><div class="pages">' +
      (page > 1 ? turn(page - 1, "上一页") : "") + (page < answer.pages ? turn(page + 1, "下一页") : "") + "</div>";
  }
  function ask() {
    var request = new XMLHttpRequest();
    request.open("GET", ["/svc", "rows"].join("/") + location.pathname + "?" + ["p", page].join("="));
    request.onload = function () { draw(JSON.parse(request.responseText)); };
    request.send();
  }
  setTimeout(ask, Number(document.body.dataset.wait));
})();
""",
    "/app/view.js": """(function () {
  function ask() {
    fetch(location.pathname.replace(".", "_1.")).then(function (answer) { return answer.text(); }).then(
      function (part) { document.getElementById("app").innerHTML = part; });
  }
  setTimeout(ask, Number(document.body.dataset.wait));
})();
""",
}


class Drawn(App):
    """`/svc/rows/<section>?p=N` has the rows, and each article's `stem_1.html` its text; list pages by `?p=N`."""

    wait = 0  # milliseconds before a script asks for anything

    def first_path(self, section_path: str) -> str:
        return section_path

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y%m}/{number}.html"

    def asked(self, section: Section, call: Call) -> int | None:
        return int(call.query.get("p") or 1) if call.path == section.path else None

    def list_page(self, section: Section, call: Call, frame: Frame) -> str | Answer | None:
        if call.path in _SCRIPTS:
            return Answer(_SCRIPTS[call.path].encode(), "application/javascript")
        if call.path != f"/svc/rows{section.path}":
            return Templated.list_page(self, section, call, frame)
        page = section.page(int(call.query.get("p") or 1))
        rows = [(row.target, row.title, f"{row.day}") for row in (page.rows if page else ())]
        return Answer(orjson.dumps({"rows": rows, "pages": section.pages}), "application/json")

    def listing(self, section: Section, page: ListPage, frame: Frame) -> str:
        return self._shell(frame, "list")

    def article_page(self, section: Section, article: Article, content: Content, frame: Frame) -> str:
        return self._shell(frame, "view")

    def further_page(
        self, section: Section, article: Article, content: Content, frame: Frame, number: int
    ) -> str | None:
        """What the script of an article's page asks for."""
        return super().article_page(section, article, content, frame) if number == 1 else None

    def _shell(self, frame: Frame, script: str) -> str:
        return (
            f"<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8><title>{frame.zone.name}</title></head>"
            f"<body data-wait={self.wait}><noscript>您的浏览器不支持脚本</noscript><div id=app></div>"
            f"<script src=/app/{script}.js></script></body></html>"
        )


class DrawnLate(Drawn):
    """The same, but its scripts wait before they ask."""

    wait = 1500
