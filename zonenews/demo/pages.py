"""The site's pages that are neither list nor article: home, channels, 404, files of its look."""

from html import escape
from typing import TYPE_CHECKING

from zonenews.demo.answer import Answer
from zonenews.demo.frame import FRAMES, MENUS

if TYPE_CHECKING:
    from zonenews.demo.replica import Replica
    from zonenews.demo.section import Section

_ROBOTS = "User-agent: *\nDisallow: /admin/\n"
NOT_FOUND = """  <div class="main">
    <div class="error"><h2>404</h2><p>抱歉，您访问的页面找不到了。</p><p><a href="/">返回首页</a></p></div>
  </div>"""
SOFT_NOT_FOUND = """  <div class="main">
    <div class="error"><h2>提示信息</h2><p>您访问的页面不存在或已被删除。</p><p><a href="/">返回首页</a></p></div>
  </div>"""


def site_page(replica: "Replica", path: str) -> Answer | None:
    """The page at one of the paths that every site has; None for any other."""
    if path == "/robots.txt":
        return Answer(_ROBOTS.encode(), "text/plain")
    if path in ("/", "/index.html"):
        return _home(replica)
    kind = {"css": "text/css", "js": "application/javascript"}.get(path.rpartition(".")[2])
    file = FRAMES / path.rpartition("/")[2]
    if kind and path.startswith(("/css/", "/js/")) and file.is_file():
        return Answer(file.read_bytes(), kind)
    return _channel(replica, path)


def _home(replica: "Replica") -> Answer:
    boxes = "\n".join(_latest(section) for section in replica.sections)
    return replica.framed(replica.sections[0], f"{replica.zone.name}_首页", f'  <div class="main">\n{boxes}\n  </div>')


def _latest(section: "Section") -> str:
    rows = "\n".join(
        f'        <li><a href="{row.target}">{escape(row.title)}</a><span>{row.day:%m-%d}</span></li>'
        for row in section.rows[:8]
    )
    first = section.family.first_path(section.path)
    return (
        f'    <div class="list-title"><a href="{first}">{section.name}</a></div>\n'
        f'    <div class="list">\n      <ul>\n{rows}\n      </ul>\n    </div>'
    )


def _channel(replica: "Replica", path: str) -> Answer | None:
    """The page of a menu: its headings."""
    for name, (folder, children) in MENUS.items():
        if path == f"/{folder}/":
            items = "".join(f"<p>{child}</p>" for child in children.split())
            main = f'  <div class="main"><div class="list-title">{name}</div>{items}</div>'
            return replica.framed(replica.sections[0], f"{name}_{replica.zone.name}", main)
    return None
