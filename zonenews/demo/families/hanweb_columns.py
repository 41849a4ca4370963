"""A Hanweb section that gathers several columns, with the newer addresses of articles."""

from datetime import date
from typing import ClassVar

from zonenews.demo.families.hanweb import Hanweb
from zonenews.demo.families.printing import hex32, number_of
from zonenews.demo.section import Section


class HanwebColumns(Hanweb):
    """`morecolumndataproxy.jsp` with a list of columns, `/col/col123/art/2026/art_<32 hex>.html`."""

    proxy: ClassVar[str] = "/module/jpage/morecolumndataproxy.jsp"

    def columns(self, section: Section) -> str:
        own = number_of(section.path)
        return f"{own},{own + 3},{own + 8}"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        column = number_of(section_path) + (3, 0, 8)[number % 3]
        return f"/col/col{column}/art/{day.year}/art_{hex32(f'{section_path} {number}')}.html"
