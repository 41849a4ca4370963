"""Epoint with the other pager: a click puts the rows of the page with that number into `categorypagingcontent`."""

from zonenews.demo.answer import Call
from zonenews.demo.families.epoint import Epoint
from zonenews.demo.families.printing import turns
from zonenews.demo.section import ListPage, Section
from zonenews.demo.template import Template


class EpointPaging(Epoint):
    """`ShowAjaxNewPage(window.location.pathname,'categorypagingcontent',2)` asks for `?pageing=2`."""

    past_the_end = "no rows"
    list_template = Template(
        """  <div class="content ewb-container">
    <div class="ewb-location">您现在的位置：{{links}}</div>
    <div class="ewb-list-hd"><h3>{{name}}</h3></div>
    <div id="categorypagingcontent"><ul class="ewb-list">
{{rows}}
    </ul>
    <div class="ewb-page">{{pager}}</div></div>
  </div>"""
    )

    def first_path(self, section_path: str) -> str:
        return section_path

    def asked(self, section: Section, call: Call) -> int | None:
        return int(call.query.get("pageing") or 1) if call.path == section.path else None

    def pager(self, section: Section, page: ListPage) -> str:
        def item(text: str, number: int | None) -> str:
            if number is None:
                return f'<li class="wb-page-li"><a class="wb-page-default">{text}</a></li>'
            click = f"ShowAjaxNewPage(window.location.pathname,'categorypagingcontent',{number})"
            return f'<li class="wb-page-li"><a class="wb-page-default" onclick="{click}">{text}</a></li>'

        own = f'<li class="wb-page-li"><a class="wb-page-number wb-page-family">{page.number}/{page.pages}</a></li>'
        first, before, after, last = (item(*turn) for turn in turns(page, "首页|上页|下页|尾页"))
        return f'<ul class="wb-page-items clearfix">{first}{before}{own}{after}{last}</ul>'
